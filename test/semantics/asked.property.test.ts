/** Latents asked about one way out after another, against the same latents spelled out beforehand. */
import { assert, array, integer, property, record, uniqueArray } from 'fast-check'
import { expect, test } from 'vitest'
import type { Latent } from '../../src/semantics/conflict/breach.ts'
import { listLazily, standingsLazily } from '../../src/semantics/solver/lazy.ts'
import { listRepairs } from '../../src/semantics/solver/list.ts'
import type { Problem } from '../../src/semantics/solver/problem.ts'
import { standings } from '../../src/semantics/solver/standing.ts'
import { moreIn, spelledOut, SPELLED_MAX } from '../../src/semantics/verdict/asked.ts'
import { runs } from '../reference/runs.ts'

const MEMBERS = 7
const [nodes, forks] = [10_000, 500]
const leaves = (from: number, until: number): ReturnType<typeof uniqueArray<number>> =>
  uniqueArray(integer({ min: from, max: until }), { minLength: 1, maxLength: 2 })
const latentFrom = (members: readonly number[], unless: readonly (readonly number[])[]): Latent => {
  const about = [...members, ...unless.flat()]
  return { law: 'law', leaves: members, price: null, by: { builtin: 'law' }, clause: undefined, values: [], complete: true, about, unless }
}
const worlds = record({
  pairs: array(uniqueArray(integer({ min: 0, max: MEMBERS - 1 }), { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 6 }),
  latents: array(record({ members: leaves(0, 2), unless: array(leaves(3, MEMBERS - 1), { minLength: 1, maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
  weights: array(integer({ min: 1, max: 4 }), { minLength: MEMBERS, maxLength: MEMBERS }),
})

test('[SEM453] latents that the solver asks about and those spelled out beforehand have the same forks and standings', () => {
  assert(
    property(worlds, ({ pairs, latents: drawn, weights }) => {
      const latents = drawn.map(({ members, unless }) => latentFrom(members, unless))
      const members = weights.map((weight, at) => ({ key: `k${at}`, weight: BigInt(weight) }))
      const known: Problem = { id: 'x', members, nogoods: pairs.map((pair) => ({ members: pair, price: null })), groups: [] }
      const all = [...members.keys()]
      const whole: Problem = { ...known, nogoods: [...known.nogoods, ...spelledOut(latents, all)!] }
      const more = moreIn({ active: [], latents }, all, () => true)!
      const [expected, asked] = [listRepairs(whole, { nodes, forks }), listLazily(known, more, { nodes, forks })]
      expect({ repairs: asked.repairs, exact: asked.exact }).toEqual({ repairs: expected.repairs, exact: true })
      expect(standingsLazily(known, more, { nodes }).kept).toEqual(standings(whole, { nodes }).kept)
    }),
    runs(200),
  )
})

test('[SEM453] ways too many to spell out are asked about instead', () => {
  const ways = Array.from({ length: 12 }, (_, at) => [1 + at * 2, 2 + at * 2])
  expect(2 ** ways.length).toBeGreaterThan(SPELLED_MAX)
  const all = Array.from({ length: 25 }, (_, at) => at)
  expect(spelledOut([latentFrom([0], ways)], all)).toBeUndefined()
  const more = moreIn({ active: [], latents: [latentFrom([0], ways)] }, all, (leaf) => leaf !== 2)!
  expect(more(ways.slice(1).map(([first]) => first!))).toEqual([{ members: [0], unless: [2, ...ways.slice(1).map(([first]) => first)] }])
  expect(more(ways.slice(2).map(([first]) => first!))).toEqual([])
})
