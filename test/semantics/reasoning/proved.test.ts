/** Proved: which traces are proofs by rules alone. */
import { expect, test } from 'vitest'
import { isProved } from '../../../src/semantics/reasoning/proved.ts'
import type { Check, Step } from '../../../src/traces/trace.ts'

const given = (value: number): Step['gives'] => ({ frame: 'x', slot: 'p', value, not: false })
const step = (id: string, uses: readonly string[], value: number, ...checks: readonly Check['k'][]): Step => ({
  id,
  text: id,
  uses,
  checks: checks.map((k) => ({ k }) as Check),
  gives: given(value),
})
const proves = (...steps: readonly Step[]): boolean => isProved({ id: 't', by: 'ann', goal: 'q', concludes: given(9), steps })

test('[SEM576] rules alone prove a conclusion where every step that it rests on is one of a rule', () => {
  expect(proves(step('a', ['c1'], 1, 'rule'), step('b', ['a'], 9, 'rule'))).toBe(true)
  expect(proves(step('a', ['c1'], 1, 'rule'), step('b', ['a', 'c2'], 9, 'rule'), step('z', ['c1'], 2, 'say'))).toBe(true)
  expect(proves(step('a', ['c1'], 1, 'say'), step('b', ['a'], 9, 'rule'))).toBe(false)
  // one of two is no rule's
  expect(proves(step('a', ['c1'], 1, 'rule'), step('o', [], 2, 'observe'), step('b', ['a', 'o'], 9, 'rule'))).toBe(false)
  expect(proves(step('a', ['c1'], 1, 'rule'), step('b', ['a'], 9, 'say'))).toBe(false)
  // what rules prove is something else
  expect(proves(step('a', ['c1'], 1, 'rule'), step('b', ['a'], 8, 'rule'))).toBe(false)
})
