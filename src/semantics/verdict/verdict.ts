/** Verdict: the whole judgement of one state after another: conflicts, components with their forks, and how every statement stands. */
import { statementKey } from '../../frames/statement.ts'
import type { Claims } from '../claims/claims.ts'
import { ALWAYS, covers, stretchOf } from '../claims/span.ts'
import type { Votes } from '../claims/votes.ts'
import type { Closure } from '../closure/closure.ts'
import { createLeaves, type Leaves } from '../conflict/leaves.ts'
import { createBundles } from '../conflict/bundles.ts'
import { createKnots, type Knot } from '../conflict/knots.ts'
import { reportConflicts, type Found } from '../conflict/report.ts'
import type { CycleLaw } from '../law/clause.ts'
import type { Steps } from '../../frames/facet.ts'
import type { Component, Fork } from '../judgement.ts'
import type { Order } from '../proof/environment.ts'
import type { Fact, Facts } from '../store/facts.ts'
import type { Keys } from '../store/keys.ts'
import type { Numbers } from '../store/numbers.ts'
import type { Pred } from '../store/predicates.ts'
import type { Terms } from '../store/terms.ts'
import { clustersOf, runsOf, type Cluster } from './component.ts'
import type { Answers } from './answers.ts'
import { disputeIn, type Dispute, type Way } from './dispute.ts'
import { componentFrom } from './forks.ts'
import { recallFrom, type Finding, type Judged, type Recall } from './memory.ts'
import { createRoll, type Roll } from './roll.ts'
import { createStandings, type Choice, type Standings } from './standing.ts'
import { disputedBy } from './status.ts'

/** What verdicts are made from. */
export interface JudgeParts {
  readonly facts: Facts
  readonly keys: Keys
  readonly closure: Closure
  readonly claims: Claims
  readonly votes: Votes
  readonly steps: Steps
  readonly type: Pred
  readonly sameAs: Pred
  readonly terms: Terms
  readonly cycles: readonly CycleLaw[]
  readonly answers: Answers
  isStatement(fact: Fact): boolean
}

/** Judges one state after another; what nothing touched is taken over from the last. */
export interface Judge {
  /** The verdict on the state that the closure has settled on; `touched` are the leaves whose claims changed since the last. */
  verdict(touched: Numbers): Verdict
}

/** A judgement of one state; valid until the next change. */
export interface Verdict extends Standings {
  /** The same array as that of the last verdict where no conflict came or went. */
  readonly conflicts: readonly Found[]
  readonly components: readonly Component[]
  /** The choice of a fork of one of the components. */
  choiceOf(fork: Fork): Choice
  readonly leaves: Leaves
  /** The disputes of a component, in the order of time. */
  disputesOf(component: string): readonly Dispute[]
}

/** A judge who has seen nothing yet. */
export function createJudge(parts: JudgeParts): Judge {
  const { keys, closure } = parts
  const order: Order = (a, b) => (a === b ? 0 : keys.of(a) < keys.of(b) ? -1 : 1)
  const leaves = createLeaves(parts)
  const [bundles, knots] = [createBundles({ ...parts, order }), createKnots(order)]
  const findings = new Map<Knot, Finding>()
  const conflicts = createRoll<Found>(({ conflict }) => conflict.id)
  const components = createRoll<Component>(({ id }) => id)
  const disputed = new Map<Fact, readonly Dispute[]>()
  let begun = false

  const follow = (touched: Numbers): void => {
    const changes = closure.takeChanges()
    const { gone, made } = knots.update(bundles.update({ ...changes, all: changes.all || !begun }), touched)
    begun = true
    const old = gone.map((knot) => findings.get(knot)!)
    const recall = recallFrom(old, touched)
    const fresh = made.map((knot) => findIn(knot, leaves, recall, parts))
    for (const knot of gone) findings.delete(knot)
    made.forEach((knot, at) => findings.set(knot, fresh[at]!))
    exchange(conflicts, old.flatMap(foundIn), fresh.flatMap(foundIn))
    exchange(components, old.flatMap(componentsIn), fresh.flatMap(componentsIn))
    for (const dispute of old.flatMap(disputesIn)) for (const leaf of dispute.members) disputed.delete(leaf)
    for (const [leaf, among] of disputedBy(fresh.flatMap(disputesIn))) disputed.set(leaf, among)
  }
  return {
    verdict(touched) {
      follow(touched)
      const disputes = (): readonly Dispute[] => [...findings.values()].flatMap(disputesIn)
      return {
        conflicts: conflicts.all(),
        components: components.all(),
        leaves,
        disputesOf: (id) => [...findings.values()].flatMap((finding) => disputesOf(finding, id)),
        choiceOf: (fork) => choiceIn(fork, disputes(), leaves),
        ...createStandings({ ...parts, leaves, order, disputed }),
      }
    },
  }
}

const foundIn = ({ conflicts }: Finding): readonly Found[] => [...conflicts.values()].flat()
const componentsIn = ({ components }: Finding): readonly Component[] =>
  [...components.values()].map(({ component }) => component)
const disputesIn = ({ components }: Finding): readonly Dispute[] =>
  [...components.values()].flatMap(({ disputes }) => disputes)

const disputesOf = ({ components }: Finding, id: string): readonly Dispute[] =>
  [...components.values()].flatMap(({ component, disputes }) => (component.id === id ? disputes : []))

/** Exchanges what went for what came; what did both stays where it is. */
function exchange<T>(roll: Roll<T>, gone: readonly T[], made: readonly T[]): void {
  const [before, after] = [new Set(gone), new Set(made)]
  const isNew = (entry: T): boolean => !before.has(entry)
  roll.update(new Set(gone.filter((entry) => !after.has(entry))), made.filter(isNew))
}

/** The conflicts of a knot and what comes of them. */
function findIn(knot: Knot, leaves: Leaves, recall: Recall, parts: Omit<ClusterParts, 'leaves'>): Finding {
  const made: Finding = { conflicts: new Map(), components: new Map() }
  const conflicts = reportConflicts(knot, leaves, (key, among, make, anew) => {
    const found = (anew ? undefined : recall.conflicts(key, among)) ?? make()
    made.conflicts.set(key, found)
    return found
  })
  for (const cluster of clustersOf(conflicts, knot.latents, leaves)) {
    const key = `${cluster.id}${cluster.conflicts.every(({ complete }) => complete)}`
    const held = cluster.conflicts.some(({ seek }) => seek !== undefined) ? undefined : recall.component(key, cluster.leaves)
    made.components.set(key, held ?? judgeCluster(cluster, { ...parts, leaves }))
  }
  return made
}

type ClusterParts = Parameters<typeof disputeIn>[2] & { readonly claims: Claims }

function judgeCluster(cluster: Cluster, parts: ClusterParts): Judged {
  const { leaves, steps } = parts
  const runs = parts.claims.supports.hasWindows()
    ? runsOf(cluster.leaves, leaves)
    : [{ stretch: ALWAYS, sample: ALWAYS }]
  const disputes = runs
    .map((run) => disputeIn(cluster, run, parts))
    .filter((dispute) => dispute !== undefined)
  return { component: componentFrom(cluster, disputes, leaves, Math.max(1, steps.forks)), disputes }
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
