/** Learned quality: how far each author can be trusted, estimated from how answers agree, and what that makes of each claimed value. */
import type { Learned, LearnedSlot } from '../../frames/learned.ts'
import { chooseModel } from './choose.ts'
import { MILLION } from './log.ts'
import type { Model } from './model.ts'
import { pollOf, type Answer, type Poll, type SlotAnswers } from './poll.ts'
import { rightnessMin, supportsOf, type ValueSupport } from './support.ts'

/**
 * Of the questions that a majority decides, learning may overrule 1 in this many of those that blind guesses would: a quarter where
 * there are two values, nearly half where there are many. Beyond, it is more likely led astray.
 */
const OVERRULED_SHARE = 2
/** How much less often all authors together may be right than where heads are, in parts per million. */
const FALL_MAX = 30_000
/** The fewer the answers by which an author is known, the less: with so many a head, half of that. */
const ANSWERS_TO_KNOW = 10

/** Learns from `slots`, each by itself. A pure function of the set of answers: neither order nor repetition changes a bit. */
export function learnQuality(slots: readonly SlotAnswers[]): Learned {
  const learned: [string, LearnedSlot][] = []
  const totals = new Map<string, { right: number; all: number }>()
  for (const given of slots.toSorted((a, b) => (a.slot < b.slot ? -1 : 1))) {
    const poll = pollOf(given)
    if (poll.votes.length === 0) continue
    const { free, heads } = chooseModel(poll)
    const slot = free === undefined ? undefined : learnedSlot(poll, given, free)
    const isTrusted = slot !== undefined && !isLedAstray(slot, poll, heads)
    learned.push([given.slot, isTrusted ? slot : headCount(poll, given, heads)])
    tally(poll, isTrusted && free !== undefined ? free : heads, totals)
  }
  const quality = [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([author, { right, all }]) => [author, Math.floor(right / all)])
  const sumOf = (part: 'right' | 'all'): number => [...totals.values()].reduce((sum, own) => sum + own[part], 0)
  const common = totals.size === 0 ? MILLION : Math.floor(sumOf('right') / sumOf('all'))
  return { v: 1, quality: Object.fromEntries(quality) as Record<string, number>, common, slots: Object.fromEntries(learned) }
}

function learnedSlot(poll: Poll, { values }: SlotAnswers, model: Model): LearnedSlot {
  const rowsOf = (author: number): readonly (readonly number[])[] => {
    if (model.isPlain) return [[millionths(model.rightness[author] ?? 0)]]
    const chance = (truth: number, value: number): number => millionths(model.chance(author, truth, value, poll.width))
    return poll.values.map((_truth, truth) => poll.values.map((_value, value) => chance(truth, value)))
  }
  return {
    values: values === null ? null : poll.values,
    width: poll.width,
    common: millionths(model.common),
    authors: Object.fromEntries(poll.authors.map((name, author) => [name, rowsOf(author)])),
  }
}

/** Heads are counted: every answer weighs the same, and more than nothing. */
function headCount(poll: Poll, { values }: SlotAnswers, heads: Model): LearnedSlot {
  const common = commonIn(poll, heads)
  return { values: values === null ? null : poll.values, width: poll.width, common, authors: {} }
}

function commonIn({ width }: Poll, heads: Model): number {
  return Math.max(rightnessMin(width), millionths(heads.common))
}

function millionths(fraction: number): number {
  return Math.min(MILLION - 1, Math.max(1, Math.floor(fraction * MILLION)))
}

/**
 * Whether what was learned is more likely an error of learning than of the majority: under it all authors together are right clearly
 * less often than if heads are right, as where one value swallows the others or liars and truthful change places; or it overrules too much.
 */
function isLedAstray(slot: LearnedSlot, poll: Poll, heads: Model): boolean {
  if (slot.common < millionths(heads.common) - FALL_MAX) return true
  const answers: Answer[][] = poll.options.map(() => [])
  for (const { question, author, value, share } of poll.votes) {
    const confidence = Math.max(1, Math.floor(share * 1_000))
    answers[question]?.push({ question: '', author: poll.authors[author] ?? '', value: poll.values[value] ?? '', confidence })
  }
  let [guessed, overruled] = [0, 0]
  answers.forEach((own, question) => {
    const width = poll.widths[question] ?? poll.width
    const majority = winnerOf(supportsOf({ ...slot, width, common: rightnessMin(width), authors: {} }, own))
    if (majority === undefined) return
    guessed += (width - 1) / width
    if (majority !== winnerOf(supportsOf({ ...slot, width }, own))) overruled += 1
  })
  const [answered, authors] = [poll.votes.length, poll.authors.length]
  return overruled * OVERRULED_SHARE * (answered + ANSWERS_TO_KNOW * authors) > guessed * answered
}

function winnerOf(supports: readonly ValueSupport[]): string | undefined {
  const most = supports.reduce((highest, { support }) => Math.max(highest, support), 0)
  const [first, second] = supports.filter(({ support }) => support === most)
  return second === undefined ? first?.value : undefined
}

/** Adds up how often each author is right by what the model believes. */
function tally(poll: Poll, model: Model, totals: Map<string, { right: number; all: number }>): void {
  const rightness = model.rightness.map((right) => (model.isAlike ? commonIn(poll, model) : millionths(right)))
  for (const { author, share } of poll.votes) {
    const name = poll.authors[author] ?? ''
    const held = totals.get(name) ?? { right: 0, all: 0 }
    const weight = Math.max(1, Math.floor(share * 1_000))
    totals.set(name, { right: held.right + weight * (rightness[author] ?? 0), all: held.all + weight })
  }
}
