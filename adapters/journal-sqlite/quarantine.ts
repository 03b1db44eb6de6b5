/** Quarantine: a file that does not hold what it should is moved aside under a name of its own, and never deleted. */
import { existsSync, renameSync, rmSync } from 'node:fs'

const ASIDE_MAX = 1_000

/** Renames `path`, with what SQLite keeps beside it, to the first free `path.damaged-N`; returns that name. */
export function moveAside(path: string): string {
  const aside = freeName(path)
  for (const suffix of ['', '-wal', '-journal']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, aside + suffix)
  }
  // Holds nothing of its own: SQLite makes this index anew from the -wal file, and one left here would be taken for the new file's.
  rmSync(`${path}-shm`, { force: true })
  return aside
}

/** The first `path.damaged-N` that is free. */
export function freeName(path: string): string {
  for (let n = 1; n <= ASIDE_MAX; n += 1) {
    const name = `${path}.damaged-${n}`
    if (!existsSync(name)) return name
  }
  throw new Error(`there are already ${ASIDE_MAX} damaged copies of ${path}: move them elsewhere`)
}
