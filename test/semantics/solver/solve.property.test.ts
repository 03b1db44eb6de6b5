/** The solver against brute force, and its laws, on small problems of every kind. */
import { assert, constantFrom, integer, oneof, property, record, string } from 'fast-check'
import { expect, test } from 'vitest'
import { listRepairs } from '../../../src/semantics/solver/list.ts'
import type { Problem, Repair } from '../../../src/semantics/solver/problem.ts'
import { standingsLazily } from '../../../src/semantics/solver/lazy.ts'
import { openProblem, solve, solvedFrom } from '../../../src/semantics/solver/solve.ts'
import { standings, standingsFrom } from '../../../src/semantics/solver/standing.ts'
import { tiesOf } from '../../../src/semantics/solver/tie.ts'
import { runs } from '../../reference/runs.ts'
import { allRepairs, type BruteRepair } from './brute.ts'
import { conditionalProblem, mixedProblem, randomComponent, shuffled } from './shapes.ts'

const NODES = 20_000
const problems = record({ seed: string({ maxLength: 8 }), members: integer({ min: 3, max: 11 }), top: constantFrom(1, 3, 20) })
type Drawn = { readonly seed: string; readonly members: number; readonly top: number }
const problemOf = ({ seed, members, top }: Drawn): Problem => mixedProblem(seed, members, top)
const conditionalOf = ({ seed, members, top }: Drawn): Problem => conditionalProblem(seed, Math.min(members, 9), top)
const everyProblem = oneof(problems.map(problemOf), problems.map(conditionalOf))

const maskOf = (out: readonly number[]): number => out.reduce((mask, member) => mask | (1 << member), 0)
const cheapest = (repairs: readonly BruteRepair[]): BruteRepair[] => {
  const least = repairs.reduce((cost, repair) => (repair.cost < cost ? repair.cost : cost), repairs[0]!.cost)
  return repairs.filter(({ cost }) => cost === least)
}
const keysOf = (problem: Problem, { out }: Repair): string[] => out.map((member) => problem.members[member]!.key)

test('[SEM301] the repair has the least weight that brute force finds', () => {
  assert(property(everyProblem, (problem) => {
    const { best, exact, lowerBound } = solve(problem, { nodes: NODES })
    const least = cheapest(allRepairs(problem))
    expect({ exact, cost: best.cost, lowerBound }).toEqual({ exact: true, cost: least[0]!.cost, lowerBound: least[0]!.cost })
    expect(least.map(({ out }) => out)).toContain(maskOf(best.out))
  }), runs(200))
})

test('[SEM302] among repairs of least weight ties decide, then keys', () => {
  assert(property(everyProblem, (problem) => {
    const ties = tiesOf(problem.id, problem.members.map(({ key }) => key))
    const tieOf = (out: number): number => ties.reduce((sum, tie, member) => ((out >> member) & 1 ? sum + tie : sum), 0)
    const byTie = cheapest(allRepairs(problem)).sort((a, b) => tieOf(a.out) - tieOf(b.out))
    expect(maskOf(solve(problem, { nodes: NODES }).best.out)).toBe(byTie[0]!.out)
  }), runs(200))
})

test('[SEM303] the order of members and constraints, and repetition, change nothing', () => {
  assert(property(everyProblem, string(), (problem, seed) => {
    const moved = shuffled({ ...problem, groups: [...problem.groups, ...problem.groups] }, seed)
    const [one, other] = [problem, moved].map((listed) => {
      const solved = solve(listed, { nodes: NODES })
      const repairs = listRepairs(listed, { nodes: NODES, forks: 4 })
      const stand = standings(listed, { nodes: NODES })
      const kept = listed.members.map(({ key }, member) => `${key} ${stand.kept[member]!}`).sort()
      const list = repairs.repairs.map((repair) => keysOf(listed, repair))
      return { best: keysOf(listed, solved.best), nodes: [solved.nodes, repairs.nodes, stand.nodes], kept, list }
    })
    expect(other).toEqual(one)
  }), runs(100))
})

test('[SEM307] the list holds every minimal repair once, best first', () => {
  assert(property(everyProblem, (problem) => {
    const all = allRepairs(problem)
    const { repairs, more, exact } = listRepairs(problem, { nodes: 50_000, forks: 1_000 })
    expect({ more, exact }).toEqual({ more: false, exact: true })
    expect(repairs.map(({ out }) => maskOf(out)).sort((a, b) => a - b)).toEqual(all.map(({ out }) => out).sort((a, b) => a - b))
    expect(repairs.map(({ cost }) => cost)).toEqual(all.map(({ cost }) => cost).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
    expect(repairs[0]).toEqual(solve(problem, { nodes: NODES }).best)
  }), runs(100))
})

test('[SEM308] a shorter list is the beginning of the longer one', () => {
  assert(property(everyProblem, integer({ min: 1, max: 6 }), (problem, forks) => {
    const whole = listRepairs(problem, { nodes: 50_000, forks: 1_000 }).repairs
    const short = listRepairs(problem, { nodes: 50_000, forks })
    expect(short.repairs).toEqual(whole.slice(0, forks))
    expect(short.more).toBe(whole.length > forks)
    expect(short.margin).toBe(whole.length > 1 ? whole[1]!.cost - whole[0]!.cost : null)
  }), runs(100))
})

const standsByBrute = (problem: Problem): string[] => {
  const least = cheapest(allRepairs(problem))
  return problem.members.map((_, member) => {
    const gone = least.filter(({ out }) => (out >> member) & 1).length
    return gone === 0 ? 'all' : gone === least.length ? 'none' : 'some'
  })
}

test('[SEM309] a standing counts the minimal repairs of least weight', () => {
  assert(property(everyProblem, (problem) => {
    expect(standings(problem, { nodes: NODES }).kept).toEqual(standsByBrute(problem))
  }), runs(200))
})

test('[SEM310] members of no weight stand by the minimal repairs too', () => {
  assert(property(everyProblem, (problem) => {
    const weightless = { ...problem, members: problem.members.map((member, at) => (at % 3 === 0 ? member : { ...member, weight: 0n })) }
    expect(standings(weightless, { nodes: NODES }).kept).toEqual(standsByBrute(weightless))
  }), runs(200))
})

test('[SEM314] problems that share no member are repaired apart', () => {
  assert(property(problems, problems, (one, other) => {
    const first = mixedProblem(one.seed, 7, one.top)
    const second = mixedProblem(`${other.seed}2`, 7, other.top)
    const shift = first.members.length
    const move = (members: readonly number[]): number[] => members.map((member) => member + shift)
    const both: Problem = {
      id: first.id,
      members: [...first.members, ...second.members.map((member) => ({ ...member, key: `n${member.key}` }))],
      nogoods: [...first.nogoods, ...second.nogoods.map((nogood) => ({ ...nogood, members: move(nogood.members) }))],
      groups: [...first.groups, ...second.groups.map((group) => ({ ...group, members: move(group.members), guards: move(group.guards) }))],
    }
    const { best } = solve(both, { nodes: NODES })
    const renamed = { ...second, id: first.id, members: both.members.slice(shift) }
    const parts = [solve(first, { nodes: NODES }).best, solve(renamed, { nodes: NODES }).best] as const
    expect(best).toEqual({ out: [...parts[0].out, ...move(parts[1].out)], cost: parts[0].cost + parts[1].cost })
  }), runs(100))
})

test('[SEM319] what is met while something stays is met by that, and what else stands then stays', () => {
  const members = [5n, 3n, 4n, 9n].map((weight, at) => ({ key: `k${at}`, weight }))
  const nogoods = [{ members: [0, 1], price: null, unless: [2] }, { members: [2, 3], price: null }]
  const problem: Problem = { id: 'unless', members, nogoods, groups: [] }
  expect(solve(problem, { nodes: NODES }).best).toEqual({ out: [1, 2], cost: 7n })
  const { repairs } = listRepairs(problem, { nodes: NODES, forks: 9 })
  expect(repairs).toEqual([{ out: [1, 2], cost: 7n }, { out: [3], cost: 9n }, { out: [0, 2], cost: 9n }].sort((a, b) => {
    return a.cost === b.cost ? repairs.findIndex(({ out }) => out[0] === a.out[0]) - repairs.findIndex(({ out }) => out[0] === b.out[0]) : 0
  }))
  expect(standings(problem, { nodes: NODES }).kept).toEqual(['all', 'none', 'none', 'all'])
})

test('[SEM319] over budget a repair keeps to it too', () => {
  assert(property(problems.map(conditionalOf), integer({ min: 0, max: 3 }), (problem, nodes) => {
    const { best, exact, lowerBound } = solve(problem, { nodes })
    const all = allRepairs(problem)
    expect(cheapest(all)[0]!.cost).toBeGreaterThanOrEqual(lowerBound)
    expect(best.cost).toBeGreaterThanOrEqual(cheapest(all)[0]!.cost)
    if (exact) expect(best.cost).toBe(lowerBound)
    expect(all.some(({ out }) => (out & maskOf(best.out)) === out)).toBe(true)
  }), runs(200))
})

test('[SEM320] what stands is the same, and so is the best repair, whichever is found out first', () => {
  const dense = record({ seed: string({ maxLength: 8 }), conflicts: integer({ min: 20, max: 80 }), top: constantFrom(1, 4, 20) })
  const denseOf = ({ seed, conflicts, top }: { seed: string; conflicts: number; top: number }): Problem =>
    randomComponent(seed, conflicts, 0.5, { top })
  assert(property(oneof(dense.map(denseOf), everyProblem), (problem) => {
    const opened = openProblem(problem, { nodes: NODES })
    const { best, exact } = solve(problem, { nodes: NODES })
    expect(solvedFrom(opened)).toMatchObject({ best, exact })
    expect(exact).toBe(true)
    // Asking lazily of somebody who knows nothing more solves first.
    expect(standingsFrom(opened).kept).toEqual(standingsLazily(problem, () => [], { nodes: NODES }).kept)
  }), runs(150))
})
