/** Supports: claims and undercuts as records in columns: who, for which fact, how surely, when; withdrawals count whenever they come. */
import type { ItemId } from '../../frames/item.ts'
import { createColumn, createSheet, push } from '../store/column.ts'
import type { Fact } from '../store/facts.ts'
import { ALWAYS, type Stretch } from './span.ts'

/** A local number of a claim or an undercut. */
export type Support = number

/** No support. */
export const NO_SUPPORT: Support = -1

/** What is written down of a new support. */
export interface NewSupport {
  readonly id: ItemId
  readonly by: string
  /** The fact it speaks for. */
  readonly fact: Fact
  /** Permille. */
  readonly confidence: number
  readonly window: Stretch
  readonly premises: readonly ItemId[]
  /** It follows from its premises by the law, as the reader has verified. */
  readonly proved: boolean
}

/** The claims and undercuts held. */
export interface Supports {
  add(support: NewSupport): Support
  /** Takes note that `by` takes back `id`, held or not yet. Returns the support that this takes out, or {@link NO_SUPPORT}. */
  withdraw(id: ItemId, by: string): Support
  find(id: ItemId): Support
  /** Those that speak for `fact` and are not withdrawn. */
  of(fact: Fact): Support[]
  isWithdrawn(support: Support): boolean
  idOf(support: Support): ItemId
  authorOf(support: Support): string
  factOf(support: Support): Fact
  confidenceOf(support: Support): number
  windowOf(support: Support): Stretch
  premisesOf(support: Support): readonly ItemId[]
  isProved(support: Support): boolean
  hasWindows(): boolean
  count(): number
}

const NONE: readonly ItemId[] = []

/** A store of supports, empty. */
export function createSupports(): Supports {
  const ids: ItemId[] = []
  const byId = new Map<ItemId, Support>()
  const authors: string[] = []
  const authorNumbers = new Map<string, number>()
  const [by, facts, confidences, windowAt, links] = [
    createColumn(),
    createColumn(),
    createColumn(),
    createColumn(),
    createColumn(),
  ]
  const heads = createSheet(NO_SUPPORT)
  const windows: Stretch[] = [ALWAYS]
  const premises = new Map<Support, readonly ItemId[]>()
  const proved = new Set<Support>()
  const withdrawals = new Map<ItemId, Set<string>>()

  const numberOf = (author: string): number => {
    const held = authorNumbers.get(author)
    if (held !== undefined) return held
    const number = authors.push(author) - 1
    authorNumbers.set(author, number)
    return number
  }
  const authorOf = (support: Support): string => authors[by.cells[support]!]!
  const isWithdrawn = (support: Support): boolean =>
    withdrawals.size > 0 && withdrawals.get(ids[support]!)?.has(authorOf(support)) === true
  return {
    add({ id, by: author, fact, confidence, window, premises: rests, proved: isProved }) {
      const support = ids.push(id) - 1
      byId.set(id, support)
      push(by, numberOf(author))
      push(facts, fact)
      push(confidences, confidence)
      push(windowAt, window === ALWAYS ? 0 : windows.push(window) - 1)
      push(links, heads.get(fact))
      heads.set(fact, support)
      if (rests.length > 0) premises.set(support, rests)
      if (isProved) proved.add(support)
      return support
    },
    withdraw(id, author) {
      const authorsOut = withdrawals.get(id)
      if (authorsOut?.has(author) === true) return NO_SUPPORT
      if (authorsOut === undefined) withdrawals.set(id, new Set([author]))
      else authorsOut.add(author)
      const support = byId.get(id)
      return support !== undefined && authorOf(support) === author ? support : NO_SUPPORT
    },
    find: (id) => byId.get(id) ?? NO_SUPPORT,
    of(fact) {
      const supports: Support[] = []
      for (let at = heads.get(fact); at !== NO_SUPPORT; at = links.cells[at]!) if (!isWithdrawn(at)) supports.push(at)
      return supports
    },
    isWithdrawn,
    idOf: (support) => ids[support]!,
    authorOf,
    factOf: (support) => facts.cells[support]!,
    confidenceOf: (support) => confidences.cells[support]!,
    windowOf: (support) => windows[windowAt.cells[support]!]!,
    premisesOf: (support) => premises.get(support) ?? NONE,
    isProved: (support) => proved.has(support),
    hasWindows: () => windows.length > 1,
    count: () => ids.length,
  }
}
