/** The solver on shapes made to be hard: whatever they are, it ends inside its budget and says honestly how far it came. */
import { expect, test } from 'vitest'
import { createRandom } from '../../../src/base/random.ts'
import { listOpened } from '../../../src/semantics/solver/list.ts'
import type { Group, Nogood, Problem } from '../../../src/semantics/solver/problem.ts'
import { openProblem, solvedFrom } from '../../../src/semantics/solver/solve.ts'
import { standingsFrom } from '../../../src/semantics/solver/standing.ts'
import { TIMEOUT_MS } from '../../reference/runs.ts'

const NODES = 5_000

const hard = (...members: number[]): Nogood => ({ members, price: null })
const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at)

interface Shape {
  readonly count: number
  readonly nogoods?: readonly Nogood[]
  readonly groups?: readonly Group[]
  weight?(member: number): bigint
}

const problemOf = ({ count, nogoods = [], groups = [], weight = () => 1_000_000n }: Shape): Problem => {
  const members = numbers(count).map((at) => ({ key: `m${String(at).padStart(6, '0')}`, weight: weight(at) }))
  return { id: 'worst', members, nogoods, groups }
}

const cycle = (count: number): Shape => ({ count, nogoods: numbers(count).map((at) => hard(at, (at + 1) % count)) })

function grid(side: number, weight?: (member: number) => bigint): Shape {
  const nogoods = numbers(side * side).flatMap((at) => [
    ...((at + 1) % side === 0 ? [] : [hard(at, at + 1)]),
    ...(at + side < side * side ? [hard(at, at + side)] : []),
  ])
  return weight === undefined ? { count: side * side, nogoods } : { count: side * side, nogoods, weight }
}

function triples(count: number, conflicts: number): readonly Nogood[] {
  const random = createRandom(`triples/${count}`)
  return numbers(conflicts).map(() => hard(random.below(count), random.below(count), random.below(count)))
}

const pairsOf = (count: number): Nogood[] => numbers(count).flatMap((one) => numbers(one).map((other) => hard(one, other)))
const stars = numbers(100).flatMap((star) => [hard(0, star + 1), ...numbers(100).map((ray) => hard(star + 1, 101 + star * 100 + ray))])
const rows = numbers(30).map((row): Group => ({ n: 1, members: numbers(30).map((at) => row * 30 + at), guards: [] }))
const columns = numbers(30).map((column): Group => ({ n: 1, members: numbers(30).map((at) => at * 30 + column), guards: [] }))

const shapes: readonly (readonly [string, Shape])[] = [
  ['a clique of 200, each weight several times', { count: 200, nogoods: pairsOf(200), weight: (at) => BigInt(1 + (at % 7)) }],
  ['an odd cycle of 301', cycle(301)],
  ['an odd cycle of 20,001', cycle(20_001)],
  ['a grid of equal weights', grid(20, () => 1n)],
  ['a grid of many weights', grid(40, (at) => BigInt(1 + ((at * 7_919) % 20)))],
  ['stars of stars', { count: 10_101, nogoods: stars }],
  ['a plateau of equal weights', { count: 600, nogoods: triples(600, 1_500) }],
  ['nothing weighs anything', { count: 200, nogoods: triples(200, 400), weight: () => 0n }],
  ['half weighs nothing', { count: 200, nogoods: triples(200, 400), weight: (at) => (at % 2 === 0 ? 5n : 0n) }],
  ['prices of thirty digits', {
    count: 200,
    nogoods: triples(200, 400).map((nogood, at) => (at % 3 === 0 ? nogood : { ...nogood, price: 10n ** 30n + BigInt(at) })),
  }],
  ['rows and columns', { count: 900, groups: [...rows, ...columns] }],
  ['a group of 10,000 equal values whose guard weighs as much', {
    count: 10_001,
    groups: [{ n: 3, members: numbers(10_000), guards: [10_000] }],
    weight: (at) => (at === 10_000 ? 9_997n : 1n),
  }],
  ['20,000 members in 40,000 nogoods', { count: 20_000, nogoods: triples(20_000, 40_000) }],
]

test.each(shapes)('[SEM312] %s', { timeout: TIMEOUT_MS }, (_, shape) => {
  const problem = problemOf(shape)
  const opened = openProblem(problem, { nodes: NODES })
  const { best, exact, lowerBound } = solvedFrom(opened)
  const { kept, exact: isAllKnown, nodes } = standingsFrom(opened)
  const listed = listOpened(opened, 16)
  const isRepair = ({ out }: { readonly out: readonly number[] }): boolean => {
    const gone = new Set(out)
    const isMet = ({ members, price }: Nogood): boolean => price !== null || members.some((member) => gone.has(member))
    const fits = ({ n, members, guards }: Group): boolean =>
      guards.some((guard) => gone.has(guard)) || members.filter((member) => !gone.has(member)).length <= n
    return problem.nogoods.every(isMet) && problem.groups.every(fits)
  }
  expect([best, ...listed.repairs].every(isRepair)).toBe(true)
  expect(Math.max(nodes, listed.nodes)).toBeLessThanOrEqual(NODES)
  expect(exact ? best.cost === lowerBound : best.cost >= lowerBound).toBe(true)
  expect(isAllKnown).toBe(!kept.includes('unknown'))
  expect(listed.exact || listed.more).toBe(true)
  expect(listed.repairs[0]).toEqual(best)
})
