/** Measures: M1 and M4 over goals, and how far two traces agree. */
import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICY, type Facet, type Law } from '../../../src/frames/facet.ts'
import type { Statement } from '../../../src/frames/statement.ts'
import type { Value } from '../../../src/frames/value.ts'
import type { Trace } from '../../../src/traces/trace.ts'
import { agreementOf, type Agreement } from '../../../src/semantics/reasoning/agreement.ts'
import type { Goal } from '../../../src/semantics/reasoning/goals.ts'
import { convergenceOf, depthOf } from '../../../src/semantics/reasoning/measures.ts'
import { createScratch } from '../../../src/semantics/reasoning/scratch.ts'

const statement = (frame: string, slot: string, value: Value): Statement => ({ frame, slot, value, not: false })

function goal(weights: readonly number[], more: Partial<Goal> = {}): Goal {
  const classes = weights.map((weight, at) => ({ concludes: statement('q', 'answer', at), weight, traces: [`t${at}`] }))
  return { goal: 'q', classes, convergence: 0, routes: 1, exact: true, status: 'consensus', authors: 2, ...more }
}

describe('measures', () => {
  test('[SEM517] weights are summed before they are divided, over goals with two authors', () => {
    expect(convergenceOf([goal([3_000_000, 1_000_000]), goal([1_000_000])])).toEqual({ ppm: 800_000, goals: 2, traces: 3 })
    expect(convergenceOf([goal([3_000_000, 1_000_000]), goal([9_000_000], { authors: 1 })])).toEqual({ ppm: 750_000, goals: 1, traces: 2 })
  })

  test('[SEM517] nothing to compare is no agreement and no disagreement', () => {
    expect(convergenceOf([])).toEqual({ ppm: null, goals: 0, traces: 0 })
    expect(convergenceOf([goal([0, 0])])).toEqual({ ppm: null, goals: 1, traces: 2 })
  })

  test('[SEM518] the goal with the fewest routes tells', () => {
    expect(depthOf([goal([1], { routes: 5 }), goal([1], { routes: 2 }), goal([1], { routes: 3 })])).toEqual({ least: 2, deep: 2, goals: 3 })
    expect(depthOf([])).toEqual({ least: null, deep: 0, goals: 0 })
  })
})

describe('agreement of two traces', () => {
  const facets: Record<string, readonly Facet[]> = {
    near: [{ k: 'symmetric' }],
    inside: [{ k: 'inverse', of: 'holds' }, { k: 'equivalent', of: 'within' }],
    answer: [{ k: 'atMost', n: 1 }],
  }
  const rules = ['warm(X, true) :- hot(X, true).', 'hot(X, true) :- warm(X, true).']
  const law: Law = { types: [], slots: facets, rules, policy: DEFAULT_POLICY }
  const slots = new Set(['near', 'warm', 'hot', 'sameAs', 'state'])
  const same = statement('box', 'sameAs', { ref: 'chest' })
  const traceOf = (concludes: Statement, text = ''): Trace => ({
    id: text,
    by: text,
    goal: 'q',
    concludes,
    steps: [{ id: text, text, uses: [], checks: [], gives: undefined }],
  })
  const level = (a: Statement, b: Statement, text = 'another way'): Agreement => {
    const scratch = createScratch({ law, slots, ground: [{ name: 'same', statement: same }] })
    return agreementOf(traceOf(a), traceOf(b, text), law, { scratch, without: new Set() })
  }

  test('[SEM520] from the same content to none', () => {
    const [one, two] = [statement('q', 'answer', 1), statement('q', 'answer', 2)]
    expect(level(one, one, '')).toBe('content')
    expect(level(one, one)).toBe('conclusion')
    expect(level(statement('a', 'hot', true), statement('a', 'warm', true))).toBe('meaning')
    expect(level(one, statement('a', 'warm', true))).toBe('compatible')
    expect(level(one, two)).toBe('none')
  })

  test('[SEM520] names of one thing and the two ways to say a link make no difference', () => {
    expect(level(statement('a', 'near', { ref: 'b' }), statement('b', 'near', { ref: 'a' }))).toBe('conclusion')
    expect(level(statement('key', 'within', { ref: 'box' }), statement('chest', 'holds', { ref: 'key' }))).toBe('conclusion')
    expect(level(statement('box', 'state', 'open'), statement('chest', 'state', 'open'))).toBe('conclusion')
    expect(level(statement('key', 'inside', { ref: 'box' }), statement('box', 'inside', { ref: 'key' }))).toBe('compatible')
  })
})
