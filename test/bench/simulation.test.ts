/** The simulation suite: its rows, and targets that are the better the more there is. */
import { expect, test } from 'vitest'
import { verdictsOf } from '../../bench/baseline.ts'
import type { Run } from '../../bench/rows.ts'
import { SUITES } from '../../bench/suites.ts'

const suite = SUITES.find(({ name }) => name === 'simulation')!
const speedOf = (nodes: number, value: number): Run['rows'][number] => {
  return { case: 'speed', params: { nodes }, subject: 'tracord', metric: 'speed', unit: '1', value, min: value, max: value, rounds: 5 }
}

test('a speed at or above its bound reaches it, one below does not, and the text says so', () => {
  const machine: Run['machine'] = { cpu: 'c', cores: 2, node: 'v20', load: 0, memoryGB: 8 }
  const rows = [speedOf(3, 1_000), speedOf(5, 299), speedOf(10, 500)]
  const verdicts = verdictsOf(suite, { bench: 'tracord/1', suite: 'simulation', at: '', commit: '', machine, rows })
  expect(verdicts.map(({ reached }) => reached)).toEqual([true, false, true])
  expect(verdicts[1]?.text).toContain('target >= 300')
})
