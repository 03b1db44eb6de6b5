/** Learned quality: how far each author can be trusted, estimated from how answers agree, and what that makes of each claimed value. */
import type { Learned, LearnedSlot } from '../../frames/learned.ts'
import { chooseModel } from './choose.ts'
import { MILLION } from './log.ts'
import type { Model } from './model.ts'
import { pollOf, type Answer, type Poll, type SlotAnswers } from './poll.ts'
import { countsHeads, rightnessMin, supportsOf, type ValueSupport } from './support.ts'

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
  const whole = [...totals.values()].reduce((sum, { right, all }) => ({ right: sum.right + right, all: sum.all + all }), { right: 0, all: 0 })
  const common = whole.all === 0 ? MILLION : Math.floor(whole.right / whole.all)
  return { v: 1, quality: Object.fromEntries(quality) as Record<string, number>, common, slots: Object.fromEntries(learned) }
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
  const common = Math.max(rightnessMin(poll.width), millionths(model?.common ?? 0))
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
  const heads: LearnedSlot = { ...slot, common: rightnessMin(slot.width), authors: {} }
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
  const isLearned = !countsHeads(slot)
  for (const { author, share } of poll.votes) {
    const name = poll.authors[author] ?? ''
    const held = totals.get(name) ?? { right: 0, all: 0 }
    const right = isLearned ? millionths(model?.rightness[author] ?? 0) : slot.common
    const weight = Math.max(1, Math.floor(share * 1_000))
    totals.set(name, { right: held.right + weight * right, all: held.all + weight })
  }
}
