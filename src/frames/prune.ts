/**
 * Prune: an author's word that the text of its own entries may go. It names them by their ids, and so stands in for the chain of a log
 * whose text nobody has (R23). Logs of kind `prunes` hold nothing else, and are never pruned themselves.
 */
import { isHash, type Hash } from '../base/hash.ts'
import { LOG_ENTRIES_MAX, PRUNE_IDS_MAX } from '../base/limits.ts'
import type { Fields } from './fields.ts'
import type { ItemReader } from './item.ts'
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

/** The kind of item that logs of kind `prunes` hold. */
export const PRUNE_READERS: Readonly<Record<string, ItemReader>> = {
  prune: { keys: ['kind', 'epoch', 'from', 'ids'], faultOf: pruneFault },
}

/** The log of which an item in a log of `prunes` names entries: always one of its own author. */
export function prunedLogOf({ realm, domain, author }: Log, { kind, epoch }: Prune): Log {
  return { realm, domain, kind, author, epoch }
}

function pruneFault({ kind, epoch, from, ids }: Fields): string | undefined {
  if (kind !== 'frames' && kind !== 'traces') return 'kind is frames or traces'
  if (!isCount(epoch)) return 'epoch is a counter'
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > PRUNE_IDS_MAX || !ids.every(isHash))
    return `ids holds 1 to ${PRUNE_IDS_MAX} ids of entries`
  return isCount(from) && Number(from) + ids.length <= LOG_ENTRIES_MAX ? undefined : `from is a seq below ${LOG_ENTRIES_MAX}`
}

const isCount = (count: unknown): boolean => Number.isSafeInteger(count) && Number(count) >= 0
