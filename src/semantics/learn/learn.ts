/** Learned quality: how far each author can be trusted, estimated from how answers agree, and what that makes of each claimed value. */
import { chooseModel } from './choose.ts'
import { lnMillionths, MILLION } from './log.ts'
import { guarded, type Model } from './model.ts'
import { pollOf, type Answer, type Poll, type SlotAnswers, type Vote } from './poll.ts'

/** What was learned of one slot: plain data, probabilities in parts per million, so that it can be written down and read back. */
export interface LearnedSlot {
  /** Keys of the enumerated values, sorted; null: anything can be said. */
  readonly values: readonly string[] | null
  /** Among how many values answers are spread. */
  readonly width: number
  /** How often an answer is right: of authors who are not listed below. */
  readonly common: number
  /**
   * By author, the probability of each answer for each truth: `rows[truth][answer]` in the order of `values`, or `[[right]]` where there
   * is one number only. Empty: no author is known to differ from another, and heads are counted.
   */
  readonly authors: Readonly<Record<string, readonly (readonly number[])[]>>
}

/** What was learned of all slots. */
export interface Learned {
  /** By author, in parts per million: how often it is right, over everything it answered. */
  readonly quality: Readonly<Record<string, number>>
  readonly slots: Readonly<Record<string, LearnedSlot>>
}

/** How well a claimed value is supported, in millionths of a nat; never negative. */
export interface ValueSupport {
  readonly value: string
  readonly support: number
}

/** Of the questions that a majority decides, learning may overrule 1 in this many. Beyond, it is more likely led astray. */
export const OVERRULED_SHARE = 4

/** Learns from `slots`, each by itself. A pure function of the set of answers: neither order nor repetition changes a bit. */
export function learnQuality(slots: readonly SlotAnswers[]): Learned {
  const learned: [string, LearnedSlot][] = []
  const totals = new Map<string, { right: number; all: number }>()
  for (const given of slots.toSorted((a, b) => (a.slot < b.slot ? -1 : 1))) {
    const poll = pollOf(given)
    if (poll.votes.length === 0) continue
    const model = chooseModel(poll)
    const free = model === undefined ? undefined : learnedSlot(poll, given, model)
    const slot = free === undefined || isLedAstray(free, poll) ? headCount(poll, given, model) : free
    learned.push([given.slot, slot])
    tally(poll, slot, model, totals)
  }
  const quality = [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([author, { right, all }]) => [author, Math.floor(right / all)])
  return { quality: Object.fromEntries(quality) as Record<string, number>, slots: Object.fromEntries(learned) }
}

/**
 * How well each claimed value of one question is supported: the sum over authors of ln p(answer | value), less its minimum over the claimed
 * values; where one value alone is claimed, less its minimum over what else could be. Sorted by value.
 */
export function supportsOf(slot: LearnedSlot, answers: readonly Answer[]): readonly ValueSupport[] {
  const one = pollOf({ slot: '', values: slot.values, answers: answers.map((answer) => ({ ...answer, question: '' })) })
  const claimed = [...new Set(one.votes.map(({ value }) => value))].sort((a, b) => a - b)
  const place = (value: number): number => (slot.values === null ? value : slot.values.indexOf(one.values[value] ?? ''))
  const logOf = ({ author, value, share }: Vote, truth: number): number => {
    const chance = chanceIn(slot, one.authors[author] ?? '', truth, place(value)) / MILLION
    return lnMillionths(guarded(chance, share, slot.width))
  }
  const sumFor = (truth: number): number => one.votes.reduce((all, vote) => all + logOf(vote, truth), 0)
  const sums = slot.values === null ? openSums(one, logOf, sumFor(NEVER)) : claimed.map((value) => sumFor(place(value)))
  const others = sums.length > 1 ? [] : slot.values === null ? [sumFor(NEVER)] : slot.values.map((_value, index) => sumFor(index))
  const least = [...sums, ...others].reduce((lowest, sum) => Math.min(lowest, sum), Infinity)
  return claimed.map((value, index) => ({ value: one.values[value] ?? '', support: (sums[index] ?? 0) - least }))
}

/** A truth that nobody claimed. */
const NEVER = -1

/** By claimed value: an answer moves its own value alone, so each is looked at once. */
function openSums({ values, votes }: Poll, logOf: (vote: Vote, truth: number) => number, base: number): readonly number[] {
  const sums = values.map(() => base)
  for (const vote of votes) sums[vote.value] = (sums[vote.value] ?? 0) + logOf(vote, vote.value) - logOf(vote, NEVER)
  return sums
}

/** In parts per million. */
function chanceIn({ authors, common, width, values }: LearnedSlot, author: string, truth: number, value: number): number {
  const rows = Object.hasOwn(authors, author) ? authors[author] : undefined
  if (rows !== undefined && values !== null && rows.length === values.length && rows.length > 1) return rows[truth]?.[value] ?? 1
  const right = rows?.[0]?.[0] ?? common
  return truth === value ? right : Math.max(1, Math.floor((MILLION - right) / (width - 1)))
}

function learnedSlot(poll: Poll, { values }: SlotAnswers, model: Model): LearnedSlot {
  const rowsOf = (author: number): readonly (readonly number[])[] => {
    if (poll.isOpen) return [[millionths(model.rightness[author] ?? 0)]]
    return poll.values.map((_truth, truth) => poll.values.map((_value, value) => millionths(model.chance(author, truth, value))))
  }
  return {
    values: values === null ? null : poll.values,
    width: poll.width,
    common: millionths(model.common),
    authors: Object.fromEntries(poll.authors.map((name, author) => [name, rowsOf(author)])),
  }
}

/** Heads are counted: every answer weighs the same, and more than nothing. */
function headCount(poll: Poll, { values }: SlotAnswers, model: Model | undefined): LearnedSlot {
  const least = 2 / (poll.width + 1)
  const common = millionths(Math.max(least, model?.common ?? least))
  return { values: values === null ? null : poll.values, width: poll.width, common, authors: {} }
}

function millionths(fraction: number): number {
  return Math.min(MILLION - 1, Math.max(1, Math.floor(fraction * MILLION)))
}

/** Whether what was learned overrules the majority on more questions than one may believe. */
function isLedAstray(slot: LearnedSlot, poll: Poll): boolean {
  const answers: Answer[][] = poll.options.map(() => [])
  for (const { question, author, value, share } of poll.votes) {
    const confidence = Math.max(1, Math.floor(share * 1_000))
    answers[question]?.push({ question: '', author: poll.authors[author] ?? '', value: poll.values[value] ?? '', confidence })
  }
  const heads: LearnedSlot = { ...slot, common: millionths(2 / (slot.width + 1)), authors: {} }
  const winners = answers.map((own) => [winnerOf(supportsOf(heads, own)), winnerOf(supportsOf(slot, own))] as const)
  const decided = winners.filter(([majority]) => majority !== undefined)
  return decided.filter(([majority, learned]) => majority !== learned).length * OVERRULED_SHARE > decided.length
}

function winnerOf(supports: readonly ValueSupport[]): string | undefined {
  const most = supports.reduce((highest, { support }) => Math.max(highest, support), 0)
  const [first, second] = supports.filter(({ support }) => support === most)
  return second === undefined ? first?.value : undefined
}

/** Adds up how often each author is right: by what the model believes, or where heads are counted, by what authors have in common. */
function tally(poll: Poll, slot: LearnedSlot, model: Model | undefined, totals: Map<string, { right: number; all: number }>): void {
  const isLearned = Object.keys(slot.authors).length > 0
  for (const { author, share } of poll.votes) {
    const name = poll.authors[author] ?? ''
    const held = totals.get(name) ?? { right: 0, all: 0 }
    const right = isLearned ? millionths(model?.rightness[author] ?? 0) : slot.common
    const weight = Math.max(1, Math.floor(share * 1_000))
    totals.set(name, { right: held.right + weight * right, all: held.all + weight })
  }
}
