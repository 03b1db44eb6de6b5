/** Verdict: the whole judgement of one state: conflicts, components with their forks, and how every statement stands. */
import type { Steps } from '../../frames/facet.ts'
import type { Closure } from '../closure/closure.ts'
import type { Claims } from '../claims/claims.ts'
import { covers, segmentsOf, spanOf, type Stretch } from '../claims/span.ts'
import type { Votes } from '../claims/votes.ts'
import { createLeaves, type Leaves } from '../conflict/leaves.ts'
import { findBreaches, labelsFor } from '../conflict/nogood.ts'
import { reportConflicts, type Found } from '../conflict/report.ts'
import type { Component, Fork, Standing } from '../judgement.ts'
import { statementKey } from '../../frames/statement.ts'
import type { Environment, Order } from '../proof/environment.ts'
import { CONCLUDED, HOLDS, LEAF, type Fact, type Facts } from '../store/facts.ts'
import type { Keys } from '../store/keys.ts'
import type { Pred } from '../store/predicates.ts'
import { clustersOf, runsOf } from './component.ts'
import { disputeIn, type Answers, type Dispute, type Way } from './dispute.ts'
import { componentFrom } from './forks.ts'
import { emptyMemory, recallFrom, type Memory } from './memory.ts'
import { disputedBy, statusOf } from './status.ts'

export interface VerdictParts {
  readonly facts: Facts
  readonly keys: Keys
  readonly closure: Closure
  readonly claims: Claims
  readonly votes: Votes
  readonly steps: Steps
  readonly answers: Answers
  readonly type: Pred
  readonly memory: Memory
  /** Leaves whose claims changed since the memory was made. */
  readonly touched: ReadonlySet<Fact>
  isStatement(fact: Fact): boolean
}

export interface Verdict {
  /** For the next verdict to recall from. */
  readonly memory: Memory
  readonly conflicts: readonly Found[]
  readonly components: readonly Component[]
  /** How `fact` stands, by stretches of time; nothing where it does not hold. */
  standingsOf(fact: Fact, choice?: Choice): readonly Standing[]
  /** The minimal environments of a fact, smallest first, and whether those are all. */
  proofsOf(fact: Fact): { readonly environments: readonly Environment[]; readonly all: boolean }
  /** The choice of a fork of one of the components. */
  choiceOf(fork: Fork): Choice
  readonly leaves: Leaves
}

/** A way taken in some disputes, instead of asking all of least weight. */
export type Choice = ReadonlyMap<Dispute, Way>

/** Judges the state that the closure has settled on. Valid until the next change. */
export function judge(parts: VerdictParts): Verdict {
  const { facts, keys, closure, votes, steps, claims } = parts
  const order: Order = (a, b) => (a === b ? 0 : keys.of(a) < keys.of(b) ? -1 : 1)
  const leaves = createLeaves(parts)
  const memory = emptyMemory()
  const recall = recallFrom(parts.memory, memory, parts.touched)
  const conflicts = reportConflicts(findBreaches({ closure, facts, order, type: parts.type }), leaves, recall.conflicts)
  const judged = clustersOf(conflicts, keys).map((cluster) =>
    recall.component(`${cluster.id}${cluster.conflicts.every(({ complete }) => complete)}`, cluster.leaves, () => {
      const runs = claims.supports.hasWindows() ? runsOf(cluster.leaves, leaves) : [FOREVER]
      const disputes = runs.map((run) => disputeIn(cluster, run, { ...parts, leaves })).filter((dispute) => dispute !== undefined)
      return { component: componentFrom(cluster, disputes, leaves, Math.max(1, steps.forks)), disputes }
    }))
  const disputes = judged.flatMap((entry) => entry.disputes)
  const disputed = disputedBy(disputes)
  const proofsOf = (fact: Fact): { environments: readonly Environment[]; all: boolean } => {
    if (!facts.is(fact, CONCLUDED)) return { environments: facts.is(fact, LEAF) ? [[fact]] : [], all: true }
    const labels = labelsFor([fact], { closure, facts, order })
    return { environments: labels.of(fact), all: labels.isComplete(fact) }
  }
  const standingIn = (fact: Fact, environments: readonly Environment[], segment: Stretch, choice?: Choice): Omit<Standing, 'window'> => {
    const authors = votes.authors(fact, segment)
    const derived = authors.length === 0
    const weight = derived ? strongest(environments, segment, leaves) : BigInt(votes.weight(fact, segment))
    const status = closure.unsure(facts.predOf(fact)) ? 'unknown' : statusOf(environments, segment, disputed, choice)
    return { ...keys.statementOf(fact), status, weight: String(weight), by: authors, derived }
  }
  /** Only said, never concluded, disputed nowhere and not bounded in time: most facts are. */
  const isSettled = (fact: Fact): boolean =>
    !facts.is(fact, CONCLUDED) && !disputed.has(fact) && !claims.supports.hasWindows() && !closure.unsure(facts.predOf(fact))
  const plainStanding = (fact: Fact): Standing => {
    const { weight, authors } = votes.tally(fact, FOREVER.stretch)
    return { ...keys.statementOf(fact), status: 'clear', weight: String(weight), by: authors, derived: false, window: [null, null] }
  }
  return {
    memory,
    conflicts,
    leaves,
    components: judged.map(({ component }) => component),
    proofsOf,
    standingsOf(fact, choice) {
      if (!facts.is(fact, HOLDS)) return []
      if (isSettled(fact)) return [plainStanding(fact)]
      const { environments } = proofsOf(fact)
      const among = [...new Set(environments.flat())]
      const cuts = claims.supports.hasWindows() ? segmentsOf(cutsOf(among, claims, fact, leaves, disputed)) : [FOREVER.stretch]
      const standings: (Omit<Standing, 'window'> & { stretch: Stretch })[] = []
      for (const segment of cuts) {
        const active = environments.filter((environment) => environment.every((leaf) => leaves.isActive(leaf, segment)))
        if (active.length === 0) continue
        const next = standingIn(fact, active, segment, choice)
        const last = standings.at(-1)
        if (last?.stretch.until === segment.from && isAlike(last, next)) last.stretch = { from: last.stretch.from, until: segment.until }
        else standings.push({ ...next, stretch: segment })
      }
      return standings.map(({ stretch, ...standing }) => ({ ...standing, window: spanOf(stretch) }))
    },
    choiceOf: (fork) => choiceIn(fork, disputes, leaves),
  }
}

const FOREVER = { stretch: { from: -Infinity, until: Infinity }, sample: { from: -Infinity, until: Infinity } }

function cutsOf(among: readonly Fact[], claims: Claims, fact: Fact, leaves: Leaves, disputed: ReadonlyMap<Fact, readonly Dispute[]>): Stretch[] {
  const own = claims.supports.of(fact).map(claims.supports.windowOf)
  const runs = among.flatMap((leaf) => disputed.get(leaf) ?? []).map(({ run }) => run.stretch)
  return [...own, ...among.flatMap(leaves.windows), ...runs]
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

function isAlike(a: Omit<Standing, 'window'>, b: Omit<Standing, 'window'>): boolean {
  return a.status === b.status && a.weight === b.weight && a.derived === b.derived && a.by.join('\n') === b.by.join('\n')
}

/** The disputes that a fork speaks of, each with what the fork drops there. */
function choiceIn(fork: Fork, disputes: readonly Dispute[], leaves: Leaves): Choice {
  const dropped = new Map(fork.out.map((entry) => [statementKey(entry), entry.window]))
  const choice = new Map<Dispute, Way>()
  for (const dispute of disputes) {
    const out = dispute.members.filter((leaf) => {
      const statement = leaves.statementOf(leaf)
      const window = statement === undefined ? undefined : dropped.get(statementKey(statement))
      return window !== undefined && covers({ from: window[0] ?? -Infinity, until: window[1] ?? Infinity }, dispute.run.stretch)
    })
    if (out.length > 0) choice.set(dispute, { out: new Set(out), cost: 0n })
  }
  return choice
}
