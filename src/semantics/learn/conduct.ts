/**
 * Conduct: how much of what an author said it neither took back nor reasoned wrongly. Whoever is below the policy's floor has fallen, and
 * is heeded less until it is above again. No standing takes part: standings depend on what words weigh, and who fell first would decide.
 */
import { QUALITY_MAX } from '../../base/limits.ts'
import type { Floor, Law } from '../../frames/facet.ts'
import type { ItemId, Said } from '../../frames/item.ts'
import type { Learned } from '../../frames/learned.ts'
import type { Supports } from '../claims/supports.ts'
import { entryOf, type Withdrawals } from '../claims/withdrawals.ts'
import { tallyOf, type Fallen, type Gauge } from './fallen.ts'
import type { Scope } from './learner.ts'
import { createMeasured, type Measured, type MeasuredEntries } from './measured.ts'

/** The conduct of authors, by what was said. */
export interface Conduct {
  /** Takes note that this was said. */
  note(said: readonly Said[]): void
  /** Lets the items of these entries be measured, said already or still to come. True when that may change who has fallen. */
  measure(entries: readonly Measured[]): boolean
  unmeasure(entries: readonly string[]): boolean
  /** The trace that `by` published under `id` does not hold by itself. True when that may change who has fallen. */
  blame(id: ItemId, by: string): boolean
  /** Takes all blame back. */
  forgive(): void
  /** What counts of what was said, or what was learned, is other than before. */
  stir(): void
  /** Measures by another law from now on; where its block is another, everything is to be told anew what is measured. */
  adopt(law: Law): void
  /** Measures anew where there is need. Whether somebody's word counts otherwise than before. */
  renew(learned: Learned | null): boolean
  /** Parts per million that the word of `author` counts of what it would count above the floor. */
  heedOf(author: string): number
  /** Who is below the floor, sorted by author. */
  fallen(): readonly Fallen[]
  /** Entries of a log that are measured together; null: the policy has no floor. */
  block(): number | null
}

/** What conduct is measured from. */
export interface ConductParts {
  readonly law: Law
  readonly scope: Scope
  readonly supports: Supports
  readonly withdrawals: Withdrawals
  isExcluded(author: string): boolean
  /** Whether an item is in an entry that counts for nothing. */
  isDiscounted(id: ItemId): boolean
}

/** Conduct under a law; it measures nothing where the policy has no floor. */
export function createConduct(parts: ConductParts): Conduct {
  const { scope, supports } = parts
  let { floor } = parts.law.policy
  let measured = createMeasured()
  const blamed = new Map<ItemId, string>()
  let [fallen, isStale]: [ReadonlyMap<string, Fallen>, boolean] = [new Map(), floor !== undefined]

  /** A case has no logs: each author's items are as if of one entry, and all are measured. */
  const index = (id: ItemId, by: string): void => {
    const group = scope === 'all' ? by : entryOf(id)
    if (scope === 'all') measured.add([{ id: group, author: by, epoch: 0, seq: 0 }])
    measured.index(group, id)
    isStale ||= measured.has(group)
  }
  const indexAll = (): void => {
    for (let support = 0; support < supports.count(); support++) index(supports.idOf(support), supports.authorOf(support))
    for (const [id, by] of blamed) index(id, by)
  }
  if (floor !== undefined) indexAll()
  return {
    note(said) {
      if (floor === undefined) return
      for (const { id, by, item } of said) {
        if (item.k === 'claim' || item.k === 'undercut') index(id, by)
        else isStale ||= item.k === 'withdraw' && (scope === 'all' || measured.has(entryOf(id)))
      }
    },
    measure(entries) {
      if (floor === undefined || scope === 'all' || entries.length === 0) return false
      measured.add(entries)
      isStale = true
      return true
    },
    unmeasure(entries) {
      const isOther = measured.drop(entries)
      isStale ||= isOther
      return isOther
    },
    blame(id, by) {
      blamed.set(id, by)
      if (floor !== undefined) index(id, by)
      return floor !== undefined
    },
    forgive() {
      isStale ||= floor !== undefined && blamed.size > 0
      blamed.clear()
    },
    stir() {
      isStale = floor !== undefined
    },
    adopt(law) {
      const before = floor
      floor = law.policy.floor
      isStale = true
      if (before?.block === floor?.block) return
      measured = createMeasured()
      if (floor !== undefined) indexAll()
    },
    renew(learned) {
      if (!isStale) return false
      isStale = false
      const before = fallen
      fallen = floor === undefined ? new Map() : belowFloor(floor, learned, { ...parts, measured, isIncoherent: (id) => blamed.has(id) })
      return before.size !== fallen.size || [...fallen].some(([author, { weight }]) => before.get(author)?.weight !== weight)
    },
    heedOf: (author) => fallen.get(author)?.weight ?? QUALITY_MAX,
    fallen: () => [...fallen.values()],
    block: () => floor?.block ?? null,
  }
}

/** Who is below a floor, by what is measured. */
function belowFloor(
  { quality: least, weight, block, window }: Floor,
  learned: Learned | null,
  parts: ConductParts & Pick<Gauge, 'isIncoherent'> & { readonly measured: MeasuredEntries },
): ReadonlyMap<string, Fallen> {
  const { scope, measured, withdrawals, isDiscounted, isIncoherent } = parts
  const isWhole = scope === 'all'
  const isRead = (id: ItemId): boolean => (isWhole || measured.has(entryOf(id))) && !isDiscounted(id)
  const found = new Map<string, Fallen>()
  for (const author of measured.authors()) {
    if (parts.isExcluded(author)) continue
    const items = measured.lastOf(author, isWhole ? Infinity : window, (id) => !isDiscounted(id))
    if (items.length < (isWhole ? block : 1)) continue
    const isWithdrawn = (id: ItemId): boolean => withdrawals.of(id).some((one) => one.by === author && isRead(one.id))
    const tally = tallyOf(author, items, { weight, learned, isWithdrawn, isIncoherent })
    if (tally.quality < least) found.set(author, tally)
  }
  return found
}
