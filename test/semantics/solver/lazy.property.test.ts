/** Lazy answers against those to the whole problem, when part of its nogoods is only known to somebody who is asked. */
import { assert, constantFrom, integer, property, record, string } from 'fast-check'
import { expect, test } from 'vitest'
import type { Broken, More } from '../../../src/semantics/solver/asking.ts'
import { listLazily, solveLazily, standingsLazily } from '../../../src/semantics/solver/lazy.ts'
import { listRepairs } from '../../../src/semantics/solver/list.ts'
import type { Nogood, Problem } from '../../../src/semantics/solver/problem.ts'
import { solve } from '../../../src/semantics/solver/solve.ts'
import { standings } from '../../../src/semantics/solver/standing.ts'
import { runs } from '../../reference/runs.ts'
import { conditionalProblem, mixedProblem, randomComponent, shuffled } from './shapes.ts'

const NODES = 20_000

interface Hidden {
  readonly whole: Problem
  readonly known: Problem
  readonly more: More
}

/** Hides every hard nogood whose place is no multiple of `every`; whoever is asked names at most `most` of those that are broken. */
function hide(whole: Problem, every: number, most: number): Hidden {
  const isHidden = (at: number): boolean => whole.nogoods[at]!.price === null && at % every !== 0
  const hidden = whole.nogoods.filter((_, at) => isHidden(at))
  const isBroken = ({ members, unless = [] }: Nogood, out: readonly number[]): boolean =>
    members.every((member) => !out.includes(member)) && unless.every((member) => out.includes(member))
  const said = ({ members, unless }: Nogood): Broken => (unless === undefined ? members : { members, unless })
  const more: More = (out) => hidden.filter((nogood) => isBroken(nogood, out)).slice(0, most).map(said)
  return { whole, known: { ...whole, nogoods: whole.nogoods.filter((_, at) => !isHidden(at)) }, more }
}

const hiddenProblems = record({
  seed: string({ maxLength: 8 }),
  members: integer({ min: 3, max: 11 }),
  top: constantFrom(1, 3, 20),
  every: constantFrom(1, 2, 4, 100),
  most: constantFrom(1, 2, 100),
  draw: constantFrom(mixedProblem, conditionalProblem),
}).map(({ seed, members, top, every, most, draw }) => hide(draw(seed, members, top), every, most))

test('[SEM316] the best repair is that of the whole problem', () => {
  assert(property(hiddenProblems, ({ whole, known, more }) => {
    const { best, exact, lowerBound, problem } = solveLazily(known, more, { nodes: NODES })
    const { nodes: _, ...expected } = solve(whole, { nodes: NODES })
    expect({ best, exact, lowerBound }).toEqual(expected)
    expect(solve(problem, { nodes: NODES }).best).toEqual(best)
  }), runs(200))
})

test('[SEM316] standings are those of the whole problem', () => {
  assert(property(hiddenProblems, ({ whole, known, more }) => {
    const { kept, exact } = standingsLazily(known, more, { nodes: NODES })
    expect({ kept, exact }).toEqual({ kept: standings(whole, { nodes: NODES }).kept, exact: true })
  }), runs(200))
})

test('[SEM316] the list is that of the whole problem, and so is whether there is more', () => {
  assert(property(hiddenProblems, constantFrom(1, 3, 1_000), ({ whole, known, more }, forks) => {
    const { repairs, exact, more: isMore } = listLazily(known, more, { nodes: NODES * 5, forks })
    const expected = listRepairs(whole, { nodes: NODES * 5, forks })
    expect({ repairs, exact, isMore }).toEqual({ repairs: expected.repairs, exact: true, isMore: expected.more })
  }), runs(200))
})

test('[SEM317] with few nodes the repair shown stands, the bound is one, and a standing is right or unknown', () => {
  assert(property(hiddenProblems, integer({ min: 0, max: 12 }), ({ whole, known, more }, nodes) => {
    const solved = solveLazily(known, more, { nodes })
    const listed = listLazily(known, more, { nodes, forks: 3 })
    const stand = standingsLazily(known, more, { nodes })
    for (const { out, cost } of [solved.best, ...listed.repairs]) {
      expect(more(out)).toEqual([])
      expect(cost).toBeGreaterThanOrEqual(solved.lowerBound)
    }
    const right = standings(whole, { nodes: NODES }).kept
    stand.kept.forEach((kept, member) => expect([right[member], 'unknown']).toContain(kept))
    for (const { nodes: used } of [solved, listed, stand]) expect(used).toBeLessThanOrEqual(nodes)
    if (!listed.exact) expect(listed.more).toBe(true)
  }), runs(200))
})

test('[SEM317] a large problem of which nothing is known beforehand', () => {
  const { whole, known, more } = hide(randomComponent('lazy', 100, 1.1, { top: 20 }), 1_000, 1_000)
  const { best, exact } = solveLazily(known, more, { nodes: NODES })
  expect({ best, exact }).toEqual({ best: solve(whole, { nodes: NODES }).best, exact: true })
  expect(solveLazily(known, more, { nodes: 3 }).exact).toBe(false)
})

test('[SEM318] the order of members and constraints changes nothing', () => {
  assert(property(hiddenProblems, string(), integer({ min: 0, max: 40 }), ({ known, more }, seed, nodes) => {
    const moved = shuffled(known, seed)
    const keyOf = (problem: Problem) => (member: number) => problem.members[member]!.key
    const place = new Map(moved.members.map(({ key }, at) => [key, at]))
    const old = new Map(known.members.map(({ key }, at) => [key, at]))
    const asked: More = (out) => {
      const there = out.map((member) => old.get(keyOf(moved)(member))!)
      const back = (members: readonly number[]): number[] => members.map((member) => place.get(keyOf(known)(member))!)
      const named = more(there).map((broken) => ('unless' in broken ? broken : { members: broken, unless: [] }))
      return named.map(({ members, unless }) => ({ members: back(members), unless: back(unless) })).reverse()
    }
    const [one, other] = ([[known, more], [moved, asked]] as const).map(([problem, who]) => {
      const solved = solveLazily(problem, who, { nodes })
      const listed = listLazily(problem, who, { nodes, forks: 3 })
      const stand = standingsLazily(problem, who, { nodes })
      const kept = problem.members.map(({ key }, member) => `${key} ${stand.kept[member]!}`).sort()
      const repairs = [solved.best, ...listed.repairs].map(({ out, cost }) => [out.map(keyOf(problem)), cost])
      return { repairs, kept, nodes: [solved.nodes, listed.nodes, stand.nodes] }
    })
    expect(other).toEqual(one)
  }), runs(100))
})
