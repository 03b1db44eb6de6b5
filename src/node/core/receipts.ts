/** Receipts: who waits for which sealed entry to become durable. */
import { TracordError } from '../../base/error.ts'
import type { Hash } from '../../base/hash.ts'
import { err, ok } from '../../base/result.ts'
import type { Item } from '../../frames/item.ts'
import type { LogKey } from '../../frames/log.ts'
import type { Done } from '../../ports/journal.ts'
import type { Claimed } from '../node.ts'

/** One call that writes. */
export interface Write {
  readonly items: readonly Item[]
  /** Bytes of the items' texts. */
  readonly bytes: number
  readonly done: Done<Claimed>
}

/** A write inside an entry: its items begin at index `first`. */
export interface Placed {
  readonly write: Write
  readonly first: number
}

/** Sealed entries that are not durable yet. */
export interface Receipts {
  await(key: LogKey, seq: number, id: Hash, placed: readonly Placed[]): void
  /** The first `count` entries of the log are durable. */
  settle(key: LogKey, count: number): void
  /** Nobody knows whether what was sealed survives. */
  fail(cause: TracordError): void
  open(): number
}

interface Open {
  readonly id: Hash
  readonly placed: readonly Placed[]
}

/** No receipts yet. */
export function createReceipts(): Receipts {
  const open = new Map<LogKey, Map<number, Open>>()
  let count = 0
  return {
    open: () => count,
    await(key, seq, id, placed) {
      const entries = open.get(key) ?? new Map<number, Open>()
      open.set(key, entries.set(seq, { id, placed }))
      count += 1
    },
    settle(key, until) {
      const entries = open.get(key)
      if (entries === undefined) return
      for (const [seq, { id, placed }] of entries) {
        if (seq >= until) continue
        entries.delete(seq)
        count -= 1
        for (const { write, first } of placed) write.done(ok(receiptOf(id, first, write.items.length)))
      }
      if (entries.size === 0) open.delete(key)
    },
    fail(cause) {
      const lost = [...open.values()].flatMap((entries) => [...entries.values()])
      open.clear()
      count = 0
      for (const { id, placed } of lost) {
        for (const { write } of placed) write.done(err(outcomeUnknown(id, cause)))
      }
    },
  }
}

function receiptOf(entry: Hash, first: number, count: number): Claimed {
  return { entry, ids: Array.from({ length: count }, (_, index) => `${entry}#${first + index}`) }
}

function outcomeUnknown(id: Hash, cause: TracordError): TracordError {
  const what = `the disk refused while entry ${id} was written: it may or may not survive a restart`
  return new TracordError('OUTCOME_UNKNOWN', `${what}; look for its id before you write it again`, { cause, id })
}
