/** Domains as a caller names them, checked and in normal form. */
import { TracordError } from '../base/error.ts'
import { nameFault } from '../frames/name.ts'
import { SYNC_LIMITS } from '../sync/limits.ts'

/** The names, sorted, each once; null: all domains. Throws `BAD_INPUT` or `TOO_LARGE`. */
export function domainsFrom(domains: readonly string[] | null): readonly string[] | null {
  if (domains === null) return null
  if (!Array.isArray(domains)) throw new TracordError('BAD_INPUT', 'domains is a list of names, like ["plant-a"], or null for all')
  const names = [...new Set(domains.map((name: unknown) => (typeof name === 'string' ? name.normalize('NFC') : name)))]
  for (const name of names) {
    const fault = nameFault(name) ?? (String(name).includes('/') ? 'has a slash: it is what stands before the first one' : undefined)
    if (fault !== undefined) throw new TracordError('BAD_INPUT', `the domain ${JSON.stringify(name)} ${fault}`)
  }
  if (names.length > SYNC_LIMITS.domains)
    throw new TracordError('TOO_LARGE', `a node names at most ${SYNC_LIMITS.domains} domains; without any it holds all`)
  return names.map(String).sort()
}
