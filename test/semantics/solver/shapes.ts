/** Shapes: the repair problems the solver is tried on, seeded; the same as the benchmark's. */
import { createRandom, type Random } from '../../../src/base/random.ts'
import type { Group, Member, Nogood, Problem } from '../../../src/semantics/solver/problem.ts'

/** Weights drawn from 1 to `top`, times a full vote. */
export interface Weights {
  readonly top: number
}

/** A connected component of `conflicts` nogoods of 2 or 3 members, `spread` members a conflict: 1.1 the `tree`, 0.4 the `dense` shape. */
export function randomComponent(seed: string, conflicts: number, spread: number, { top }: Weights): Problem {
  const random = createRandom(seed)
  const count = Math.max(3, Math.round(conflicts * spread))
  const nogoods: Nogood[] = []
  let reached = 1
  for (let conflict = 0; conflict < conflicts; conflict++) {
    const size = 2 + random.below(2)
    const chosen = new Set([random.below(reached)])
    if (reached < count) chosen.add(reached++)
    if (reached < count && conflicts - conflict < count - reached) chosen.add(reached++)
    while (chosen.size < size) chosen.add(random.below(reached < size ? count : reached))
    nogoods.push({ members: [...chosen], price: null })
  }
  return { id: seed, members: membersOf(random, count, top), nogoods, groups: [] }
}

/** Small problems of every kind: soft and hard nogoods, groups, members of no weight. */
export function mixedProblem(seed: string, membersMax: number, top: number): Problem {
  const random = createRandom(seed)
  const count = 2 + random.below(membersMax - 1)
  const some = (size: number): number[] => {
    const chosen = new Set<number>()
    while (chosen.size < Math.min(size, count)) chosen.add(random.below(count))
    return [...chosen]
  }
  const nogoods = Array.from({ length: random.below(count * 2) }, (): Nogood => {
    const soft = random.below(5) === 0
    return { members: some(1 + random.below(4)), price: soft ? BigInt(random.below(top * 2)) : null }
  })
  const groups = Array.from({ length: random.below(3) }, (): Group => {
    const guards = random.below(2) === 0 ? [] : some(1 + random.below(2))
    return { n: random.below(4), members: some(2 + random.below(6)), guards }
  })
  const members = membersOf(random, count, top).map((member) => (random.below(8) === 0 ? { ...member, weight: 0n } : member))
  return { id: seed, members, nogoods, groups }
}

/** Small problems in which some nogoods are met also while one of some other members stays. */
export function conditionalProblem(seed: string, membersMax: number, top: number): Problem {
  const problem = mixedProblem(seed, membersMax, top)
  const random = createRandom(`${seed}/unless`)
  const nogoods = problem.nogoods.map((nogood): Nogood => {
    if (nogood.price !== null || random.below(3) > 0) return nogood
    return { ...nogood, unless: Array.from({ length: 1 + random.below(2) }, () => random.below(problem.members.length)) }
  })
  return { ...problem, nogoods }
}

/** The same problem, listed in another order. */
export function shuffled(problem: Problem, seed: string): Problem {
  const random = createRandom(seed)
  const order = shuffle(random, problem.members.map((_, at) => at))
  const place = new Map(order.map((old, at) => [old, at]))
  const move = (members: readonly number[]): number[] => shuffle(random, members.map((member) => place.get(member) ?? -1))
  return {
    id: problem.id,
    members: order.map((old) => problem.members[old]!),
    nogoods: shuffle(random, problem.nogoods.map((nogood) => moveNogood(nogood, move))),
    groups: shuffle(random, problem.groups.map((group) => ({ ...group, members: move(group.members), guards: move(group.guards) }))),
  }
}

function moveNogood(nogood: Nogood, move: (members: readonly number[]) => number[]): Nogood {
  const members = move(nogood.members)
  return nogood.unless === undefined ? { ...nogood, members } : { ...nogood, members, unless: move(nogood.unless) }
}

/** Members `m0000`... in the order of their keys. */
export function membersOf(random: Random, count: number, top: number): Member[] {
  return Array.from({ length: count }, (_, at) => {
    return { key: `m${String(at).padStart(6, '0')}`, weight: BigInt(1 + random.below(top)) * 1_000_000n }
  })
}

/** Fisher and Yates. */
export function shuffle<T>(random: Random, list: T[]): T[] {
  for (let at = list.length - 1; at > 0; at--) {
    const other = random.below(at + 1)
    ;[list[at], list[other]] = [list[other]!, list[at]!]
  }
  return list
}
