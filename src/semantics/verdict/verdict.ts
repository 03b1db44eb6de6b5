/** Verdict: the whole judgement of one state: conflicts, components with their forks, and how every statement stands. */
import { statementKey } from '../../frames/statement.ts'
import type { Claims } from '../claims/claims.ts'
import { ALWAYS, covers, stretchOf } from '../claims/span.ts'
import type { Votes } from '../claims/votes.ts'
import type { Closure } from '../closure/closure.ts'
import { createLeaves, type Leaves } from '../conflict/leaves.ts'
import { findBreaches } from '../conflict/nogood.ts'
import { reportConflicts, type Found } from '../conflict/report.ts'
import type { Steps } from '../../frames/facet.ts'
import type { Component, Fork } from '../judgement.ts'
import type { Order } from '../proof/environment.ts'
import type { Fact, Facts } from '../store/facts.ts'
import type { Keys } from '../store/keys.ts'
import type { Numbers } from '../store/numbers.ts'
import type { Pred } from '../store/predicates.ts'
import { clustersOf, runsOf, type Cluster } from './component.ts'
import { disputeIn, type Answers, type Dispute, type Way } from './dispute.ts'
import { componentFrom } from './forks.ts'
import { emptyMemory, recallFrom, type Judged, type Memory } from './memory.ts'
import { createStandings, type Choice, type Standings } from './standing.ts'
import { disputedBy } from './status.ts'

/** What a verdict is made from. */
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
  readonly touched: Numbers
  isStatement(fact: Fact): boolean
}

/** A judgement of one state; valid until the next change. */
export interface Verdict extends Standings {
  /** For the next verdict to recall from. */
  readonly memory: Memory
  readonly conflicts: readonly Found[]
  readonly components: readonly Component[]
  /** The choice of a fork of one of the components. */
  choiceOf(fork: Fork): Choice
  readonly leaves: Leaves
  /** The disputes of a component, in the order of time. */
  disputesOf(component: string): readonly Dispute[]
  isDisputed(leaf: Fact): boolean
  /** The same findings, read anew: for when nothing that is broken has changed, but other statements have. */
  again(): Verdict
}

/** Judges the state that the closure has settled on. */
export function judge(parts: VerdictParts): Verdict {
  const { facts, keys, closure, type } = parts
  const order: Order = (a, b) => (a === b ? 0 : keys.of(a) < keys.of(b) ? -1 : 1)
  const leaves = createLeaves(parts)
  const memory = emptyMemory()
  const recall = recallFrom(parts.memory, memory, parts.touched)
  const conflicts = reportConflicts(findBreaches({ closure, facts, order, type }), leaves, recall.conflicts)
  const judged = clustersOf(conflicts, keys).map((cluster) => {
    const whole = cluster.conflicts.every(({ complete }) => complete)
    return recall.component(`${cluster.id}${whole}`, cluster.leaves, () => judgeCluster(cluster, leaves, parts))
  })
  const disputes = judged.flatMap((component) => component.disputes)
  const disputed = disputedBy(disputes)
  const found = {
    memory,
    conflicts,
    leaves,
    components: judged.map(({ component }) => component),
    disputesOf: (id: string) => judged.find(({ component }) => component.id === id)?.disputes ?? [],
    isDisputed: (leaf: Fact) => disputed.has(leaf),
    choiceOf: (fork: Fork) => choiceIn(fork, disputes, leaves),
  }
  const read = (): Verdict => ({ ...found, ...createStandings({ ...parts, leaves, order, disputed }), again: read })
  return read()
}

function judgeCluster(cluster: Cluster, leaves: Leaves, parts: VerdictParts): Judged {
  const runs = parts.claims.supports.hasWindows()
    ? runsOf(cluster.leaves, leaves)
    : [{ stretch: ALWAYS, sample: ALWAYS }]
  const disputes = runs
    .map((run) => disputeIn(cluster, run, { ...parts, leaves }))
    .filter((dispute) => dispute !== undefined)
  return { component: componentFrom(cluster, disputes, leaves, Math.max(1, parts.steps.forks)), disputes }
}

/** The disputes that a fork speaks of, each with what the fork drops there. */
function choiceIn(fork: Fork, disputes: readonly Dispute[], leaves: Leaves): Choice {
  const dropped = new Map(fork.out.map((entry) => [statementKey(entry), stretchOf(entry.window)]))
  const choice = new Map<Dispute, Way>()
  for (const dispute of disputes) {
    const out = dispute.members.filter((leaf) => {
      const statement = leaves.statementOf(leaf)
      const stretch = statement === undefined ? undefined : dropped.get(statementKey(statement))
      return stretch !== undefined && covers(stretch, dispute.run.stretch)
    })
    if (out.length > 0) choice.set(dispute, { out: new Set(out), cost: 0n })
  }
  return choice
}
