/** Single: one nogood is answered without a search as a search answers it. */
import { array, assert, constantFrom, integer, property, string, uniqueArray } from 'fast-check'
import { expect, test } from 'vitest'
import { listRepairs } from '../../../src/semantics/solver/list.ts'
import type { Problem } from '../../../src/semantics/solver/problem.ts'
import { SINGLE_MEMBERS_MAX, SINGLE_NODES, singleOf } from '../../../src/semantics/solver/single.ts'
import { standings } from '../../../src/semantics/solver/standing.ts'
import { runs } from '../../reference/runs.ts'

const weights = array(constantFrom(0n, 1n, 7n, 900_000n, 1_000_000n, 10n ** 14n), { minLength: 1, maxLength: SINGLE_MEMBERS_MAX })

/** One nogood of members with these weights, listed in an order that `turn` decides. */
function problemOf(id: string, held: readonly bigint[], keys: readonly string[], turn: number): Problem {
  const members = held.map((weight, at) => ({ key: keys[at] ?? '', weight }))
  const order = held.map((_, at) => (at + turn) % held.length)
  return { id, members, nogoods: [{ members: order, price: null }], groups: [] }
}

test('[SEM585] a single hard nogood is answered without a search, as the search answers it, however many forks are listed', () => {
  const keys = uniqueArray(string({ minLength: 1, maxLength: 4 }), { minLength: SINGLE_MEMBERS_MAX, maxLength: SINGLE_MEMBERS_MAX })
  assert(property(string(), weights, keys, integer({ min: 0, max: 7 }), integer({ min: 1, max: 9 }), (id, held, named, turn, forks) => {
    const problem = problemOf(id, held, named, turn)
    const single = singleOf(problem, SINGLE_NODES)
    const [listed, standing] = [listRepairs(problem, { nodes: SINGLE_NODES, forks }), standings(problem, { nodes: SINGLE_NODES })]
    expect([listed.exact, standing.exact]).toEqual([true, true])
    expect(listed.more).toBe(held.length > forks)
    expect(single?.repairs.slice(0, forks)).toEqual(listed.repairs)
    expect(single?.kept).toEqual(standing.kept)
  }), runs(400))
})

test('[SEM585] everything else is left to the search', () => {
  const plain = problemOf('id', [1n, 2n], ['a', 'b'], 0)
  expect(singleOf(plain, SINGLE_NODES)).toBeDefined()
  const others: readonly Problem[] = [
    { ...plain, nogoods: [] },
    { ...plain, nogoods: [...plain.nogoods, { members: [0], price: null }] },
    { ...plain, nogoods: [{ members: [0, 1], price: 5n }] },
    { ...plain, nogoods: [{ members: [0], price: null, unless: [1] }] },
    { ...plain, nogoods: [{ members: [0, 1], price: null, unless: [1] }] },
    { ...plain, nogoods: [{ members: [0], price: null }] },
    { ...plain, nogoods: [{ members: [0, 0], price: null }] },
    { ...plain, groups: [{ n: 1, members: [0, 1], guards: [] }] },
  ]
  for (const other of others) expect(singleOf(other, SINGLE_NODES)).toBeUndefined()
  expect(singleOf(plain, SINGLE_NODES - 1)).toBeUndefined()
  const large = problemOf('id', Array.from({ length: SINGLE_MEMBERS_MAX + 1 }, () => 1n), [...'abcdefghi'], 0)
  expect(singleOf(large, SINGLE_NODES)).toBeUndefined()
})
