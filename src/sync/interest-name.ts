/** Interest, as a value: a set of domains under a name that is a function of it, and which logs it covers. */
import { sha256Hex } from '../base/hash.ts'
import type { Log, LogKey } from '../frames/log.ts'

/** Domains held, under a name that is a function of them. */
export interface Interest {
  /** null: all. */
  readonly domains: ReadonlySet<string> | null
  /** Empty for all, else the hash of the names. */
  readonly name: string
}

/** Characters of an interest's name: 128 bits. */
export const INTEREST_NAME_LENGTH = 32

/** All domains. */
export const EVERYTHING: Interest = { domains: null, name: '' }

/** The interest in these domains, in any order. */
export function interestIn(domains: readonly string[] | null): Interest {
  if (domains === null) return EVERYTHING
  const sorted = [...new Set(domains)].sort()
  return { domains: new Set(sorted), name: sha256Hex(JSON.stringify(sorted)).slice(0, INTEREST_NAME_LENGTH) }
}

/** Whether a log is among what is held by whoever has this interest. Who belongs and by which law concerns everybody. */
export function covers({ domains }: Interest, log: Pick<Log, 'domain' | 'kind'>): boolean {
  return domains === null || log.kind === 'realm' || domains.has(log.domain)
}

/** As {@link covers}, for a log's key. */
export function coversKey(interest: Interest, key: LogKey): boolean {
  if (interest.domains === null) return true
  const [, domain = '', kind] = JSON.parse(key) as [string, string?, Log['kind']?]
  return covers(interest, { domain, kind: kind ?? 'frames' })
}

/** Whether a key is that of a log of prunes, which stands in for logs whose text is gone. */
export function isOfPrunes(key: LogKey): boolean {
  const [, , kind] = JSON.parse(key) as [string, string, Log['kind']?]
  return kind === 'prunes'
}
