/** Alone: every small problem of one constraint, guarded or not, against brute force. */
import { expect, test } from 'vitest'
import { listRepairs } from '../../../src/semantics/solver/list.ts'
import type { Problem } from '../../../src/semantics/solver/problem.ts'
import { solve } from '../../../src/semantics/solver/solve.ts'
import { standings } from '../../../src/semantics/solver/standing.ts'
import { allRepairs } from './brute.ts'

/** Every list of up to `max` weights, none heavier than `heaviest`, in rising order. */
function weightsUpTo(max: number, heaviest: bigint): readonly (readonly bigint[])[] {
  const lists: (readonly bigint[])[] = [[]]
  for (const list of lists) {
    if (list.length === max) continue
    for (let weight = list.at(-1) ?? 0n; weight <= heaviest; weight++) lists.push([...list, weight])
  }
  return lists
}

const PROBLEMS = weightsUpTo(2, 3n).flatMap((guards) =>
  weightsUpTo(4, 2n).flatMap((values) =>
    [0, 1, 2]
      .filter((n) => n < values.length)
      .map((n): Problem => ({
        id: 'alone',
        members: [...guards, ...values].map((weight, at) => ({ key: `k${at}`, weight })),
        nogoods: [],
        groups: [{ n, members: values.map((_, at) => at + guards.length), guards: guards.map((_, at) => at) }],
      })),
  ),
)

test('[SEM315] one group alone, with guards or without: repairs, their order and standings are those of brute force', () => {
  for (const problem of PROBLEMS) {
    const all = allRepairs(problem)
    const least = all.reduce((held, { cost }) => (cost < held ? cost : held), all[0]!.cost)
    const best = all.filter(({ cost }) => cost === least)
    const kept = problem.members.map((_, at) => {
      const gone = best.filter(({ out }) => (out >> at) & 1).length
      return gone === 0 ? 'all' : gone === best.length ? 'none' : 'some'
    })
    const what = JSON.stringify([problem.groups, problem.members.map(({ weight }) => String(weight))])
    expect([what, solve(problem, { nodes: 99 }).best.cost]).toEqual([what, least])
    expect([what, standings(problem, { nodes: 99 }).kept]).toEqual([what, kept])
    const { repairs, more, exact } = listRepairs(problem, { nodes: 999, forks: 99 })
    const masks = repairs.map(({ out }) => out.reduce((mask, at) => mask | (1 << at), 0))
    expect([what, [...masks].sort((a, b) => a - b)]).toEqual([what, all.map(({ out }) => out).sort((a, b) => a - b)])
    expect([what, more, exact]).toEqual([what, false, true])
    const costs = repairs.map(({ cost }) => cost)
    expect([what, costs]).toEqual([what, costs.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))])
  }
})
