/** Polls: where quality was learned, what the answers to one question make of each value; elsewhere how far authors are trusted. */
import { QUALITY_MAX } from '../../base/limits.ts'
import type { LearnedSlot } from '../../frames/learned.ts'
import { valueKey } from '../../frames/value.ts'
import type { Learner } from '../learn/learner.ts'
import type { Answer } from '../learn/poll.ts'
import { countsHeads, weightsOf } from '../learn/support.ts'
import { HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Terms } from '../store/terms.ts'
import type { Stretch } from './span.ts'
import type { Support, Supports } from './supports.ts'

/** How learned quality makes votes. Everything is in parts per million of a full vote. */
export interface Polls {
  /** How far the word of a support's author counts, where votes are added up. */
  qualityOf(support: Support): number
  /**
   * What the plain voices for `fact` weigh together throughout `segment`, by what they say of `fact` and what others say of its rivals;
   * undefined where votes are added up: heads are counted, nothing was learned, or `fact` is no answer.
   */
  weightOf(fact: Fact, segment: Stretch, voicesOf: VoicesOf): number | undefined
  /** What an answer that is a leaf of its own, since it is undercut, weighs by itself; undefined where votes are added up. */
  alone(support: Support): number | undefined
  /** The statements that are weighed together with `fact`, itself among them. */
  rivalsOf(fact: Fact): readonly Fact[]
  /** Forgets what was computed. */
  refresh(): void
}

/** The supports that count for a fact by themselves, one an author. */
export type VoicesOf = (fact: Fact, segment: Stretch) => readonly Support[]

/** What polls are made from. */
export interface PollsParts {
  readonly supports: Supports
  readonly facts: Facts
  readonly terms: Terms
  readonly learner: Learner
  /** What the policy gives the author, less below its floor, in parts per million; 0 for an excluded author. */
  heededTo(author: string): number
}

/** Polls by what the learner learned last. */
export function createPolls({ supports, facts, terms, learner, heededTo }: PollsParts): Polls {
  const known = new Map<string, ReadonlyMap<Fact, number>>()

  /** What was learned of a fact's slot, if it says more than that heads are counted. */
  const learnedOf = (fact: Fact): LearnedSlot | undefined => {
    const slot = learner.slotOf(fact)
    return slot === undefined || countsHeads(slot) ? undefined : slot
  }
  const keyOf = (fact: Fact): string => valueKey(terms.valueOf(facts.bOf(fact)))
  const answerOf = (support: Support): Answer => {
    const author = supports.authorOf(support)
    const confidence = Math.floor((supports.confidenceOf(support) * heededTo(author)) / QUALITY_MAX)
    const [value, visits] = [keyOf(supports.factOf(support)), supports.visitsOf(support)]
    return { question: '', author, value, confidence, ...(visits === undefined ? {} : { visits }) }
  }
  const rivalsOf = (fact: Fact): readonly Fact[] => {
    if (learnedOf(fact) === undefined) return [fact]
    const rivals: Fact[] = []
    for (let at = facts.firstByA(facts.predOf(fact), facts.aOf(fact)); at !== NO_FACT; at = facts.nextByA(at)) rivals.push(at)
    return rivals
  }
  /** Who is not trusted at all gives no answer, yet what it says is among the values. */
  const weigh = (slot: LearnedSlot, fact: Fact, segment: Stretch, voicesOf: VoicesOf): ReadonlyMap<Fact, number> => {
    const rivals = rivalsOf(fact).filter((rival) => facts.is(rival, HOLDS) && learner.slotOf(rival) === slot)
    const weights = weightsOf(slot, rivals.flatMap((rival) => voicesOf(rival, segment)).map(answerOf))
    return new Map(rivals.map((rival) => [rival, weights.get(keyOf(rival)) ?? 0]))
  }
  return {
    rivalsOf,
    qualityOf(support) {
      const author = supports.authorOf(support)
      const slot = learner.slotOf(supports.factOf(support))
      if (slot === undefined || !countsHeads(slot)) return learner.qualityOf(author)
      return Math.floor((heededTo(author) * slot.common) / QUALITY_MAX)
    },
    weightOf(fact, segment, voicesOf) {
      const slot = learnedOf(fact)
      if (slot === undefined) return undefined
      const key = `${facts.predOf(fact)} ${facts.aOf(fact)} ${segment.from} ${segment.until}`
      const held = known.get(key) ?? weigh(slot, fact, segment, voicesOf)
      known.set(key, held)
      return held.get(fact)
    },
    alone(support) {
      const fact = supports.factOf(support)
      const slot = learnedOf(fact)
      if (slot === undefined || supports.premisesOf(support).length > 0) return undefined
      return weightsOf(slot, [answerOf(support)]).get(keyOf(fact))
    },
    refresh: () => known.clear(),
  }
}
