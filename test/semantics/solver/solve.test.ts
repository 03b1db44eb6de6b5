/** The solver on cases that a person can check, over its budget, and on shapes made to be hard. */
import { expect, test } from 'vitest'
import { createRandom } from '../../../src/base/random.ts'
import { listRepairs } from '../../../src/semantics/solver/list.ts'
import type { Nogood, Problem } from '../../../src/semantics/solver/problem.ts'
import { solve } from '../../../src/semantics/solver/solve.ts'
import { standings } from '../../../src/semantics/solver/standing.ts'
import { TIMEOUT_MS } from '../../reference/runs.ts'
import { membersOf, randomComponent } from './shapes.ts'

const hard = (...members: number[]): Nogood => ({ members, price: null })
const soft = (price: bigint, ...members: number[]): Nogood => ({ members, price })
const equal = (count: number, nogoods: readonly Nogood[]): Problem => {
  return { id: 'case', members: membersOf(createRandom('case'), count, 1), nogoods, groups: [] }
}
const weighing = (weights: readonly bigint[], nogoods: readonly Nogood[]): Problem => {
  return { id: 'case', members: weights.map((weight, at) => ({ key: `k${at}`, weight })), nogoods, groups: [] }
}

test('[SEM304] over budget: a greedy repair, a lower bound, not exact', () => {
  const problem = randomComponent('over', 300, 0.4, { top: 1 })
  const { best, exact, lowerBound, nodes } = solve(problem, { nodes: 5 })
  expect({ exact, within: nodes <= 5 }).toEqual({ exact: false, within: true })
  expect(lowerBound).toBeGreaterThan(0n)
  expect(lowerBound).toBeLessThanOrEqual(best.cost)
  const out = new Set(best.out)
  expect(problem.nogoods.every(({ members }) => members.some((member) => out.has(member)))).toBe(true)
  for (const member of out) {
    expect(problem.nogoods.some(({ members }) => members.every((other) => out.has(other) === (other === member)))).toBe(true)
  }
})

test('[SEM304] without any budget trivial problems are still exact', () => {
  const best = { out: [1], cost: 3n }
  expect(solve(weighing([5n, 3n], [hard(0, 1)]), { nodes: 0 })).toEqual({ best, exact: true, lowerBound: 3n, nodes: 0 })
})

test('[SEM305] a soft nogood is paid when that is cheaper', () => {
  expect(solve(weighing([5n, 4n], [soft(3n, 0, 1)]), { nodes: 9 }).best).toEqual({ out: [], cost: 3n })
  expect(solve(weighing([5n, 4n], [soft(3n, 0, 1), soft(2n, 1, 0)]), { nodes: 9 }).best).toEqual({ out: [1], cost: 4n })
  expect(solve(weighing([5n, 4n], [soft(0n, 0, 1)]), { nodes: 9 }).best).toEqual({ out: [], cost: 0n })
  expect(solve(weighing([5n, 4n], [soft(2n, 0), hard(0, 1)]), { nodes: 9 }).best).toEqual({ out: [0], cost: 5n })
})

test('[SEM306] a group of 10,000 keeps its heaviest without search', { timeout: TIMEOUT_MS }, () => {
  const members = membersOf(createRandom('group'), 10_000, 1_000_000)
  const problem: Problem = { id: 'group', members, nogoods: [], groups: [{ n: 3, members: members.map((_, at) => at), guards: [] }] }
  const { best, exact, nodes } = solve(problem, { nodes: 0 })
  const byWeight = (a: bigint, b: bigint): number => (a < b ? 1 : -1)
  const heaviest = members.map(({ weight }) => weight).sort(byWeight).slice(0, 3)
  const out = new Set(best.out)
  const kept = members.filter((_, at) => !out.has(at)).map(({ weight }) => weight).sort(byWeight)
  expect({ exact, nodes, kept }).toEqual({ exact: true, nodes: 0, kept: heaviest })
  expect(listRepairs(problem, { nodes: 20_000, forks: 2 })).toMatchObject({ more: true, exact: true })
})

const ofGuarded = (guards: readonly bigint[], members: readonly bigint[], n: number): Problem => ({
  ...weighing([...guards, ...members], []),
  groups: [{ n, members: members.map((_, at) => at + guards.length), guards: guards.map((_, at) => at) }],
})

test('[SEM315] while every guard stays a group lets n stay: the lightest of guards and superfluous members go', () => {
  expect(solve(ofGuarded([5n], [1n, 2n, 3n], 1), { nodes: 9 }).best).toEqual({ out: [1, 2], cost: 3n })
  expect(solve(ofGuarded([2n], [1n, 2n, 3n], 1), { nodes: 9 }).best).toEqual({ out: [0], cost: 2n })
  expect(standings(ofGuarded([3n, 4n], [1n, 2n, 3n], 1), { nodes: 9 }).kept).toEqual(['some', 'all', 'some', 'some', 'all'])
  expect(listRepairs(ofGuarded([4n], [1n, 2n, 3n], 1), { nodes: 99, forks: 9 }).repairs).toEqual([
    { out: [1, 2], cost: 3n },
    ...[{ out: [0], cost: 4n }, { out: [1, 3], cost: 4n }].sort((a) => (a.out.length === 1 ? 0 : 1)),
    { out: [2, 3], cost: 5n },
  ])
})

test('[SEM315] 10,000 values under a guard are decided by weight, without search', { timeout: TIMEOUT_MS }, () => {
  const values = membersOf(createRandom('guarded'), 10_000, 1_000_000).map(({ weight }) => weight)
  const problem = ofGuarded([10n ** 15n, 9n * 10n ** 14n], values, 3)
  const { best, exact, nodes } = solve(problem, { nodes: 0 })
  expect({ exact, nodes, out: best.out }).toEqual({ exact: true, nodes: 0, out: [1] })
  const stand = standings(problem, { nodes: 0 })
  expect({ exact: stand.exact, none: stand.kept.filter((kept) => kept !== 'all') }).toEqual({ exact: true, none: ['none'] })
  expect(listRepairs(problem, { nodes: 20_000, forks: 16 })).toMatchObject({ more: true, exact: true })
})

test('[SEM308] over budget the list is not exact and says that there is more', () => {
  const problem = randomComponent('list', 100, 1.1, { top: 1 })
  expect(listRepairs(problem, { nodes: 30, forks: 16 })).toMatchObject({ more: true, exact: false })
})

test('[SEM311] over budget a standing is unknown; a member in no constraint is kept', () => {
  const problem = randomComponent('unknown', 300, 0.4, { top: 1 })
  const alone = { ...problem, members: [...problem.members, { key: 'z', weight: 1n }] }
  const { kept, exact } = standings(alone, { nodes: 3 })
  expect({ exact, alone: kept.at(-1), some: kept.includes('some') }).toEqual({ exact: false, alone: 'all', some: false })
  expect(kept).toContain('unknown')
})

const clique = (count: number, offset: number): Nogood[] => {
  const nogoods: Nogood[] = []
  for (let one = 0; one < count; one++) for (let other = 0; other < one; other++) nogoods.push(hard(one + offset, other + offset))
  return nogoods
}

test('[SEM312] cliques of mutual nogoods, apart and bound together', { timeout: TIMEOUT_MS }, () => {
  expect(solve(equal(150, clique(150, 0)), { nodes: 20_000 })).toMatchObject({ exact: true, best: { cost: 149_000_000n } })
  const bound = [...clique(12, 0), ...clique(12, 12), ...clique(12, 24), hard(0, 12, 24), hard(1, 13, 25)]
  expect(solve(equal(36, bound), { nodes: 20_000 })).toMatchObject({ exact: true, best: { cost: 33_000_000n } })
})

test('[SEM312] projective planes end inside their budget', { timeout: TIMEOUT_MS }, () => {
  const plane = (order: number): Problem => {
    const points: [number, number, number][] = []
    for (let y = 0; y < order; y++) for (let z = 0; z < order; z++) points.push([1, y, z])
    for (let z = 0; z < order; z++) points.push([0, 1, z])
    points.push([0, 0, 1])
    const meets = (a: readonly number[], b: readonly number[]): boolean => (a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!) % order === 0
    const lines = points.map((line) => hard(...points.flatMap((point, at) => (meets(line, point) ? [at] : []))))
    return equal(points.length, lines)
  }
  expect(solve(plane(3), { nodes: 20_000 })).toMatchObject({ exact: true, best: { cost: 4_000_000n } })
  const large = solve(plane(11), { nodes: 300 })
  expect(large.nodes).toBeLessThanOrEqual(300)
  expect(large.best.out.length).toBeGreaterThanOrEqual(12)
})

test('[SEM312] a long odd cycle of equal weights', { timeout: TIMEOUT_MS }, () => {
  const cycle = equal(1_001, Array.from({ length: 1_001 }, (_, at) => hard(at, (at + 1) % 1_001)))
  expect(solve(cycle, { nodes: 20_000 })).toMatchObject({ exact: true, best: { cost: 501_000_000n } })
})

test('[SEM312] one member in 100,000 nogoods', { timeout: TIMEOUT_MS }, () => {
  const count = 100_000
  const weights = Array.from({ length: count + 1 }, (_, at) => (at === 0 ? 1_000n : 1n))
  const star = weighing(weights, Array.from({ length: count }, (_, at) => hard(0, at + 1)))
  expect(solve(star, { nodes: 20_000 })).toMatchObject({ exact: true, best: { out: [0], cost: 1_000n } })
})

test('[SEM312] groups that share members', { timeout: TIMEOUT_MS }, () => {
  const members = membersOf(createRandom('groups'), 3_000, 50)
  const every = (count: number, from: number): number[] => members.flatMap((_, at) => (at % count === from ? [at] : []))
  const rows = Array.from({ length: 30 }, (_, row) => ({ n: 2, members: every(30, row), guards: [] }))
  const across = Array.from({ length: 100 }, (_, column) => ({ n: 1, members: every(100, column), guards: [] }))
  const { exact, lowerBound, best } = solve({ id: 'groups', members, nogoods: [], groups: [...rows, ...across] }, { nodes: 2_000 })
  expect(exact || lowerBound <= best.cost).toBe(true)
})
