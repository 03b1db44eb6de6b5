/** Standing: how statements stand, stretch by stretch of time, from what proves them and the disputes it is part of. */
import { segmentsOf, spanOf, ALWAYS, type Stretch } from '../claims/span.ts'
import type { Claims } from '../claims/claims.ts'
import type { Votes } from '../claims/votes.ts'
import type { Closure } from '../closure/closure.ts'
import type { Leaves } from '../conflict/leaves.ts'
import type { Standing } from '../judgement.ts'
import type { Environment, Order } from '../proof/environment.ts'
import { coneUnder } from '../proof/cone.ts'
import { labelsOf } from '../proof/labels.ts'
import { reachOf, type Reach } from '../proof/reach.ts'
import { CONCLUDED, HOLDS, LEAF, type Fact, type Facts } from '../store/facts.ts'
import type { Keys } from '../store/keys.ts'
import type { Dispute, Way } from './dispute.ts'
import { createJointly, type Joint, type Proved, type Ways } from './joint.ts'
import { statusOf, type Disputed } from './status.ts'

/** A way taken in some disputes, instead of asking all of least weight. */
export type Choice = ReadonlyMap<Dispute, Way>

/** Reads standings off a judged state. */
export interface Standings {
  /** Looks at all of `facts` at once, which is much less work than one after another. */
  prepare(facts: readonly Fact[]): void
  proofsOf(fact: Fact): Proved
  /** By stretches of time; nothing where the fact does not hold. */
  standingsOf(fact: Fact, choice?: Choice): readonly Standing[]
  /** By stretches of time, of what holds when all facts of one of `ways` do. */
  jointly(ways: Ways, choice?: Choice): readonly Joint[]
}

/** The state that is read. */
export interface StandingsParts {
  readonly facts: Facts
  readonly keys: Keys
  readonly closure: Closure
  readonly claims: Claims
  readonly votes: Votes
  readonly leaves: Leaves
  readonly order: Order
  readonly disputed: Disputed
}

/** A standing whose stretch may still grow. */
type Draft = Omit<Standing, 'window'> & { stretch: Stretch }

/** Standings of the state that the closure has settled on. */
export function createStandings(parts: StandingsParts): Standings {
  const { facts, keys, closure, claims, votes, leaves, order, disputed } = parts
  const { supports } = claims

  const proofsOf = (fact: Fact): Proved => {
    if (!facts.is(fact, CONCLUDED)) return { environments: facts.is(fact, LEAF) ? [[fact]] : [], all: true }
    const labels = labelsOf(coneUnder([fact], facts, closure), order)
    return { environments: labels.of(fact), all: labels.isComplete(fact) }
  }
  /** Only said, never concluded, disputed nowhere and not bounded in time: most facts are. */
  const isSettled = (fact: Fact): boolean =>
    !facts.is(fact, CONCLUDED) && !disputed.has(fact) && !supports.hasWindows() && !closure.isUnsure(fact)
  const isMarked = (leaf: Fact): boolean => disputed.has(leaf) || supports.hasWindows()
  const weight = (leaf: Fact): number => Number(leaves.weight(leaf, ALWAYS))
  let reach: Reach = reachOf([], { facts, closure, order, isMarked, weight })
  const reachOver = (among: readonly Fact[]): Reach => {
    if (!among.every(reach.has)) reach = reachOf(among, { facts, closure, order, isMarked, weight })
    return reach
  }
  const plain = (fact: Fact): Standing => {
    const { weight: sum, authors } = votes.tally(fact, ALWAYS)
    const statement = keys.statementOf(fact)
    return { ...statement, status: 'clear', weight: String(sum), by: authors, derived: false, window: [null, null] }
  }
  /** Where nothing is bounded in time, strength was found with the reach; else it differs from stretch to stretch. */
  const strengthOf = (fact: Fact, proofs: Proved, segment: Stretch): bigint =>
    supports.hasWindows() ? strongest(proofs.environments, segment, leaves) : BigInt(reachOver([fact]).strength(fact))
  const standingIn = (fact: Fact, proofs: Proved, segment: Stretch, choice?: Choice): Draft => {
    const tally = votes.tally(fact, segment)
    const derived = tally.authors.length === 0
    const sum = derived ? strengthOf(fact, proofs, segment) : BigInt(tally.weight)
    const status = closure.isUnsure(fact) ? 'unknown' : statusOf(proofs, segment, disputed, choice)
    return { ...keys.statementOf(fact), status, weight: String(sum), by: tally.authors, derived, stretch: segment }
  }
  const cutsFor = (environments: readonly Environment[], tops: readonly Fact[]): readonly Stretch[] => {
    if (!supports.hasWindows()) return [ALWAYS]
    const among = [...new Set(environments.flat())]
    const runs = among.flatMap((leaf) => disputed.get(leaf) ?? []).map(({ run }) => run.stretch)
    const own = tops.flatMap((fact) => supports.of(fact).map(votes.windowOf))
    return segmentsOf([...own, ...among.flatMap(leaves.windows), ...runs])
  }
  return {
    proofsOf,
    prepare(all) {
      const open = all.filter((fact) => !isSettled(fact))
      if (open.length > 0) reach = reachOf(open, { facts, closure, order, isMarked, weight })
    },
    standingsOf(fact, choice) {
      if (!facts.is(fact, HOLDS)) return []
      if (isSettled(fact)) return [plain(fact)]
      const { labels } = reachOver([fact])
      const [environments, all] = [labels.of(fact), labels.isComplete(fact)]
      const drafts: Draft[] = []
      for (const segment of cutsFor(environments, [fact])) {
        const active = environments.filter((environment) => environment.every((leaf) => leaves.isActive(leaf, segment)))
        if (active.length > 0) extend(drafts, standingIn(fact, { environments: active, all }, segment, choice))
      }
      return drafts.map(({ stretch, ...standing }) => ({ ...standing, window: spanOf(stretch) }))
    },
    jointly: createJointly({ ...parts, isSettled, reachOver, cutsFor, strengthOf }),
  }
}

/** Adds `next`, or lengthens the last by it where they are neighbours and alike. */
function extend(drafts: Draft[], next: Draft): void {
  const last = drafts.at(-1)
  if (last === undefined || last.stretch.until !== next.stretch.from || !isAlike(last, next)) drafts.push(next)
  else last.stretch = { from: last.stretch.from, until: next.stretch.until }
}

function isAlike(a: Draft, b: Draft): boolean {
  return a.status === b.status && a.weight === b.weight && a.by.join('\n') === b.by.join('\n')
}

/** The strongest of the weakest: a derived statement is as sure as the best of its proofs, and a proof as its weakest leaf. */
function strongest(environments: readonly Environment[], segment: Stretch, leaves: Leaves): bigint {
  let best = 0n
  for (const environment of environments) {
    const weights = environment.map((leaf) => leaves.weight(leaf, segment))
    const weakest = weights.reduce((held, next) => (next < held ? next : held), weights[0] ?? 0n)
    if (weakest > best) best = weakest
  }
  return best
}
