/** Support: what answers make of each claimed value by what was learned of those who gave them (R16), in nats and in votes. */
import type { LearnedSlot } from '../../frames/learned.ts'
import { lnMillionths, MILLION } from './log.ts'
import { guarded } from './model.ts'
import { pollOf, widthOf, type Answer, type Poll, type Vote } from './poll.ts'

/** How well a claimed value is supported, in millionths of a nat; never negative. */
export interface ValueSupport {
  readonly value: string
  readonly support: number
}

/** A truth that nobody claimed. */
const NEVER = -1

/** Whether no author of the slot is known to differ from another, so that heads are counted. */
export function countsHeads({ authors }: LearnedSlot): boolean {
  return Object.keys(authors).length === 0
}

/**
 * How well each claimed value of one question is supported: the sum over authors of ln p(answer | value), less its minimum over the claimed
 * values; where one value alone is claimed, less its minimum over what else could be. Sorted by value.
 */
export function supportsOf(slot: LearnedSlot, answers: readonly Answer[]): readonly ValueSupport[] {
  const one = pollOf({ slot: '', values: slot.values, answers: answers.map((answer) => ({ ...answer, question: '' })) })
  const width = widthIn(slot, answers)
  const claimed = [...new Set(one.votes.map(({ value }) => value))].sort((a, b) => a - b)
  const place = (value: number): number => (slot.values === null ? value : slot.values.indexOf(one.values[value] ?? ''))
  const logOf = ({ author, value, share }: Vote, truth: number): number => {
    const chance = chanceIn(slot, width, one.authors[author] ?? '', truth, place(value)) / MILLION
    return lnMillionths(guarded(chance, share, width))
  }
  const sumFor = (truth: number): number => one.votes.reduce((all, vote) => all + logOf(vote, truth), 0)
  const sums = slot.values === null ? openSums(one, logOf, sumFor(NEVER)) : claimed.map((value) => sumFor(place(value)))
  const others = sums.length > 1 ? [] : slot.values === null ? [sumFor(NEVER)] : slot.values.map((_value, index) => sumFor(index))
  const least = [...sums, ...others].reduce((lowest, sum) => Math.min(lowest, sum), Infinity)
  return claimed.map((value, index) => ({ value: one.values[value] ?? '', support: (sums[index] ?? 0) - least }))
}

/**
 * What each claimed value weighs, in parts per million of a vote, by value: support, scaled such that the sure answer of an author
 * who is right as often as all are together weighs what that is in parts per million. So the weights of a learned slot, of
 * one where heads are counted and of statements that are no answers are of one kind and may stand in one conflict.
 */
export function weightsOf(slot: LearnedSlot, answers: readonly Answer[]): ReadonlyMap<string, number> {
  const width = widthIn(slot, answers)
  const common = Math.max(slot.common, rightnessMin(width))
  const odds = lnMillionths(common / MILLION) - lnMillionths((MILLION - common) / MILLION / (width - 1))
  const scaled = (support: number): number => Number((BigInt(support) * BigInt(common)) / BigInt(odds))
  return new Map(supportsOf(slot, answers).map(({ value, support }) => [value, scaled(support)]))
}

/** In parts per million: right twice as often as any one error is made. Where all look worse than this, heads still count for something. */
export function rightnessMin(width: number): number {
  return Math.floor((2 * MILLION) / (width + 1))
}

/** Among how many values answers to this question are spread. */
function widthIn(slot: LearnedSlot, answers: readonly Answer[]): number {
  return (slot.values === null ? widthOf(answers) : undefined) ?? slot.width
}

/** By claimed value: an answer moves its own value alone, so each is looked at once. */
function openSums({ values, votes }: Poll, logOf: (vote: Vote, truth: number) => number, base: number): readonly number[] {
  const sums = values.map(() => base)
  for (const vote of votes) sums[vote.value] = (sums[vote.value] ?? 0) + logOf(vote, vote.value) - logOf(vote, NEVER)
  return sums
}

/** In parts per million. */
function chanceIn({ authors, common, values }: LearnedSlot, width: number, author: string, truth: number, value: number): number {
  const rows = Object.hasOwn(authors, author) ? authors[author] : undefined
  if (rows !== undefined && values !== null && rows.length === values.length && rows.length > 1) return rows[truth]?.[value] ?? 1
  const right = rows?.[0]?.[0] ?? common
  return truth === value ? right : Math.max(1, Math.floor((MILLION - right) / (width - 1)))
}
