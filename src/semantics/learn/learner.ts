/** Learner: what quality is learned from, and what was learned last; it learns when somebody reads, never when somebody says something. */
import { QUALITY_MAX } from '../../base/limits.ts'
import type { Law } from '../../frames/facet.ts'
import type { ItemId, Said } from '../../frames/item.ts'
import type { Learned, LearnedSlot } from '../../frames/learned.ts'
import type { Support, Supports } from '../claims/supports.ts'
import { entryOf, type Withdrawals } from '../claims/withdrawals.ts'
import type { Fact, Facts } from '../store/facts.ts'
import type { Pred, Predicates } from '../store/predicates.ts'
import type { Terms } from '../store/terms.ts'
import { answersIn } from './answers.ts'
import { learnQuality } from './learn.ts'
import { isAnswer, surveyOf, type Asked } from './survey.ts'

/** From what is learned: all claims, or those of sealed entries alone, so that few claims more do not move every weight (R16). */
export type Scope = 'all' | 'sealed'

/** What is learned of authors, by what was said. */
export interface Learner {
  /** Takes note that this was said. */
  note(said: readonly Said[]): void
  /** The items of these entries may be learned from, whether they were said yet or not. True when that may change what is learned. */
  seal(entries: readonly string[]): boolean
  /** The items of these entries may no longer be learned from. True when that may change what is learned. */
  unseal(entries: readonly string[]): boolean
  /** Whether anything is learned by this law: where not, nobody need name what is sealed. */
  isLearning(): boolean
  /** What counts of what was said is other than before. */
  stir(): void
  /** Learns by another law from now on; what was sealed while none learned is to be sealed again. */
  adopt(law: Law): void
  /** Learns, where there is anything new. Whether something other than before was learned. */
  renew(): boolean
  /** What was learned, or given by the policy; null where neither is asked for. */
  learned(): Learned | null
  /** How sure the word of `author` is, in parts per million, but for slots that `slotOf` has. */
  qualityOf(author: string): number
  /** What was learned of the slot that `fact` is an answer to; undefined where it is none, or nothing was learned. */
  slotOf(fact: Fact): LearnedSlot | undefined
}

/** What a learner learns from. */
export interface LearnerParts {
  readonly law: Law
  readonly scope: Scope
  readonly supports: Supports
  readonly facts: Facts
  readonly terms: Terms
  readonly predicates: Predicates
  readonly withdrawals: Withdrawals
  /** Whether an item is in an entry that counts for nothing. */
  isDiscounted(id: ItemId): boolean
  /** What the policy gives the author, in parts per million: learning only ever comes on top. 0 for an excluded author. */
  givenTo(author: string): number
  /** What is left of that for an author below the policy's floor. */
  heededTo(author: string): number
}

/** What was learned from nothing: everybody counts fully. */
const NOTHING_LEARNED: Learned = { v: 1, quality: {}, common: QUALITY_MAX, slots: {} }

/** A learner under a law; it does nothing where the policy neither learns nor gives what was learned. */
export function createLearner(parts: LearnerParts): Learner {
  const { scope, supports, facts, terms, predicates } = parts
  let { learn, given, survey } = termsOf(parts.law)
  const sealed = new Set<string>()
  let [learned, text, isStale] = [given ?? NOTHING_LEARNED, '', learn]
  let slots = slotsIn(learned, survey, predicates)

  const isSealed = (id: ItemId): boolean => scope === 'all' || sealed.has(entryOf(id))
  const isRead = (id: ItemId): boolean => isSealed(id) && !parts.isDiscounted(id)
  const isOut = (support: Support): boolean =>
    parts.withdrawals.of(supports.idOf(support)).some(({ id, by }) => by === supports.authorOf(support) && isRead(id))
  const shareOf = (support: Support): number => {
    const author = supports.authorOf(support)
    if (!isRead(supports.idOf(support)) || isOut(support)) return 0
    return Math.floor((supports.confidenceOf(support) * parts.givenTo(author)) / QUALITY_MAX)
  }
  return {
    adopt(law) {
      ;({ learn, given, survey } = termsOf(law))
      ;[learned, text, isStale] = [given ?? NOTHING_LEARNED, '', learn]
      slots = slotsIn(learned, survey, predicates)
    },
    note(said) {
      isStale ||= learn && said.some(({ id }) => isRead(id))
    },
    seal(entries) {
      if (!learn || scope === 'all') return false
      for (const entry of entries) sealed.add(entry)
      isStale ||= entries.length > 0
      return entries.length > 0
    },
    unseal(entries) {
      const news = entries.filter((entry) => sealed.delete(entry))
      isStale ||= learn && news.length > 0
      return news.length > 0
    },
    isLearning: () => learn,
    stir() {
      isStale = learn
    },
    renew() {
      if (!isStale) return false
      isStale = false
      const next = learnQuality(answersIn({ ...parts, survey, shareOf }))
      const nextText = JSON.stringify(next)
      if (nextText === text) return false
      ;[learned, text, slots] = [next, nextText, slotsIn(next, survey, predicates)]
      return true
    },
    learned: () => (learn || given !== undefined ? learned : null),
    qualityOf(author) {
      const own = Object.hasOwn(learned.quality, author) ? learned.quality[author] : undefined
      return Math.floor((parts.heededTo(author) * (own ?? learned.common)) / QUALITY_MAX)
    },
    slotOf(fact) {
      if (slots.size === 0) return undefined
      const pred = facts.predOf(fact)
      const [slot, asked] = [slots.get(pred), survey.get(predicates.nameOf(pred))]
      if (slot === undefined || asked === undefined) return undefined
      return isAnswer({ ...asked, values: slot.values ?? asked.values }, terms.valueOf(facts.bOf(fact))) ? slot : undefined
    },
  }
}

/** What a law says of learning. */
interface Learning {
  readonly learn: boolean
  readonly given: Learned | undefined
  /** What it asks of which slot. */
  readonly survey: ReadonlyMap<string, Asked>
}

function termsOf(law: Law): Learning {
  const { learn, learned: given } = law.policy
  return { learn, given, survey: learn || given !== undefined ? surveyOf(law) : new Map() }
}

/** What was learned of slots that this law asks something of; others count as if it had not been learned. */
function slotsIn({ slots }: Learned, survey: ReadonlyMap<string, Asked>, predicates: Predicates): ReadonlyMap<Pred, LearnedSlot> {
  const known = Object.entries(slots).filter(([slot]) => survey.has(slot))
  return new Map(known.map(([slot, learned]) => [predicates.of(slot, 2), learned]))
}
