/** The solver against two integer programming solvers, YALPS and HiGHS, on components too large for brute force. */
import highs from 'highs'
import { expect, test } from 'vitest'
import { greaterEq, solve as yalps } from 'yalps'
import type { Problem } from '../../../src/semantics/solver/problem.ts'
import { solve } from '../../../src/semantics/solver/solve.ts'
import { randomComponent } from './shapes.ts'

const components = [['tree', 1.1, 100], ['tree', 1.1, 300], ['dense', 0.4, 60], ['dense', 0.4, 100]] as const
const each = components.flatMap(([name, spread, conflicts]) => {
  return [0, 1].map((seed) => {
    const problem = randomComponent(`${name}/${conflicts}/${seed}`, conflicts, spread, { top: 20 })
    return { name: `${name} ${conflicts} ${seed}`, problem }
  })
})

// Its types describe the CommonJS build, where the loader is one level deeper than in the module that Node loads.
const load = highs as unknown as typeof highs.default

const votesOf = (weight: bigint): number => Number(weight / 1_000_000n)

function byYalps(problem: Problem): number {
  const places = new Map<number, Record<string, number>>()
  problem.members.forEach(({ weight }, member) => places.set(member, { cost: votesOf(weight) }))
  problem.nogoods.forEach(({ members }, at) => members.forEach((member) => (places.get(member)![`c${at}`] = 1)))
  const constraints = new Map(problem.nogoods.map((_, at) => [`c${at}`, greaterEq(1)]))
  return Math.round(yalps({ direction: 'minimize', objective: 'cost', constraints, variables: places, binaries: true }).result)
}

async function byHighs(problem: Problem): Promise<number> {
  const solver = await load()
  const cost = problem.members.map(({ weight }, member) => `${votesOf(weight)} x${member}`).join(' + ')
  const rows = problem.nogoods.map(({ members }, at) => `c${at}: ${members.map((member) => `x${member}`).join(' + ')} >= 1`)
  const names = problem.members.map((_, member) => `x${member}`).join('\n')
  return Math.round(solver.solve(`Minimize\nobj: ${cost}\nSubject To\n${rows.join('\n')}\nBinary\n${names}\nEnd`).ObjectiveValue)
}

test.each(each)('[SEM313] $name: the optimum of YALPS and HiGHS', { timeout: 60_000 }, async ({ problem }) => {
  const { best, exact } = solve(problem, { nodes: 20_000 })
  expect(exact).toBe(true)
  expect(votesOf(best.cost)).toBe(byYalps(problem))
  expect(votesOf(best.cost)).toBe(await byHighs(problem))
})
