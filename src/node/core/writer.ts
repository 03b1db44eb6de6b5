/** Writer: own items become entries. What is written within one tick, or while a commit is under way, shares an entry (R4). */
import type { Clock } from '../../base/clock.ts'
import { TracordError } from '../../base/error.ts'
import { ENTRY_BYTES_MAX, ENTRY_ITEMS_MAX } from '../../base/limits.ts'
import { err } from '../../base/result.ts'
import { sealEntry, type Link } from '../../frames/chain.ts'
import type { Item } from '../../frames/item.ts'
import { logKeyOf, type Log, type LogKey } from '../../frames/log.ts'
import { withIds } from '../../frames/references.ts'
import type { KeyPair } from '../../identity/signature.ts'
import type { Done } from '../../ports/journal.ts'
import type { Epochs, Place } from './epochs.ts'
import type { Holdings } from './holdings.ts'
import { WRITES_WAITING_MAX } from './limits.ts'
import type { Claimed } from '../node.ts'
import { createReceipts, type Placed, type Write } from './receipts.ts'

/** Bytes of items in one entry; the rest is its header and signature. */
export const ENTRY_ITEM_BYTES_MAX = ENTRY_BYTES_MAX - 2_048

/** What a writer works with. */
export interface WriterParts {
  readonly keyPair: KeyPair
  readonly clock: Clock
  readonly holdings: Holdings
  readonly epochs: Epochs
  /** Takes a sealed entry in: holdings, judgement, journal, peers. */
  admit(log: Log, link: Link): void
  /** Why nothing may be written now, or null. */
  refusal(): TracordError | null
}

/** The one who writes. */
export interface Writer {
  write(place: Place, items: readonly Item[], done: Done<Claimed>): void
  /** Seals what waits, without waiting for company. */
  flush(): void
  onDurable(key: LogKey, count: number): void
  /** A commit failed: what was sealed has an unknown outcome, what waited was not written, and a new epoch begins. */
  onRefused(error: TracordError): void
  /** Nothing waits to be sealed or acknowledged. */
  isIdle(): boolean
}

/** Writes that wait for one log. */
interface Queued {
  readonly place: Place
  readonly writes: Write[]
}

/** A writer with nothing to write. */
export function createWriter(parts: WriterParts): Writer {
  const { clock, epochs } = parts
  const queue = new Map<string, Queued>()
  const receipts = createReceipts()
  let waiting = 0
  let cancelSeal: (() => void) | undefined

  const sealSoon = (): void => {
    if (receipts.open() === 0 && waiting > 0) cancelSeal ??= clock.after(0, seal)
  }
  const seal = (): void => {
    cancelSeal = undefined
    const written = [...queue.values()]
    queue.clear()
    waiting = 0
    for (const { place, writes } of written) {
      for (const group of groupsOf(writes)) sealGroup(epochs.logOf(place), group)
    }
  }
  const sealGroup = (log: Log, group: readonly Write[]): void => {
    const key = logKeyOf(log)
    const ids = parts.holdings.get(key)?.ids
    const { items, placed } = joined(group)
    const link = sealEntry(log, ids?.length ?? 0, ids?.last() ?? null, clock.now(), items, parts.keyPair)
    receipts.await(key, link.seq, link.id, placed)
    parts.admit(log, link)
  }
  return {
    write(place, items, done) {
      // As long as the canonical text, which only orders the keys otherwise.
      const bytes = items.reduce((sum, item) => sum + Buffer.byteLength(JSON.stringify(item)) + 1, 0)
      const refusal = parts.refusal() ?? limitFault(items.length, bytes, waiting)
      if (refusal !== null) {
        clock.after(0, () => done(err(refusal)))
        return
      }
      const name = `${place.kind} ${place.domain}`
      const queued = queue.get(name)
      if (queued === undefined) queue.set(name, { place, writes: [{ items, bytes, done }] })
      else queued.writes.push({ items, bytes, done })
      waiting += 1
      sealSoon()
    },
    flush() {
      cancelSeal?.()
      seal()
    },
    onDurable(key, count) {
      receipts.settle(key, count)
      sealSoon()
    },
    onRefused(error) {
      epochs.renew()
      const unwritten = [...queue.values()].flatMap(({ writes }) => writes)
      queue.clear()
      waiting = 0
      cancelSeal?.()
      cancelSeal = undefined
      receipts.fail(error)
      for (const { done } of unwritten) done(err(parts.refusal() ?? error))
    },
    isIdle: () => receipts.open() === 0 && waiting === 0,
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
function joined(group: readonly Write[]): { items: Item[]; placed: Placed[] } {
  const items: Item[] = []
  const placed: Placed[] = []
  for (const write of group) {
    const first = items.length
    placed.push({ write, first })
    items.push(...write.items.map((item) => (first === 0 ? item : moved(item, first))))
  }
  return { items, placed }
}

/** Lists of ids are sorted as texts, and `#10` comes before `#2`. */
function moved(item: Item, by: number): Item {
  const next = withIds(item, (id) => (id.startsWith('#') ? `#${Number(id.slice(1)) + by}` : id))
  if (next.k === 'claim' && next.because !== undefined) return { ...next, because: next.because.toSorted() }
  if (next.k === 'step' && next.uses !== undefined) return { ...next, uses: next.uses.toSorted() }
  return next.k === 'conclusion' && next.steps !== undefined ? { ...next, steps: next.steps.toSorted() } : next
}

function limitFault(items: number, bytes: number, waiting: number): TracordError | null {
  if (items > ENTRY_ITEMS_MAX || bytes > ENTRY_ITEM_BYTES_MAX) {
    const limit = `${ENTRY_ITEMS_MAX} items and ${ENTRY_ITEM_BYTES_MAX} bytes`
    return new TracordError('TOO_LARGE', `one write holds at most ${limit}, this one has ${items} and ${bytes}: split it`)
  }
  if (waiting < WRITES_WAITING_MAX) return null
  return new TracordError('REFUSED', `${WRITES_WAITING_MAX} writes wait for the disk: await some of them first`)
}
