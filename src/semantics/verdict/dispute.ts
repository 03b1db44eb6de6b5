/** Disputes: one component in one stretch of time, as a repair problem, with its answer. */
import type { Steps } from '../../frames/facet.ts'
import { covers } from '../claims/span.ts'
import type { Leaves } from '../conflict/leaves.ts'
import type { Found } from '../conflict/report.ts'
import type { More } from '../solver/asking.ts'
import { listLazily, standingsLazily } from '../solver/lazy.ts'
import { listedFrom, listOpened } from '../solver/list.ts'
import type { Group, Kept, Nogood, Problem } from '../solver/problem.ts'
import { singleOf } from '../solver/single.ts'
import { openProblem } from '../solver/solve.ts'
import { standingsFrom } from '../solver/standing.ts'
import type { Fact } from '../store/facts.ts'
import type { Keys } from '../store/keys.ts'
import type { Cluster, Run } from './component.ts'
import { keyOfProblem, type Answer, type Answers } from './answers.ts'
import { latentsIn, moreIn, spelledOut } from './asked.ts'

/** What a repair drops. */
export interface Way {
  readonly out: ReadonlySet<Fact>
  readonly cost: bigint
}

/** A repair problem with its answer. */
export interface Dispute {
  readonly run: Run
  readonly members: readonly Fact[]
  readonly problem: Problem
  /** What else is broken after a repair, where not everything is listed. */
  readonly more: More | undefined
  /** Solver nodes that one question about it may take. */
  readonly nodes: number
  /** Best first; never empty. */
  readonly ways: readonly Way[]
  /** Whether there are further ways. */
  readonly further: boolean
  /** What the second best way costs more than the best, so how close it was; `null`: there is none, or it is not known. */
  readonly margin: bigint | null
  /** Whether everything said of it is exact. */
  readonly exact: boolean
  /** By leaf. */
  readonly kept: ReadonlyMap<Fact, Kept>
}

/** What disputes are judged with. */
export interface DisputeParts {
  readonly leaves: Leaves
  readonly keys: Keys
  readonly steps: Steps
  readonly answers: Answers
}

/** The dispute of `cluster` during `run`; undefined where nothing clashes then. */
export function disputeIn(
  cluster: Cluster,
  run: Run,
  { leaves, keys, steps, answers }: DisputeParts,
): Dispute | undefined {
  const active = cluster.conflicts.filter(({ stretch }) => covers(stretch, run.sample))
  if (active.length === 0) return undefined
  const isSaid = (leaf: Fact): boolean => leaves.isActive(leaf, run.sample)
  const disputed = new Set(active.flatMap((found) => found.leaves))
  const latents = latentsIn(cluster, disputed, isSaid)
  const members = [...disputed].sort((a, b) => (keys.of(a) < keys.of(b) ? -1 : 1))
  const { constraints, complete } = constraintsOf(active, members)
  const weighed = members.map((leaf) => ({ key: keys.of(leaf), weight: leaves.weight(leaf, run.sample) }))
  const spelled = spelledOut(latents, members)
  const nogoods = [...constraints.nogoods, ...(spelled ?? [])]
  const problem: Problem = { id: cluster.id, members: weighed, nogoods, groups: constraints.groups }
  const more = moreIn({ active, latents: spelled === undefined ? latents : [] }, members, isSaid)
  const answer = more === undefined ? answerTo(problem, steps, answers) : answerLazily(problem, more, steps)
  return {
    run,
    members,
    problem: answer.problem ?? problem,
    more,
    nodes: steps.perComponent,
    ways: answer.ways.map(({ out, cost }) => ({ out: new Set(out.map((at) => members[at]!)), cost })),
    further: answer.more || !complete,
    margin: complete ? answer.margin : null,
    exact: answer.exact && complete,
    kept: new Map(members.map((leaf, at) => [leaf, complete ? answer.kept[at]! : 'unknown'])),
  }
}

function constraintsOf(
  active: readonly Found[],
  members: readonly Fact[],
): { constraints: { nogoods: Nogood[]; groups: Group[] }; complete: boolean } {
  const place = new Map(members.map((leaf, at) => [leaf, at]))
  const at = (among: readonly Fact[]): number[] => among.map((leaf) => place.get(leaf)!)
  const [nogoods, groups]: [Nogood[], Group[]] = [[], []]
  let complete = true
  for (const found of active) {
    if (!found.complete) complete = false
    if (found.members.length === found.n + 1)
      nogoods.push({ members: at([...found.guards, ...found.members]), price: found.price })
    else groups.push({ n: found.n, members: at(found.members), guards: at(found.guards) })
  }
  return { constraints: { nogoods, groups }, complete }
}

function answerLazily(problem: Problem, more: More, { perComponent, forks }: Steps): Answer {
  const listed = listLazily(problem, more, { nodes: perComponent, forks: Math.max(1, forks) })
  const standing = standingsLazily(listed.problem, more, { nodes: perComponent })
  const { exact, kept } = standing
  const { repairs: ways, more: further, margin } = listed
  return { ways, more: further, margin, exact: exact && listed.exact, kept, problem: standing.problem }
}

function answerTo(problem: Problem, steps: Steps, answers: Answers): Answer {
  const room = Math.max(1, steps.forks)
  const single = singleOf(problem, steps.perComponent)
  if (single !== undefined) {
    const { repairs, kept } = single
    return { ...listedFrom(repairs, { forks: room, exact: true, nodes: 0 }), ways: repairs.slice(0, room), kept }
  }
  const key = keyOfProblem(problem, steps)
  const held = answers.get(key)
  if (held !== undefined) return held
  const opened = openProblem(problem, { nodes: steps.perComponent })
  const listed = listOpened(opened, room)
  const standing = standingsFrom(opened)
  const answer = { ways: listed.repairs, more: listed.more, margin: listed.margin, exact: standing.exact, kept: standing.kept }
  answers.set(key, answer)
  return answer
}
