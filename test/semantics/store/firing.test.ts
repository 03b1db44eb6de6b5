/** Firings: what fires, ceases to fire and fires again. */
import { expect, test } from 'vitest'
import { createFirings, NEGATION } from '../../../src/semantics/closure/firing.ts'

test('[SEM35] a denial that ceases to fire and fires again is one firing, listed while it fires', () => {
  const firings = createFirings()
  const other = { ...NEGATION, key: 'other' }
  const listed = (): string[] => [...firings.all()].map(({ clause, body }) => `${clause.key} ${body.join()}`)
  firings.add(NEGATION, [2, 1, 2])
  firings.add(NEGATION, [1, 2])
  firings.add({ ...NEGATION }, [1, 2])
  firings.add(other, [1, 2])
  firings.add(other, [2, 3])
  const all = [`${NEGATION.key} 1,2`, 'other 1,2', 'other 2,3']
  expect(listed()).toEqual(all)
  firings.forget(1)
  expect(listed()).toEqual(['other 2,3'])
  firings.forget(2)
  firings.forget(9)
  expect(listed()).toEqual([])
  firings.add(other, [3, 2])
  firings.add(NEGATION, [1, 2])
  firings.add(other, [2, 1])
  expect(listed()).toEqual(all)
  firings.clear()
  expect(listed()).toEqual([])
})
