/** Status: how a statement stands, from the ways out that every dispute it rests on has (R13). */
import { covers, type Stretch } from '../claims/span.ts'
import type { Status } from '../judgement.ts'
import type { Environment } from '../proof/environment.ts'
import type { Problem } from '../solver/problem.ts'
import { solveLazily } from '../solver/lazy.ts'
import { solve } from '../solver/solve.ts'
import type { Fact } from '../store/facts.ts'
import type { Dispute, Way } from './dispute.ts'

/** Combinations of ways that are looked at for one statement. */
export const COMBINATIONS_MAX = 1_024

/** The disputes that a leaf is part of, by leaf. */
export type Disputed = ReadonlyMap<Fact, readonly Dispute[]>

/** The disputes by the leaves they are about. */
export function disputedBy(disputes: readonly Dispute[]): Disputed {
  const map = new Map<Fact, Dispute[]>()
  for (const dispute of disputes) {
    for (const leaf of dispute.members) {
      const held = map.get(leaf)
      if (held === undefined) map.set(leaf, [dispute])
      else held.push(dispute)
    }
  }
  return map
}

/** How something with these proofs, whose leaves are all said throughout `segment`, stands then. */
export function statusOf(
  proofs: Proofs,
  segment: Stretch,
  disputed: Disputed,
  chosen?: ReadonlyMap<Dispute, Way>,
): Status {
  const { environments, all } = proofs
  const disputeOf = (leaf: Fact): Dispute | undefined =>
    disputed.get(leaf)?.find(({ run }) => covers(run.stretch, segment))
  if (environments.some((environment) => environment.every((leaf) => disputeOf(leaf) === undefined))) return 'clear'
  const disputes = [...new Set(environments.flat().map(disputeOf))].filter((dispute) => dispute !== undefined)
  if (chosen !== undefined && disputes.every((dispute) => chosen.has(dispute))) {
    const ways = disputes.flatMap((dispute) => chosen.get(dispute) ?? [])
    return survives(environments, ways) ? 'consensus' : 'rejected'
  }
  const single = singleLeafStatus(environments, disputeOf)
  if (single !== undefined && all) return single
  if (disputes.some(({ exact }) => !exact)) return 'unknown'
  const status =
    statusByForks(environments, disputes) ??
    statusByLeaves(environments, disputeOf) ??
    statusBySolving(environments, disputes)
  // With proofs left out only what the known ones suffice for is sure.
  return all || status === 'consensus' ? status : 'unknown'
}

/** What is known to prove something, and whether that is all. */
interface Proofs {
  readonly environments: readonly Environment[]
  readonly all: boolean
}

/** A statement that is only a leaf stands as the leaf does. */
function singleLeafStatus(
  environments: readonly Environment[],
  disputeOf: (leaf: Fact) => Dispute | undefined,
): Status | undefined {
  const [environment] = environments
  if (environments.length !== 1 || environment?.length !== 1) return undefined
  const kept = disputeOf(environment[0]!)?.kept.get(environment[0]!)
  return kept === undefined ? undefined : STATUS_OF_KEPT[kept]
}

const STATUS_OF_KEPT = { all: 'consensus', none: 'rejected', some: 'undecided', unknown: 'unknown' } as const

function survives(environments: readonly Environment[], ways: readonly Way[]): boolean {
  return environments.some((environment) => environment.every((leaf) => !ways.some(({ out }) => out.has(leaf))))
}

/** By every combination of the ways of least weight; undefined when they are too many to look at. */
function statusByForks(environments: readonly Environment[], disputes: readonly Dispute[]): Status | undefined {
  const best = disputes.map(waysOfLeastWeight)
  if (best.some((ways) => ways === undefined)) return undefined
  let combinations: (readonly Way[])[] = [[]]
  for (const ways of best) {
    combinations = combinations.flatMap((held) => (ways ?? []).map((way) => [...held, way]))
    if (combinations.length > COMBINATIONS_MAX) return undefined
  }
  const holding = combinations.filter((ways) => survives(environments, ways)).length
  if (holding === combinations.length) return 'consensus'
  return holding === 0 ? 'rejected' : 'undecided'
}

function waysOfLeastWeight({ ways, further }: Dispute): readonly Way[] | undefined {
  const least = ways[0]!.cost
  const best = ways.filter(({ cost }) => cost === least)
  return further && best.length === ways.length ? undefined : best
}

/** What follows from the leaves one by one, as far as that goes. */
function statusByLeaves(
  environments: readonly Environment[],
  disputeOf: (leaf: Fact) => Dispute | undefined,
): Status | undefined {
  const keptOf = (leaf: Fact): string => disputeOf(leaf)?.kept.get(leaf) ?? 'all'
  if (environments.some((environment) => environment.every((leaf) => keptOf(leaf) === 'all'))) return 'consensus'
  if (environments.every((environment) => environment.some((leaf) => keptOf(leaf) === 'none'))) return 'rejected'
  return undefined
}

/** Two questions to the solver: can all proofs be broken, and can one be kept, at no more than the least weight? */
function statusBySolving(environments: readonly Environment[], disputes: readonly Dispute[]): Status {
  const [dispute] = disputes
  if (dispute === undefined || disputes.length > 1) return 'unknown'
  const { problem, more, members, nodes, ways, kept: standing } = dispute
  // What every repair keeps breaks no proof, and a proof with a leaf that none keeps is broken anyway.
  const open = environments.filter((environment) => !environment.some((leaf) => standing.get(leaf) === 'none'))
  const places = open.map((environment) =>
    environment.map((leaf) => (standing.get(leaf) === 'all' ? -1 : members.indexOf(leaf))).filter((at) => at >= 0),
  )
  if (places.flat().some((at) => problem.members[at]!.weight === 0n)) return 'unknown' // what weighs nothing may be dropped for nothing
  const least = ways[0]!.cost
  const costs = (changed: Problem): boolean | undefined => {
    const { best, exact } = more === undefined ? solve(changed, { nodes }) : solveLazily(changed, more, { nodes })
    return exact ? best.cost === least : undefined
  }
  const broken = costs({
    ...problem,
    nogoods: [...problem.nogoods, ...places.map((at) => ({ members: at, price: null }))],
  })
  if (broken === undefined) return 'unknown'
  if (!broken) return 'consensus'
  const kept = places.map((at) => costs(keeping(problem, at)))
  if (kept.includes(true)) return 'undecided'
  return kept.includes(undefined) ? 'unknown' : 'rejected'
}

/** The problem in which dropping one of these members costs more than everything else together. */
function keeping(problem: Problem, kept: readonly number[]): Problem {
  const total = [...problem.members.map(({ weight }) => weight), ...problem.nogoods.map(({ price }) => price ?? 0n)]
  const heavy = total.reduce((sum, weight) => sum + weight, 1n)
  const members = problem.members.map((member, at) => (kept.includes(at) ? { ...member, weight: heavy } : member))
  return { ...problem, members }
}
