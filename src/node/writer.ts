/** Writer: own items become entries. What is written within one tick, or while a commit is under way, shares an entry (R4). */
import type { Clock } from '../base/clock.ts'
import { TracordError } from '../base/error.ts'
import type { Hash } from '../base/hash.ts'
import { ENTRY_BYTES_MAX, ENTRY_ITEMS_MAX, LOG_ENTRIES_MAX } from '../base/limits.ts'
import type { Random } from '../base/random.ts'
import { err, ok } from '../base/result.ts'
import { sealEntry, type Link } from '../frames/chain.ts'
import type { Item, ItemId } from '../frames/item.ts'
import { logKeyOf, type Log, type LogKey } from '../frames/log.ts'
import { itemText } from '../frames/read-item.ts'
import type { KeyPair } from '../identity/signature.ts'
import type { Done } from '../ports/journal.ts'
import type { Holdings } from './holdings.ts'
import { WRITES_WAITING_MAX } from './limits.ts'
import type { Claimed } from './node.ts'

/** Bytes of items in one entry; the rest is its header and signature. */
export const ENTRY_ITEM_BYTES_MAX = ENTRY_BYTES_MAX - 2_048

interface Write {
  readonly items: readonly Item[]
  readonly bytes: number
  readonly done: Done<Claimed>
}

interface Unacknowledged {
  readonly id: Hash
  readonly waiters: readonly { readonly write: Write; readonly first: number }[]
}

export interface WriterParts {
  readonly realm: Hash
  readonly keyPair: KeyPair
  readonly clock: Clock
  readonly random: Random
  readonly holdings: Holdings
  /** Takes a sealed entry in: holdings, judgement, journal, peers. */
  admit(log: Log, link: Link): void
  /** Why nothing may be written now, or null. */
  refusal(): TracordError | null
}

export interface Writer {
  /** The journal was opened for the `starts`-th time: epochs are made of it. */
  begin(starts: number): void
  write(domain: string, items: readonly Item[], done: Done<Claimed>): void
  onDurable(key: LogKey, count: number): void
  /** Nothing waits to be sealed or acknowledged. */
  isIdle(): boolean
  /** A commit failed: what was sealed has an unknown outcome, what waited was not written, and a new epoch begins. */
  onRefused(error: TracordError): void
}

export function createWriter(parts: WriterParts): Writer {
  const { clock } = parts
  const queue = new Map<string, Write[]>()
  const unacknowledged = new Map<LogKey, Map<number, Unacknowledged>>()
  const epochs = createEpochs(parts)
  let waiting = 0
  let sealed = 0
  let cancelSeal: (() => void) | undefined

  const seal = (): void => {
    cancelSeal = undefined
    if (sealed > 0) return
    for (const [domain, writes] of [...queue]) {
      queue.delete(domain)
      for (const group of groupsOf(writes)) sealGroup(domain, group)
      waiting -= writes.length
    }
  }
  const sealGroup = (domain: string, group: readonly Write[]): void => {
    const log = epochs.logOf(domain)
    const key = logKeyOf(log)
    const ids = parts.holdings.get(key)?.ids ?? []
    const { items, waiters } = joined(group)
    const link = sealEntry(log, ids.length, ids.at(-1) ?? null, clock.now(), items, parts.keyPair)
    const entries = unacknowledged.get(key) ?? new Map<number, Unacknowledged>()
    unacknowledged.set(key, entries.set(link.seq, { id: link.id, waiters }))
    sealed += 1
    parts.admit(log, link)
  }
  return {
    begin: (starts) => epochs.begin(starts),
    write(domain, items, done) {
      const bytes = items.reduce((sum, item) => sum + Buffer.byteLength(itemText(item)) + 1, 0)
      const refusal = parts.refusal() ?? limitFault(items.length, bytes, waiting)
      if (refusal !== null) return void clock.after(0, () => done(err(refusal)))
      const writes = queue.get(domain)
      if (writes === undefined) queue.set(domain, [{ items, bytes, done }])
      else writes.push({ items, bytes, done })
      waiting += 1
      if (sealed === 0) cancelSeal ??= clock.after(0, seal)
    },
    onDurable(key, count) {
      const entries = unacknowledged.get(key)
      if (entries === undefined) return
      for (const [seq, entry] of [...entries]) {
        if (seq >= count) continue
        entries.delete(seq)
        sealed -= 1
        for (const { write, first } of entry.waiters) write.done(ok(receipt(entry.id, first, write.items.length)))
      }
      if (entries.size === 0) unacknowledged.delete(key)
      if (sealed === 0 && waiting > 0) cancelSeal ??= clock.after(0, seal)
    },
    isIdle: () => sealed === 0 && waiting === 0,
    onRefused(error) {
      epochs.renew()
      const lost = [...unacknowledged.values()].flatMap((entries) => [...entries.values()])
      const held = [...queue.values()].flat()
      unacknowledged.clear()
      queue.clear()
      waiting = 0
      sealed = 0
      cancelSeal?.()
      cancelSeal = undefined
      for (const { id, waiters } of lost) {
        for (const { write } of waiters) write.done(err(outcomeUnknown(id, error)))
      }
      for (const { done } of held) done(err(parts.refusal() ?? error))
    },
  }
}

/** The log that is written now in each domain: a new epoch at the first entry after a start, after a failure, and when a log is full. */
function createEpochs({ realm, keyPair, random, holdings }: WriterParts): {
  begin(starts: number): void
  renew(): void
  logOf(domain: string): Log
} {
  const current = new Map<string, Log>()
  let starts = 0
  const open = (domain: string): Log => {
    for (;;) {
      const log: Log = { realm, domain, kind: 'frames', author: keyPair.author, epoch: starts * 2 ** 24 + random.below(2 ** 24) }
      if (holdings.get(logKeyOf(log)) === undefined) return log
    }
  }
  return {
    begin(count) {
      starts = count
    },
    renew: () => current.clear(),
    logOf(domain) {
      const log = current.get(domain)
      const isUsable = log !== undefined && (holdings.get(logKeyOf(log))?.ids.length ?? 0) < LOG_ENTRIES_MAX
      const next = isUsable ? log : open(domain)
      current.set(domain, next)
      return next
    },
  }
}

/** Packs writes into entries, in order, each write whole in one entry. */
function groupsOf(writes: readonly Write[]): readonly (readonly Write[])[] {
  const groups: Write[][] = []
  let items = Infinity
  let bytes = Infinity
  for (const write of writes) {
    items += write.items.length
    bytes += write.bytes
    const last = groups.at(-1)
    if (last !== undefined && items <= ENTRY_ITEMS_MAX && bytes <= ENTRY_ITEM_BYTES_MAX) {
      last.push(write)
      continue
    }
    groups.push([write])
    items = write.items.length
    bytes = write.bytes
  }
  return groups
}

/** All items of a group, and where each write's begin. References within a write (`#0`) move with it. */
function joined(group: readonly Write[]): { items: Item[]; waiters: { write: Write; first: number }[] } {
  const items: Item[] = []
  const waiters: { write: Write; first: number }[] = []
  for (const write of group) {
    const first = items.length
    waiters.push({ write, first })
    items.push(...write.items.map((item) => (first === 0 ? item : moved(item, first))))
  }
  return { items, waiters }
}

function moved(item: Item, by: number): Item {
  const move = (id: ItemId): ItemId => (id.startsWith('#') ? `#${Number(id.slice(1)) + by}` : id)
  if (item.k === 'withdraw' || item.k === 'undercut') return { ...item, claim: move(item.claim) }
  return item.k === 'claim' && item.because !== undefined ? { ...item, because: item.because.map(move).sort() } : item
}

function receipt(entry: Hash, first: number, count: number): Claimed {
  return { entry, ids: Array.from({ length: count }, (_, index) => `${entry}#${first + index}`) }
}

function limitFault(items: number, bytes: number, waiting: number): TracordError | null {
  if (items === 0) return new TracordError('BAD_INPUT', 'nothing to write: give at least one slot')
  if (items > ENTRY_ITEMS_MAX || bytes > ENTRY_ITEM_BYTES_MAX) {
    const limit = `${ENTRY_ITEMS_MAX} items and ${ENTRY_ITEM_BYTES_MAX} bytes`
    return new TracordError('TOO_LARGE', `one write holds at most ${limit}, this one has ${items} and ${bytes}: split it`)
  }
  if (waiting < WRITES_WAITING_MAX) return null
  return new TracordError('REFUSED', `${WRITES_WAITING_MAX} writes wait for the disk: await some of them first`)
}

function outcomeUnknown(id: Hash, cause: TracordError): TracordError {
  const what = `the disk refused while entry ${id} was written: it may or may not survive a restart`
  return new TracordError('OUTCOME_UNKNOWN', `${what}; look for its id before you write it again`, { cause, id })
}
