/** Supports: claims and undercuts as rows of numbers: who, for which fact, how surely, when, and whether it counts. */
import { assert } from '../../base/assert.ts'
import type { ItemId } from '../../frames/item.ts'
import type { Fact } from '../store/facts.ts'
import { addRow, cell, createRows, createSheet, setCell } from '../store/rows.ts'
import { createTexts, NO_TEXT } from '../store/texts.ts'
import { ALWAYS, type Stretch } from './span.ts'

/** A local number of a claim or an undercut. */
export type Support = number

/** No support. */
export const NO_SUPPORT: Support = -1

/** What is written down of a new support besides its id. */
export interface NewSupport {
  readonly by: string
  /** The fact it speaks for. */
  readonly fact: Fact
  /** Permille. */
  readonly confidence: number
  readonly window: Stretch
  readonly premises: readonly ItemId[]
  /** It follows from its premises by the law, as the reader has verified. */
  readonly proved: boolean
  /** The session that came to it, of a published trace. */
  readonly session?: ItemId | undefined
  /** It counts for nothing, as if it were taken back. */
  readonly isOut: boolean
  /** Keys of the values that the reasoning behind it goes by. */
  readonly visits?: readonly string[] | undefined
}

/** The claims and undercuts held. */
export interface Supports {
  /** Adds what `id` names; it must not be held. */
  add(id: ItemId, support: NewSupport): Support
  /** Takes a support out, or back in. False when it is so already. */
  setOut(support: Support, isOut: boolean): boolean
  /** Lets `id` count as withdrawn, or no longer. Returns the support that this changes, or {@link NO_SUPPORT}. */
  silence(id: ItemId, isSilent: boolean): Support
  find(id: ItemId): Support
  /** Those that speak for `fact` and are not withdrawn. */
  of(fact: Fact): Support[]
  /** The first of those that speak for `fact`, withdrawn ones too, and the one after `support`; {@link NO_SUPPORT} after the last. */
  firstOf(fact: Fact): Support
  nextOf(support: Support): Support
  isWithdrawn(support: Support): boolean
  idOf(support: Support): ItemId
  authorOf(support: Support): string
  factOf(support: Support): Fact
  confidenceOf(support: Support): number
  windowOf(support: Support): Stretch
  premisesOf(support: Support): readonly ItemId[]
  isProved(support: Support): boolean
  sessionOf(support: Support): ItemId | undefined
  /** Keys of the values that the reasoning behind it goes by; undefined where none is known. */
  visitsOf(support: Support): readonly string[] | undefined
  hasWindows(): boolean
  count(): number
}

const NONE: readonly ItemId[] = []
/** Fields of a support. */
const [BY, FACT, CONFIDENCE, WINDOW, NEXT, WITHDRAWN] = [0, 1, 2, 3, 4, 5]
const WIDTH = 6
/** What the last field holds, added up: its author took it back; the reader lets it not count. */
const [TAKEN_BACK, SILENT] = [1, 2]

/** A store of supports, empty. */
export function createSupports(): Supports {
  const [ids, rows, heads] = [createTexts(), createRows(WIDTH), createSheet(NO_SUPPORT)] // an id has the number of its support
  const authors = createAuthors()
  const windows: Stretch[] = [ALWAYS]
  const premises = new Map<Support, readonly ItemId[]>()
  const proved = new Set<Support>()
  const reasoned = new Map<Support, Pick<NewSupport, 'session' | 'visits'>>()

  const authorOf = (support: Support): string => authors.at(cell(rows, support, BY))
  const isWithdrawn = (support: Support): boolean => cell(rows, support, WITHDRAWN) !== 0
  const mark = (support: Support, flag: number, isOn: boolean): Support => {
    const held = cell(rows, support, WITHDRAWN)
    if (((held & flag) !== 0) === isOn) return NO_SUPPORT
    setCell(rows, support, WITHDRAWN, held ^ flag)
    return support
  }
  const find = (id: ItemId): Support => {
    const number = ids.find(id)
    return number === NO_TEXT ? NO_SUPPORT : number
  }
  return {
    add(id, { by, fact, confidence, window, premises: rests, proved: isProved, session, visits, isOut }) {
      const [number, support] = [ids.of(id), addRow(rows)]
      assert(number === support, 'an id is added once')
      setCell(rows, support, BY, authors.numberOf(by))
      setCell(rows, support, FACT, fact)
      setCell(rows, support, CONFIDENCE, confidence)
      setCell(rows, support, WINDOW, window === ALWAYS ? 0 : windows.push(window) - 1)
      setCell(rows, support, NEXT, heads.get(fact))
      heads.set(fact, support)
      if (rests.length > 0) premises.set(support, rests)
      if (isProved) proved.add(support)
      if (session !== undefined || visits !== undefined) reasoned.set(support, { session, visits })
      if (isOut) setCell(rows, support, WITHDRAWN, TAKEN_BACK)
      return support
    },
    setOut: (support, isOut) => mark(support, TAKEN_BACK, isOut) !== NO_SUPPORT,
    silence(id, isSilent) {
      const support = find(id)
      return support === NO_SUPPORT ? NO_SUPPORT : mark(support, SILENT, isSilent)
    },
    find,
    of(fact) {
      const supports: Support[] = []
      for (let at = heads.get(fact); at !== NO_SUPPORT; at = cell(rows, at, NEXT)) if (!isWithdrawn(at)) supports.push(at)
      return supports
    },
    firstOf: heads.get,
    nextOf: (support) => cell(rows, support, NEXT),
    isWithdrawn,
    idOf: ids.at,
    authorOf,
    factOf: (support) => cell(rows, support, FACT),
    confidenceOf: (support) => cell(rows, support, CONFIDENCE),
    windowOf: (support) => windows[cell(rows, support, WINDOW)]!,
    premisesOf: (support) => premises.get(support) ?? NONE,
    isProved: (support) => proved.has(support),
    sessionOf: (support) => reasoned.get(support)?.session,
    visitsOf: (support) => reasoned.get(support)?.visits,
    hasWindows: () => windows.length > 1,
    count: () => rows.length,
  }
}

/** Authors by number. */
interface Authors {
  numberOf(author: string): number
  at(number: number): string
}

function createAuthors(): Authors {
  const authors: string[] = []
  const numbers = new Map<string, number>()
  return {
    at: (number) => authors[number]!,
    numberOf(author) {
      const held = numbers.get(author)
      if (held !== undefined) return held
      const number = authors.push(author) - 1
      numbers.set(author, number)
      return number
    },
  }
}
