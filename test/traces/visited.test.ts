/** Visited: the values that a trace goes by. */
import { expect, test } from 'vitest'
import type { Check, Trace } from '../../src/traces/trace.ts'
import { visitedBy, VISITED_MAX } from '../../src/traces/visited.ts'

const sum = (expr: string, value: string): Check => ({ k: 'arith', expr, value, round: true })

function traceOf(checks: readonly Check[], concludes?: Trace['concludes']): Trace {
  return { id: 't', by: 'ann', goal: 'g', concludes, steps: [{ id: 's', text: '7 eggs', uses: [], checks, gives: undefined }] }
}

test('[TRC41] it goes by the numbers of its sums, what they come to, and what it concludes, each once however it is written', () => {
  expect(visitedBy(traceOf([sum('16-3.0-(.5*2)', '12'), sum('12*2', '$')]))).toEqual(['12', '16', '2', '3', '{"dec":"0.5"}'])
  expect(visitedBy(traceOf([sum('1,000*5%', '50.00'), { k: 'say' }]))).toEqual(['1000', '5', '50'])
  expect(visitedBy(traceOf([sum('10/3', '5/2'), sum('1/3', '1/3')]))).toEqual(['1', '1/3', '10', '3', '{"dec":"2.5"}'])
  const concludes = { frame: 'q', slot: 'answer', value: 'blue', not: false }
  const steps = traceOf([]).steps.map((step) => ({ ...step, gives: { ...concludes, value: 9 } }))
  expect(visitedBy({ ...traceOf([], concludes), steps })).toEqual(['"blue"', '9'])
})

test('[TRC41] what cannot be read is passed over, and no trace goes by more than its bound', () => {
  expect(visitedBy(traceOf([sum('X+28', '32')]))).toEqual(['32'])
  const many = Array.from({ length: 2 * VISITED_MAX }, (_none, at) => sum(`${at}+0`, `${at}`))
  expect(visitedBy(traceOf(many))).toHaveLength(VISITED_MAX)
})
