/** Merging: the laws of a union, on random reasoning of several authors toward two goals. */
import { expect, test } from 'vitest'
import { fc } from '../seeded.ts'
import { contentHash, mergeReasoning, reasoningOf, type Reasoning } from '../../src/traces/merge.ts'
import type { Check, Step, Trace } from '../../src/traces/trace.ts'

const check: fc.Arbitrary<Check> = fc.oneof(
  fc.constantFrom<Check>({ k: 'say' }, { k: 'rule' }, { k: 'observe' }),
  fc.record({ k: fc.constant('arith' as const), expr: fc.constantFrom('1+1', '2'), value: fc.constant('2'), round: fc.boolean() }),
)
const statement = fc.record({
  frame: fc.constantFrom('q0', 'q1'),
  slot: fc.constant('answer'),
  value: fc.constantFrom(1, 2),
  not: fc.boolean(),
})

/** Steps that use earlier ones and claims: few texts, so that authors often make the same step. */
const steps: fc.Arbitrary<readonly Step[]> = fc
  .array(
    fc.record({
      text: fc.constantFrom('a', 'b'),
      uses: fc.array(fc.nat(4), { maxLength: 2 }),
      checks: fc.array(check, { maxLength: 1 }),
      gives: fc.option(statement, { nil: undefined }),
    }),
    { maxLength: 5 },
  )
  .map((drafts) =>
    drafts.map(({ uses, ...draft }, at) => ({ id: `s${at}`, ...draft, uses: uses.map((use) => (use < at ? `s${use}` : `c${use}`)) })),
  )

const trace: fc.Arbitrary<Trace> = fc.record({
  id: fc.constantFrom('t0', 't1', 't2'),
  by: fc.constantFrom('ann', 'bob'),
  goal: fc.constantFrom('g0', 'g0', 'g1'),
  concludes: fc.option(statement, { nil: undefined }),
  steps,
})
const reasoning: fc.Arbitrary<Reasoning> = fc
  .array(trace, { minLength: 1, maxLength: 3 })
  .map((traces) => mergeReasoning('g0', traces.map(reasoningOf)))

const merge = (...parts: readonly Reasoning[]): Reasoning => mergeReasoning('g0', parts)

test('[TRC9] merging is associative, commutative and idempotent', () => {
  fc.assert(
    fc.property(reasoning, reasoning, reasoning, (a, b, c) => {
      expect(merge(merge(a, b), c)).toEqual(merge(a, merge(b, c)))
      expect(merge(a, b)).toEqual(merge(b, a))
      expect(merge(a, a)).toEqual(a)
      expect(merge(a, merge(a, b))).toEqual(merge(a, b))
    }),
  )
})

test('[TRC9] nothing is lost: every trace finds its steps and its conclusion in the whole', () => {
  fc.assert(
    fc.property(fc.array(trace, { maxLength: 5 }), (traces) => {
      const whole = merge(...traces.map(reasoningOf))
      const hashes = new Set(whole.steps.map(({ hash }) => hash))
      for (const { goal, steps: own, conclusions } of traces.map(reasoningOf)) {
        if (goal !== 'g0') continue
        expect(own.every(({ hash }) => hashes.has(hash))).toBe(true)
        expect(whole.conclusions).toContainEqual(conclusions[0])
      }
      expect(hashes.size).toBe(whole.steps.length)
    }),
  )
})

test('[TRC10] how steps are named and in which order they are listed is no matter', () => {
  fc.assert(
    fc.property(trace, (one) => {
      const renamed = one.steps.map(({ id, uses, ...rest }) => ({
        ...rest,
        id: `other-${id}`,
        uses: [...uses].reverse().map((used) => (used.startsWith('s') ? `other-${used}` : used)),
      }))
      const other = { ...one, id: 'another', by: 'cyd', steps: renamed.reverse() }
      expect(contentHash(other)).toBe(contentHash(one))
      expect(reasoningOf(other).steps).toEqual(reasoningOf(one).steps)
    }),
  )
})

test('[TRC10] a step is another where anything that it uses is another', () => {
  const of = (text: string): Reasoning =>
    reasoningOf({
      id: 't',
      by: 'ann',
      goal: 'g',
      concludes: undefined,
      steps: [
        { id: 'a', text, uses: ['c1'], checks: [], gives: undefined },
        { id: 'b', text: 'so', uses: ['a'], checks: [], gives: undefined },
      ],
    })
  const [one, other] = [of('she has 16 eggs'), of('she has 17 eggs')]
  expect(mergeReasoning('g', [one, other]).steps.length).toBe(4)
  expect(mergeReasoning('g', [one, of('she has 16 eggs')]).steps.length).toBe(2)
})
