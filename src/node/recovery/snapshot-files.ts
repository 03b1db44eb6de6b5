/** Snapshot files: `trace/recovery/` of a node's folder: written whole or not at all, verified when read, the oldest let go. */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { readSnapshot, SNAPSHOT_LENGTH_MAX, snapshotText, type Snapshot } from './snapshot.ts'

/** The folder of snapshots in a node's folder. */
export const RECOVERY_FOLDER = join('trace', 'recovery')
/** Snapshots kept. */
export const SNAPSHOTS_MAX = 3

const NAME = /^snapshot-(\d{9})\.txt$/
const DRAFT = /^snapshot-\d{9}\.txt\.[0-9a-f]+$/
const OWNER_FOLDER = 0o700
const OWNER_FILE = 0o600

/** What a folder's snapshots are. */
export interface SnapshotsHeld {
  /** The newest that is whole; null: there is none. */
  readonly newest: Snapshot | null
  readonly count: number
  /** Names of files that are not what was written, and why. */
  readonly damaged: readonly { readonly name: string; readonly why: string }[]
}

/** Writes one more, and lets go of those beyond the bound. Rejects when it cannot be written; what was there is there still. */
export async function writeSnapshot(dir: string, snapshot: Snapshot): Promise<void> {
  const folder = join(dir, RECOVERY_FOLDER)
  await mkdir(folder, { recursive: true, mode: OWNER_FOLDER })
  const held = await namesIn(folder)
  const next = Number(NAME.exec(held.at(-1) ?? '')?.[1] ?? 0) + 1
  const path = join(folder, `snapshot-${String(next).padStart(9, '0')}.txt`)
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await writeSynced(draft, snapshotText(snapshot))
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  for (const name of held.slice(0, Math.max(0, held.length + 1 - SNAPSHOTS_MAX))) await rm(join(folder, name), { force: true })
}

/** Removes every snapshot, those too that were put out of the way: what they tell of was pruned. */
export async function removeSnapshots(dir: string): Promise<void> {
  const folder = join(dir, RECOVERY_FOLDER)
  const names = await readdir(folder).catch((): string[] => [])
  for (const name of names) if (name.startsWith('snapshot-')) await rm(join(folder, name), { force: true })
}

/** Reads the folder's snapshots, the newest first, until one is whole. */
export async function readSnapshots(dir: string): Promise<SnapshotsHeld> {
  const folder = join(dir, RECOVERY_FOLDER)
  const names = await namesIn(folder)
  const damaged: { readonly name: string; readonly why: string }[] = []
  for (const name of names.toReversed()) {
    const path = join(folder, name)
    const { size } = await stat(path)
    const read = size > SNAPSHOT_LENGTH_MAX ? undefined : readSnapshot(await readFile(path, 'utf8'))
    if (read?.ok === true) return { newest: read.value, count: names.length, damaged }
    damaged.push({ name, why: read?.error ?? 'it is larger than any snapshot' })
  }
  return { newest: null, count: names.length, damaged }
}

/** Puts a damaged one out of the way, under another name; and removes what a write that was cut short left. */
export async function tidySnapshots(dir: string, damaged: readonly { readonly name: string }[]): Promise<void> {
  const folder = join(dir, RECOVERY_FOLDER)
  for (const { name } of damaged) await rename(join(folder, name), join(folder, `${name}.damaged`))
  const all = await readdir(folder).catch(() => [])
  for (const name of all) if (DRAFT.test(name)) await rm(join(folder, name), { force: true })
}

/** Names of snapshots, the oldest first. */
async function namesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => [])
  return names.filter((name) => NAME.test(name)).toSorted()
}

async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', OWNER_FILE)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
}
