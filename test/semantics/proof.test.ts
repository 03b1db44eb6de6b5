/** Proofs by themselves: the minimal sets of leaves under facts, against every set of leaves tried one by one. */
import { expect, test } from 'vitest'
import { fc } from '../seeded.ts'
import type { Proof } from '../../src/semantics/proof/cone.ts'
import { compare, isWithin, union, unionOf, type Order } from '../../src/semantics/proof/environment.ts'
import { createHeap } from '../../src/semantics/proof/heap.ts'
import {
  COMBINATIONS_MAX,
  ENVIRONMENTS_MAX,
  jointEnvironments,
  labelsOf,
  minimal,
} from '../../src/semantics/proof/labels.ts'
import { leafOf } from '../../src/semantics/store/part.ts'

/** Against the order of the numbers, which are local and must not be seen. */
const order: Order = (a, b) => b - a
const sorted = (facts: Iterable<number>): number[] => [...new Set(facts)].sort(order)
const numbers = fc.array(fc.nat({ max: 7 }), { maxLength: 5 }).map(sorted)

test('[SEM472] sets of leaves are united, compared and found within each other as sets are', () => {
  fc.assert(
    fc.property(numbers, numbers, fc.array(numbers, { maxLength: 5 }), (a, b, many) => {
      expect(union(a, b, order)).toEqual(sorted([...a, ...b]))
      expect(unionOf(many, order)).toEqual(sorted(many.flat()))
      expect(isWithin(a, b)).toBe(a.every((fact) => b.includes(fact)))
      expect(Math.sign(compare(a, b, order))).toBe(a.join() === b.join() ? 0 : -Math.sign(compare(b, a, order)))
      if (a.length < b.length) expect(compare(a, b, order)).toBeLessThan(0)
      const at = a.findIndex((fact, index) => fact !== b[index])
      if (a.length === b.length && at >= 0) expect(Math.sign(compare(a, b, order))).toBe(Math.sign(order(a[at]!, b[at]!)))
    }),
    { numRuns: 300 },
  )
  const large = Array.from({ length: 40 }, (_none, index) => 40 - index)
  for (const small of [large.slice(5, 20), large.slice(0, 8)]) {
    expect(isWithin(small, large)).toBe(true)
    expect(isWithin([...small, 99], large)).toBe(false)
    expect(isWithin(large, small)).toBe(false)
  }
})

test('[SEM472] of several sets those that contain none of the others stay, smallest first', () => {
  fc.assert(
    fc.property(fc.array(numbers, { maxLength: 8 }), (many) => {
      const keys = [...new Set(many.map((one) => one.join()))].map((key) => key.split(',').filter(Boolean).map(Number))
      const least = keys.filter((one) => !keys.some((other) => other !== one && other.every((fact) => one.includes(fact))))
      expect(minimal(many, order)).toEqual(least.sort((a, b) => compare(a, b, order)))
    }),
    { numRuns: 200 },
  )
})

test('[SEM472] a heap gives out what it was given, smallest first, whenever it is asked', () => {
  fc.assert(
    fc.property(fc.array(fc.option(fc.nat({ max: 30 }), { freq: 3 }), { maxLength: 60 }), (asks) => {
      const heap = createHeap<number>((a, b) => a - b)
      const held: number[] = []
      for (const ask of asks) {
        if (ask === null) expect(heap.pop()).toBe(held.shift())
        else {
          heap.push(ask)
          held.push(ask)
          held.sort((a, b) => a - b)
        }
      }
      for (const one of held) expect(heap.pop()).toBe(one)
      expect(heap.pop()).toBeUndefined()
    }),
    { numRuns: 200 },
  )
})

/** Facts 0 to 5 are said, 6 to 11 are concluded, 5 also concluded; some bodies name a leaf by itself, some are empty. */
const SAID = [0, 1, 2, 3, 4, 5]
const part = fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 11 }) }, { weight: 1, arbitrary: fc.nat({ max: 5 }).map(leafOf) })
const proofs: fc.Arbitrary<readonly Proof[]> = fc.array(
  fc.record({
    head: fc.integer({ min: 5, max: 11 }),
    body: fc.oneof({ weight: 30, arbitrary: fc.array(part, { minLength: 1, maxLength: 3 }) }, fc.constant([])),
  }),
  { maxLength: 12 },
)

/** What a set of said facts proves. */
function provedBy(leaves: readonly number[], among: readonly Proof[]): ReadonlySet<number> {
  const held = new Set<number>([...leaves, ...leaves.map(leafOf)])
  for (let before = -1; before !== held.size; ) {
    before = held.size
    for (const { head, body } of among) if (body.every((one) => held.has(one))) held.add(head)
  }
  return held
}

const subsetsOf = (facts: readonly number[]): number[][] =>
  facts.reduce<number[][]>((sets, fact) => sets.flatMap((set) => [set, [...set, fact]]), [[]])

test('[SEM472] labels are all minimal sets of leaves that prove a fact, and joint ones those that prove several', () => {
  fc.assert(
    fc.property(proofs, (among) => {
      const leaves = [...SAID, ...SAID.map(leafOf)]
      const labels = labelsOf({ leaves, proofs: among }, order)
      const tried = subsetsOf(SAID).map((set) => ({ set: sorted(set), held: provedBy(set, among) }))
      const expected = (facts: readonly number[]): unknown =>
        minimal(tried.flatMap(({ set, held }) => (facts.every((fact) => held.has(fact)) ? [set] : [])), order)
      for (let fact = 0; fact < 12; fact++) expect([fact, labels.of(fact), labels.isComplete(fact)]).toEqual([fact, expected([fact]), true])
      for (const facts of [[], [6, 7], [5, 8, 9], [10, 11, leafOf(3)]]) {
        const joint = jointEnvironments(facts, labels, order)
        expect([facts, joint.environments, joint.all]).toEqual([facts, expected(facts), true])
      }
    }),
    { numRuns: 150 },
  )
})

test('[SEM472] a list that is cut is the beginning of the whole one, and known to be cut with all that rests on it', () => {
  // A fact with one proof for each of 600 leaves; another that takes it together with one leaf more.
  const leaves = Array.from({ length: 601 }, (_none, index) => index)
  const [wide, above, apart] = [1_000, 1_001, 1_002]
  const among: Proof[] = [
    ...leaves.slice(0, 600).map((leaf) => ({ head: wide, body: [leaf] })),
    { head: above, body: [wide, 600] },
    { head: apart, body: [600] },
  ]
  const labels = labelsOf({ leaves, proofs: among }, order)
  expect(labels.of(wide)).toEqual(leaves.slice(600 - ENVIRONMENTS_MAX, 600).reverse().map((leaf) => [leaf]))
  expect([wide, above, apart, 600].map(labels.isComplete)).toEqual([false, false, true, true])
  expect(jointEnvironments([wide, apart], labels, order).all).toBe(false)
  expect(jointEnvironments([apart, 600], labels, order)).toEqual({ environments: [[600]], all: true })
})

test('[SEM472] where combinations are too many some are left out, which is said', () => {
  // Three facts with 17 proofs each, by leaves of their own: 4,913 combinations.
  const heads = [1_000, 1_001, 1_002]
  const leaves = Array.from({ length: 51 }, (_none, index) => index)
  const among = leaves.map((leaf) => ({ head: heads[leaf % 3]!, body: [leaf] }))
  const labels = labelsOf({ leaves, proofs: among }, order)
  const two = jointEnvironments(heads.slice(0, 2), labels, order)
  expect([two.environments.length, two.all]).toEqual([289, true])
  const three = jointEnvironments(heads, labels, order)
  expect([three.environments.length <= COMBINATIONS_MAX, three.environments.length > 0, three.all]).toEqual([true, true, false])
  expect(new Set(three.environments.map((one) => one.map((leaf) => leaf % 3).sort().join()))).toEqual(new Set(['0,1,2']))
})
