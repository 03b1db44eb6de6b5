/** Choice of the model: the one that best foretells answers it has not seen; where nothing is gained over heads, heads are counted. */
import { lnMillionths, MILLION } from './log.ts'
import { fitModel, HEADS, type Freedom, type Model } from './model.ts'
import type { Poll, Vote } from './poll.ts'

/** From the strictest to the freest; where two foretell equally well, the stricter one stays. */
const LADDER: readonly Freedom[] = [
  { alike: 10, even: Infinity },
  { alike: 10, even: 32 },
  { alike: 4, even: 8 },
  { alike: 4, even: 2 },
]

/** Parts that are held back in turn. */
const FOLDS = 5
/** Answers beyond which one fold must do, so that the cost stays in proportion. */
const FOLDED_VOTES_MAX = 50_000
/** Rounds of estimation while choosing, and for the model chosen. */
const TRIAL_ROUNDS = 20
const ROUNDS_MAX = 60
/** Cells of all authors' matrices together beyond which only one number an author is learned. */
const CELLS_MAX = 2_000_000
/** What a model must gain over counting heads, in millionths of a nat: answers foretold 150 times as well. */
const GAIN_MIN = 5 * MILLION
/** A foretold probability is taken to be at least this. */
const CHANCE_MIN = 0.0001

/** What was chosen. */
export interface Choice {
  /** All authors alike. */
  readonly heads: Model
  /** The model that foretells best; undefined when none is clearly better than that all authors are alike. */
  readonly free: Model | undefined
}

/** Chooses by answers held back. */
export function chooseModel(poll: Poll): Choice {
  const hasCells = !poll.isOpen && poll.authors.length * poll.values.length ** 2 <= CELLS_MAX
  const candidates = LADDER.filter(({ even }) => even === Infinity || hasCells)
  let best: Freedom | undefined
  let toBeat = foretold(poll, HEADS) + GAIN_MIN
  for (const freedom of candidates) {
    const score = foretold(poll, freedom)
    if (score <= toBeat) continue
    best = freedom
    toBeat = score
  }
  const fit = (freedom: Freedom): Model => fitModel(poll, poll.votes, freedom, ROUNDS_MAX)
  return { heads: fit(HEADS), free: best === undefined ? undefined : fit(best) }
}

/** The log likelihood, in millionths of a nat, of the answers held back under models fitted to the others. */
function foretold(poll: Poll, freedom: Freedom): number {
  const folds = foldsOf(poll)
  const tried = poll.votes.length > FOLDED_VOTES_MAX ? 1 : FOLDS
  let score = 0
  for (let fold = 0; fold < tried; fold += 1) {
    const isHeld = (_vote: Vote, index: number): boolean => folds[index] === fold
    const shown = poll.votes.filter((vote, index) => !isHeld(vote, index))
    const model = fitModel(poll, shown, freedom, TRIAL_ROUNDS)
    for (const vote of poll.votes.filter(isHeld)) score += lnMillionths(Math.max(CHANCE_MIN, chanceOfVote(poll, model, vote)))
  }
  return score
}

function chanceOfVote(poll: Poll, model: Model, { question, author, value, place }: Vote): number {
  const row = model.posterior[question] ?? []
  const chance = (truth: number): number => model.chance(author, truth, value, poll.widths[question] ?? poll.width)
  if (poll.isOpen) {
    const right = row[place] ?? 0
    return right * chance(value) + (1 - right) * chance(-1)
  }
  return (poll.options[question] ?? []).reduce((all, truth, place) => all + (row[place] ?? 0) * chance(truth), 0)
}

/** Answers to one question go to different folds, in turn, and no fold begins with the same author everywhere. */
function foldsOf({ votes }: Poll): readonly number[] {
  let [question, place] = [-1, 0]
  return votes.map((vote) => {
    place = vote.question === question ? place + 1 : 0
    question = vote.question
    return (place + question) % FOLDS
  })
}
