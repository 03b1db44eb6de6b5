/** Disputes: random connected components as repair problems, half of them trees and half of them dense, and an exact oracle for them. */
import { greaterEq, lessEq, solve, type Constraint } from 'yalps'
import type { Problem } from '../../src/semantics/solver/problem.ts'
import { randomComponent } from '../../test/semantics/solver/shapes.ts'

/** Members a conflict: a tree is barely connected, in a dense one most members are in many conflicts. */
const SPREADS = [1.1, 0.4] as const

/** Components that are timed, by their number of conflicts. */
export const timedOf = (conflicts: number): number => Math.max(100, Math.min(400, Math.round(20_000 / conflicts)))

/** Components that nobody times, so that code is compiled as in a process that runs: the smaller, the more. */
export const warmOf = (conflicts: number): number => Math.max(40, Math.round(20_000 / conflicts))

/** `amount` components of `conflicts` conflicts between 2 or 3 members that weigh 1 to 20 votes. */
export function disputes(conflicts: number, amount: number, seed: string): readonly Problem[] {
  return Array.from({ length: amount }, (_, at) =>
    randomComponent(`${seed}/${conflicts}/${at}`, conflicts, SPREADS[at % SPREADS.length]!, { top: 20 }),
  )
}

/** A vote in the units of a problem's weights. */
export const VOTE = 1_000_000n

/** The least weight of votes that resolves `problem`, by integer programming; with a member that must be kept or dropped. */
export function leastVotes(problem: Problem, forced?: { readonly member: number; readonly kept: boolean }): number {
  const variables = problem.members.map(({ weight }): Record<string, number> => ({ cost: Number(weight / VOTE) }))
  const constraints: [string, Constraint][] = problem.nogoods.map(({ members }, at) => {
    for (const member of members) variables[member]![`c${at}`] = 1
    return [`c${at}`, greaterEq(1)]
  })
  if (forced !== undefined) {
    variables[forced.member]!['forced'] = 1
    constraints.push(['forced', forced.kept ? lessEq(0) : greaterEq(1)])
  }
  const named = variables.map((variable, at): [string, Record<string, number>] => [`x${at}`, variable])
  return Math.round(solve({ direction: 'minimize', objective: 'cost', constraints, variables: named, binaries: true }).result)
}
