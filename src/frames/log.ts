/** Log: one author's append-only chain of entries in one realm, domain and epoch. Its five names are its identity. */
import { sha256, type Hash } from '../base/hash.ts'
import { SEALED_ENTRIES } from '../base/limits.ts'
import type { AuthorKey } from '../identity/signature.ts'

/** `frames` hold claims, `traces` steps, `realm` law and membership, `prunes` what is left of logs whose text may go. */
export type LogKind = 'frames' | 'traces' | 'realm' | 'prunes'

/** The kinds there are. */
export const LOG_KINDS: ReadonlySet<string> = new Set<LogKind>(['frames', 'traces', 'realm', 'prunes'])

/** The five names of a log. */
export interface Log {
  readonly realm: Hash
  readonly domain: string
  readonly kind: LogKind
  readonly author: AuthorKey
  /** Start counter x 2^24 + 24 random bits, made at the first entry after a start (R4). */
  readonly epoch: number
}

/** The canonical JSON text `[realm,domain,kind,author,epoch]`: a log's key in maps, vectors and tables. */
export type LogKey = string & { readonly __log: true }

/** The key of a log. */
export function logKeyOf(log: Log): LogKey {
  // For strings and safe integers JSON.stringify is canonical, and this is on the path of every message.
  return JSON.stringify([log.realm, log.domain, log.kind, log.author, log.epoch]) as LogKey
}

/** The first 16 bytes of SHA-256 of the log's key: the binary Automerge DocumentId of the log. */
export function documentIdBytes(key: LogKey): Uint8Array {
  return sha256(key).slice(0, 16)
}

/** How many of the first entries of a log that counts `count` are sealed, `block` at a time: quality is learned from those alone (R16). */
export function sealedCount(count: number, block: number = SEALED_ENTRIES): number {
  return count - (count % block)
}

/** What one holds of a log: `count` entries, the last of which has the id `head` (null while empty). */
export interface Held {
  readonly count: number
  readonly head: Hash | null
}
