/** Among: a step's rule is looked for among what it uses; that finds what looking through all proofs of what it gives would. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Facet } from '../../../src/frames/facet.ts'
import { HOLDS, type Fact } from '../../../src/semantics/store/facts.ts'
import { factIn } from '../../../src/semantics/store/part.ts'
import { tryLaw } from '../closure.ts'

const RULES = [
  'b(X, V) :- a(X, V).',
  'b(X, W) :- b(X, V), a(V, W).',
  'c(X, V) :- a(X, V), b(X, W), V != W.',
  'c(X, X) :- a(X, X).',
  'd(X, "yes") :- a(X, V), b(V, W), c(W, Y).',
  'near(X, Y) :- a(X, Y).',
  'near(X, Y) :- near(Y, X).',
  'd(X, V) :- near(X, Y), a(Y, V).',
  'd("n0", "law").',
]
const SLOTS: readonly (readonly [string, readonly Facet[]])[] = [
  ['a', [{ k: 'transitive' }]],
  ['a', [{ k: 'symmetric' }]],
  ['b', [{ k: 'inverse', of: 'a' }]],
  ['c', [{ k: 'sub', of: 'd' }]],
]
const name = fc.integer({ min: 0, max: 3 }).map((at) => `n${at}`)
const said = fc.tuple(name, fc.constantFrom('a', 'b', 'c', 'd', 'sameAs'), name)
const world = fc.record({
  rules: fc.subarray(RULES),
  slots: fc.subarray([...SLOTS]),
  said: fc.array(said, { minLength: 1, maxLength: 14 }),
  picks: fc.infiniteStream(fc.nat(1_000_000)),
  perRule: fc.constantFrom(6, 1_000_000),
})

test('[SEM503] a rule is found among what a step uses exactly where it is one of all proofs', () => {
  let found = 0
  fc.assert(
    fc.property(world, ({ rules, slots, said: claims, picks, perRule }) => {
      const facets = Object.fromEntries(slots.map(([slot]) => [slot, slots.filter(([one]) => one === slot).flatMap(([, list]) => list)]))
      const { closure, facts, say } = tryLaw({ rules, slots: facets }, perRule)
      for (const [frame, slot, ref] of claims) say(frame, slot, { ref })
      closure.settle()
      const pick = (count: number): number => (picks.next().value as number) % count
      const held = Array.from({ length: facts.count() }, (_none, at): Fact => at).filter((fact) => facts.is(fact, HOLDS))
      for (const fact of held) {
        const proofs = closure.proofsOf(fact).map((body) => body.map(factIn))
        for (let turn = 0; turn < 4; turn++) {
          const proof = proofs.length === 0 ? [] : proofs[pick(proofs.length)]!
          const some = [...proof, ...Array.from({ length: pick(4) }, () => held[pick(held.length)]!)]
          const among = [...new Set(some)].filter((one) => one !== fact && pick(6) > 0)
          const isOne = proofs.some((body) => body.every((part) => among.includes(part)))
          expect(closure.isProvedAmong(fact, among)).toBe(isOne)
          if (isOne) found += 1
        }
      }
    }),
    { seed: 5, numRuns: 200 },
  )
  expect(found).toBeGreaterThan(500)
})
