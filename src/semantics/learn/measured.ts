/** Measured: which entries of each author are measured, in the order in which it wrote them, and their items. */
import type { ItemId } from '../../frames/item.ts'

/** An entry and its place among those of its author. */
export interface Measured {
  readonly id: string
  readonly author: string
  readonly epoch: number
  readonly seq: number
}

/** The entries that are measured. */
export interface MeasuredEntries {
  add(entries: readonly Measured[]): void
  /** Whether any was there. */
  drop(entries: readonly string[]): boolean
  has(entry: string): boolean
  /** `id` is an item of `entry`, whether that is measured or not. */
  index(entry: string, id: ItemId): void
  /** The authors of what is measured, sorted. */
  authors(): readonly string[]
  /** The last `most` items of an author that `counts`, the last one first. */
  lastOf(author: string, most: number, counts: (id: ItemId) => boolean): readonly ItemId[]
}

/** The entries of one author; put in order when somebody asks. */
interface Ledger {
  entries: Measured[]
  isSorted: boolean
}

/** Nothing is measured yet. */
export function createMeasured(): MeasuredEntries {
  const ledgers = new Map<string, Ledger>()
  const authorOf = new Map<string, string>()
  const items = new Map<string, Set<ItemId>>()

  const sorted = (author: string): readonly Measured[] => {
    const ledger = ledgers.get(author)
    if (ledger === undefined) return []
    if (!ledger.isSorted) ledger.entries.sort(byPlace)
    ledger.isSorted = true
    return ledger.entries
  }
  return {
    add(entries) {
      for (const entry of entries) {
        if (authorOf.has(entry.id)) continue
        authorOf.set(entry.id, entry.author)
        const ledger = ledgers.get(entry.author) ?? { entries: [], isSorted: true }
        ledgers.set(entry.author, ledger)
        ledger.entries.push(entry)
        ledger.isSorted = false
      }
    },
    drop(entries) {
      const gone = new Set(entries.filter((entry) => authorOf.has(entry)))
      const authors = new Set([...gone].flatMap((entry) => authorOf.get(entry) ?? []))
      for (const entry of gone) authorOf.delete(entry)
      for (const author of authors) {
        const left = (ledgers.get(author)?.entries ?? []).filter(({ id }) => !gone.has(id))
        if (left.length === 0) ledgers.delete(author)
        else ledgers.set(author, { entries: left, isSorted: false })
      }
      return gone.size > 0
    },
    has: (entry) => authorOf.has(entry),
    index(entry, id) {
      const held = items.get(entry)
      if (held === undefined) items.set(entry, new Set([id]))
      else held.add(id)
    },
    authors: () => [...ledgers.keys()].sort(),
    lastOf(author, most, counts) {
      const found: ItemId[] = []
      const entries = sorted(author)
      for (let at = entries.length - 1; at >= 0 && found.length < most; at--) {
        const own = [...(items.get(entries[at]!.id) ?? [])].filter(counts).sort((a, b) => numberOf(b) - numberOf(a))
        found.push(...own.slice(0, most - found.length))
      }
      return found
    },
  }
}

/** By start, then place in the log; logs of one start that write at the same place go by hash. */
function byPlace(a: Measured, b: Measured): number {
  return a.epoch - b.epoch || a.seq - b.seq || (a.id < b.id ? -1 : 1)
}

/** The place of an item in its entry. */
function numberOf(id: ItemId): number {
  return Number(id.slice(id.indexOf('#') + 1))
}
