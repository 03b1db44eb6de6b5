/** Votes: what a statement weighs (R10): one vote per author, repeaters of one witness are one witness. */
import { sha256Hex } from '../../base/hash.ts'
import { HOLDS, type Fact, type Facts } from '../store/facts.ts'
import type { Claims } from './claims.ts'
import { createLasting } from './lasting.ts'
import type { Polls } from './polls.ts'
import { covers, type Stretch } from './span.ts'
import { NO_SUPPORT, type Support, type Supports } from './supports.ts'

/** Permille of confidence times parts per million of quality, over this, is a vote in parts per million. */
const PERMILLE = 1_000

/** A counted vote. */
export interface Vote {
  readonly support: Support
  /** Parts per million of a full vote. */
  readonly vote: number
}

/** One who speaks for a statement, counted or not. */
export interface Heard extends Vote {
  /** Whose word it is in the end. */
  readonly witness: string
  /** false: its author or its witness is heard already. */
  readonly counts: boolean
}

/** What statements weigh. */
export interface Votes {
  /** The supports that count for `fact` throughout `segment`, at most one for each author and each witness. */
  winners(fact: Fact, segment: Stretch): readonly Vote[]
  /** What `fact` weighs throughout `segment`. */
  weight(fact: Fact, segment: Stretch): number
  /** What dropping this leaf costs throughout `segment`. */
  leafWeight(leaf: Fact, segment: Stretch): number
  /** Weight and authors together. */
  tally(fact: Fact, segment: Stretch): { readonly weight: number; readonly authors: readonly string[] }
  /** The votes of these supports together, whatever each says: at most one for each author and each witness. All of them hold. */
  among(all: readonly Support[]): readonly Vote[]
  /** Everybody who speaks for `fact` throughout `segment`, the counted ones first, louder ones before others. */
  heard(fact: Fact, segment: Stretch): readonly Heard[]
  /** The authors who speak for `fact` throughout `segment`, sorted. */
  authors(fact: Fact, segment: Stretch): readonly string[]
  /** The support that best stands for `fact` by itself, not as a step, throughout `segment`. */
  best(fact: Fact, segment: Stretch): Support
  /** When the support counts: while it is valid and all that it names is. */
  windowOf(support: Support): Stretch
  /** Forgets what was computed; to be called when claims or qualities changed. */
  refresh(): void
}

/** What votes are counted from. */
export interface VotesParts {
  readonly claims: Claims
  readonly facts: Facts
  readonly polls: Polls
}

/** A vote and whose word it is in the end. */
interface Witness {
  readonly vote: number
  readonly key: string
}

interface Candidate extends Vote {
  /** Whose word it is in the end: the weakest of those it rests on. */
  readonly key: string
  readonly author: string
  /** The session that came to it, of a published trace. */
  readonly session: string | undefined
  readonly isStep: boolean
  readonly id: string
}

/** Votes over claims. */
export function createVotes({ claims, facts, polls }: VotesParts): Votes {
  const { supports } = claims

  const isHeld = (support: Support): boolean =>
    !claims.isStep(support) || facts.is(claims.claimFactOf(support), HOLDS)
  const lasting = createLasting(supports, isHeld)
  const witnesses = createWitnesses(supports, polls)
  const candidateOf = (support: Support): Candidate => {
    const isStep = claims.isStep(support)
    const [id, author] = [supports.idOf(support), supports.authorOf(support)]
    return { support, ...witnesses.of(support), author, session: supports.sessionOf(support), isStep, id }
  }
  const candidates = (fact: Fact, segment: Stretch): Candidate[] =>
    supports
      .of(fact)
      .filter(isHeld)
      .filter((support) => covers(lasting.windowOf(support), segment))
      .map(candidateOf)
  const winners = (fact: Fact, segment: Stretch): readonly Candidate[] => counted(candidates(fact, segment))
  const plainly = (all: readonly Candidate[]): readonly Candidate[] => all.filter(({ isStep }) => !isStep)
  const weigh = (votes: readonly Candidate[]): number =>
    votes.reduce((total, { support, vote }) => total + (polls.alone(support) ?? vote), 0)
  const plainVoices = (fact: Fact, segment: Stretch): readonly Support[] =>
    plainly(winners(fact, segment)).map(({ support }) => support)
  /** What plain voices weigh together, and each step by itself, so that the leaves of a statement add up to it. */
  const sum = (fact: Fact, segment: Stretch, votes: readonly Candidate[]): number => {
    const together = polls.weightOf(fact, segment, plainVoices)
    return together === undefined ? weigh(votes) : together + weigh(votes.filter(({ isStep }) => isStep))
  }
  return {
    winners,
    weight: (fact, segment) => sum(fact, segment, winners(fact, segment)),
    leafWeight(leaf, segment) {
      const step = claims.supportOfStep(leaf)
      if (step !== NO_SUPPORT) return weigh(winners(supports.factOf(step), segment).filter(({ support }) => support === step))
      return polls.weightOf(leaf, segment, plainVoices) ?? weigh(plainly(winners(leaf, segment)))
    },
    tally(fact, segment) {
      const all = candidates(fact, segment)
      return { weight: sum(fact, segment, counted(all)), authors: authorsOf(all) }
    },
    among: (all) => counted(all.map(candidateOf)),
    heard: (fact, segment) => heardAmong(candidates(fact, segment)),
    authors: (fact, segment) => authorsOf(candidates(fact, segment)),
    best(fact, segment) {
      const [first] = plainly(candidates(fact, segment)).toSorted(better)
      return first?.support ?? NO_SUPPORT
    },
    windowOf: lasting.windowOf,
    refresh() {
      witnesses.forget()
      lasting.refresh()
      polls.refresh()
    },
  }
}

/** On whose word each support rests in the end, remembered. */
interface Witnesses {
  of(support: Support): Witness
  forget(): void
}

function createWitnesses(supports: Supports, polls: Polls): Witnesses {
  const known = new Map<Support, Witness>()
  const own = (support: Support): number =>
    Math.floor((supports.confidenceOf(support) * polls.qualityOf(support)) / PERMILLE)
  /** One with premises speaks no louder than its weakest witness, a proved one as loud. What holds rests on no circle, so this ends. */
  const weakest = (support: Support): Witness => {
    const premises = supports.premisesOf(support)
    if (premises.length === 0) return { vote: own(support), key: supports.authorOf(support) }
    const held = known.get(support)
    if (held !== undefined) return held
    const [first, ...others] = premises.map((id) => weakest(supports.find(id)))
    const witness = others.reduce((held, next) => (isWeaker(next, held) ? next : held), first!)
    const vote = supports.isProved(support) ? witness.vote : Math.min(own(support), witness.vote)
    const made = { vote, key: witness.key }
    known.set(support, made)
    return made
  }
  return { of: weakest, forget: () => known.clear() }
}

/** At most one for each session, each author and each witness, the best. */
function counted(all: readonly Candidate[]): readonly Candidate[] {
  if (all.length < 2) return all
  const published = all.some(({ session }) => session !== undefined) ? bestBy(all, ({ session, id }) => session ?? id) : all
  return bestBy(
    bestBy(published, ({ author }) => author),
    ({ key }) => key,
  )
}

function heardAmong(all: Candidate[]): readonly Heard[] {
  const winning = new Set(counted(all).map(({ support }) => support))
  return all
    .sort(better)
    .map(({ support, vote, key }) => ({ support, vote, witness: key, counts: winning.has(support) }))
    .sort((a, b) => Number(b.counts) - Number(a.counts))
}

/** The louder first; a claim's own word before one that rests on others; then by id. */
function better(a: Candidate, b: Candidate): number {
  return b.vote - a.vote || Number(a.isStep) - Number(b.isStep) || (a.id < b.id ? -1 : 1)
}

/** The quieter; ties between witnesses go by hash, so that no name is favoured. */
function isWeaker(a: Witness, b: Witness): boolean {
  return a.vote < b.vote || (a.vote === b.vote && a.key !== b.key && sha256Hex(a.key) < sha256Hex(b.key))
}

/** The best candidate of each key. */
function bestBy(candidates: readonly Candidate[], keyOf: (candidate: Candidate) => string): Candidate[] {
  const best = new Map<string, Candidate>()
  for (const candidate of candidates) {
    const held = best.get(keyOf(candidate))
    if (held === undefined || better(candidate, held) < 0) best.set(keyOf(candidate), candidate)
  }
  return [...best.values()]
}

function authorsOf(all: readonly Candidate[]): readonly string[] {
  return [...new Set(all.map(({ author }) => author))].sort()
}
