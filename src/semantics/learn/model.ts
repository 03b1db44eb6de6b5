/**
 * Model: how likely each author gives each answer when a value is true, estimated together with what is true (Dawid and Skene's way: one is
 * guessed from the other in turn), with priors that hold authors of few answers back.
 */
import type { Poll, Vote } from './poll.ts'

/** How freely a model may think of each author. */
export interface Freedom {
  /** Answers' worth of belief that an author is as good as all are on average; Infinity: they all are. */
  readonly alike: number
  /** Answers' worth of belief that an author is equally good whatever is true, its errors spread evenly; Infinity: it is. */
  readonly even: number
}

/** All authors alike: what counting heads believes. */
export const HEADS: Freedom = { alike: Infinity, even: Infinity }

/** What is believed of authors and of questions. */
export interface Model {
  /** The probability that `author` answers `value` when `truth` is true, to a question of `width` values. */
  chance(author: number, truth: number, value: number, width: number): number
  /** The probability of each option of a question, in the order of its options. */
  readonly posterior: readonly Float64Array[]
  /** By author: how often it is right, as a fraction. */
  readonly rightness: readonly number[]
  /** How often an answer is right, whoever gives it. */
  readonly common: number
  /** No author differs from another. */
  readonly isAlike: boolean
  /** Each author's rightness says all that is believed of it. */
  readonly isPlain: boolean
}

/** Changes of every posterior below this end the estimation. */
const SETTLED = 0.0001
/** A product of probabilities below this is scaled up, one of their ratios above that is scaled down. */
const TINY = 1e-100
const HUGE = 1e100

interface Counts {
  /** By author, truth and answer, in one row after the other. Empty where no matrix is wanted. */
  readonly cells: Float64Array
  /** By author and truth. */
  readonly rows: Float64Array
  readonly right: Float64Array
  readonly all: Float64Array
  /** By value: how often it is true. */
  readonly truths: Float64Array
}

/** Fits a model to `votes` of the poll; every sum runs in the poll's order. */
export function fitModel(poll: Poll, votes: readonly Vote[], freedom: Freedom, roundsMax: number): Model {
  const byQuestion: Vote[][] = poll.options.map(() => [])
  for (const vote of votes) byQuestion[vote.question]?.push(vote)
  let posterior = poll.options.map((options, question) => shares(options, byQuestion[question] ?? []))
  for (let round = 0; ; round += 1) {
    const counts = countsOf(poll, votes, posterior, freedom)
    const chance = chanceOf(poll, counts, freedom)
    const prior = priorOf(poll, counts, freedom)
    const next = poll.options.map((_options, question) => likely(poll, question, byQuestion[question] ?? [], chance, prior))
    const before = posterior
    const isSettled = next.every((row, question) => isNear(row, before[question] ?? row))
    posterior = next
    if (isSettled || round + 1 >= roundsMax) return { ...rightnessOf(poll, counts, freedom), ...kindOf(freedom), chance, posterior }
  }
}

function kindOf({ alike, even }: Freedom): Pick<Model, 'isAlike' | 'isPlain'> {
  return { isAlike: alike === Infinity, isPlain: even === Infinity }
}

function isNear(row: Float64Array, before: Float64Array): boolean {
  for (let place = 0; place < row.length; place += 1) if (Math.abs((row[place] ?? 0) - (before[place] ?? 0)) >= SETTLED) return false
  return true
}

/** The first guess: the share of each option among the answers. */
function shares(options: readonly number[], votes: readonly Vote[]): Float64Array {
  const row = new Float64Array(options.length)
  let all = 0
  for (const { place, share } of votes) {
    row[place] = (row[place] ?? 0) + share
    all += share
  }
  return row.map((held) => (all === 0 ? 1 / options.length : held / all))
}

function countsOf(poll: Poll, votes: readonly Vote[], posterior: readonly Float64Array[], { even }: Freedom): Counts {
  const [authors, width] = [poll.authors.length, poll.values.length]
  const hasCells = even !== Infinity
  const counts: Counts = {
    cells: new Float64Array(hasCells ? authors * width * width : 0),
    rows: new Float64Array(hasCells ? authors * width : 0),
    right: new Float64Array(authors),
    all: new Float64Array(authors),
    truths: new Float64Array(width),
  }
  const { cells, rows, right, all, truths } = counts
  for (const { question, author, value, place, share } of votes) {
    const row = posterior[question] ?? []
    all[author] = (all[author] ?? 0) + share
    right[author] = (right[author] ?? 0) + share * (row[place] ?? 0)
    for (let truth = 0; hasCells && truth < width; truth += 1) {
      const weight = share * (row[truth] ?? 0)
      const at = author * width + truth
      rows[at] = (rows[at] ?? 0) + weight
      cells[at * width + value] = (cells[at * width + value] ?? 0) + weight
    }
  }
  if (!poll.isOpen) for (const row of posterior) row.forEach((weight, truth) => (truths[truth] = (truths[truth] ?? 0) + weight))
  return counts
}

function rightnessOf(poll: Poll, { right, all }: Counts, { alike }: Freedom): Pick<Model, 'rightness' | 'common'> {
  const common = (sum(right) + 1) / (sum(all) + poll.width)
  const own = (author: number): number => ((right[author] ?? 0) + alike * common) / ((all[author] ?? 0) + alike)
  return { common, rightness: poll.authors.map((_name, author) => (alike === Infinity ? common : own(author))) }
}

function chanceOf(poll: Poll, counts: Counts, freedom: Freedom): Model['chance'] {
  const { rightness } = rightnessOf(poll, counts, freedom)
  const { cells, rows } = counts
  const [width, { even }] = [poll.values.length, freedom]
  const plain: Model['chance'] = (author, truth, value, among) => {
    const right = rightness[author] ?? 0
    return truth === value ? right : (1 - right) / (among - 1)
  }
  if (even === Infinity) return plain
  // Asked for every answer and truth in every round: each is divided out once.
  const table = new Float64Array(cells.length)
  for (let at = 0; at < cells.length; at += 1) {
    const [row, value] = [Math.floor(at / width), at % width]
    const believed = plain(Math.floor(row / width), row % width, value, poll.width)
    table[at] = ((cells[at] ?? 0) + even * believed) / ((rows[row] ?? 0) + even)
  }
  return (author, truth, value) => table[(author * width + truth) * width + value] ?? 0
}

/** How often each value is true: learned where values are enumerated and authors are told apart. */
function priorOf(poll: Poll, { truths }: Counts, { alike }: Freedom): (value: number) => number {
  if (poll.isOpen || alike === Infinity) return () => 1
  const all = sum(truths) + truths.length
  return (value) => ((truths[value] ?? 0) + 1) / all
}

function likely(
  poll: Poll,
  question: number,
  votes: readonly Vote[],
  chance: Model['chance'],
  prior: (value: number) => number,
): Float64Array {
  const options = poll.options[question] ?? []
  if (poll.isOpen) return likelyOpen(options.length, poll.widths[question] ?? poll.width, votes, chance)
  const row = new Float64Array(options.length)
  for (let value = 0; value < row.length; value += 1) row[value] = prior(value)
  for (const { author, value, share } of votes) {
    let most = 0
    for (let place = 0; place < row.length; place += 1) {
      const product = (row[place] ?? 0) * guarded(chance(author, place, value, poll.width), share, poll.width)
      row[place] = product
      if (product > most) most = product
    }
    if (most < TINY) for (let place = 0; place < row.length; place += 1) row[place] = (row[place] ?? 0) / most
  }
  const all = sum(row)
  for (let place = 0; place < row.length; place += 1) row[place] = (row[place] ?? 0) / all
  return row
}

/** Where only right and wrong are told apart, an answer moves its own option alone: one step an answer, however many options there are. */
function likelyOpen(options: number, width: number, votes: readonly Vote[], chance: Model['chance']): Float64Array {
  const row = new Float64Array(options).fill(1)
  for (const { author, value, place, share } of votes) {
    const right = guarded(chance(author, value, value, width), share, width)
    const moved = ((row[place] ?? 0) * right) / guarded(chance(author, NO_VALUE, value, width), share, width)
    row[place] = moved
    if (moved > HUGE) for (let other = 0; other < row.length; other += 1) row[other] = (row[other] ?? 0) / moved
  }
  const all = sum(row)
  return row.map((weight) => weight / all)
}

/** A truth that no answer names. */
const NO_VALUE = -1

/** An answer of which its author is only partly sure is, for the rest, a blind guess. */
export function guarded(chance: number, share: number, width: number): number {
  return share * chance + (1 - share) / width
}

function sum(numbers: Float64Array): number {
  let all = 0
  for (let index = 0; index < numbers.length; index += 1) all += numbers[index] ?? 0
  return all
}
