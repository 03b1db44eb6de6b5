/** Reading prunes: what may be wrong with one. */
import { isHash } from '../base/hash.ts'
import { LOG_ENTRIES_MAX, PRUNE_IDS_MAX } from '../base/limits.ts'
import type { Fields } from './fields.ts'
import type { ItemReader } from './item.ts'

/** The kind of item that logs of kind `prunes` hold. */
export const PRUNE_READERS: Readonly<Record<string, ItemReader>> = {
  prune: { keys: ['kind', 'epoch', 'from', 'ids'], faultOf: pruneFault },
}

function pruneFault({ kind, epoch, from, ids }: Fields): string | undefined {
  if (kind !== 'frames' && kind !== 'traces') return 'kind is frames or traces'
  if (!isCount(epoch)) return 'epoch is a counter'
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > PRUNE_IDS_MAX || !ids.every(isHash))
    return `ids holds 1 to ${PRUNE_IDS_MAX} ids of entries`
  return isCount(from) && Number(from) + ids.length <= LOG_ENTRIES_MAX ? undefined : `from is a seq below ${LOG_ENTRIES_MAX}`
}

const isCount = (count: unknown): boolean => Number.isSafeInteger(count) && Number(count) >= 0
