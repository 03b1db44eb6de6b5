/**
 * Prune: an author's word that the text of its own entries may go. It names them by their ids, and so stands in for the chain of a log
 * whose text nobody has (R23). Logs of kind `prunes` hold nothing else, and are never pruned themselves.
 */
import type { Hash } from '../base/hash.ts'
import type { Log } from './log.ts'

/** Names consecutive entries of a log of the same author, realm and domain: what they say counts as taken back. */
export interface Prune {
  readonly k: 'prune'
  /** Kind and epoch of the log. */
  readonly kind: 'frames' | 'traces'
  readonly epoch: number
  /** seq of the first entry named. */
  readonly from: number
  /** Their ids, in order. A log of more entries is pruned by several items. */
  readonly ids: readonly Hash[]
}

/** The log of which an item in a log of `prunes` names entries: always one of its own author. */
export function prunedLogOf({ realm, domain, author }: Log, { kind, epoch }: Prune): Log {
  return { realm, domain, kind, author, epoch }
}
