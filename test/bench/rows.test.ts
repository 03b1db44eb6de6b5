/** Rows of the benchmarks: medians, ranges, growth, and targets held against them. */
import { expect, test } from 'vitest'
import { verdictsOf } from '../../bench/baseline.ts'
import type { Case } from '../../bench/case.ts'
import { chartOf } from '../../bench/chart.ts'
import { growthRows, percentile, rowsOf, type Row, type Run } from '../../bench/rows.ts'
import { SUITES } from '../../bench/suites.ts'
import { tableOf } from '../../bench/table.ts'

const CASE: Case = {
  name: 'sort',
  what: 'Something sorted.',
  sizes: [{ items: 10 }, { items: 100 }],
  quickSizes: [{ items: 1 }],
  subjects: { tracord: 'a', peer: 'b' },
  units: { cpu: 'ms' },
  targets: [
    { metric: 'cpu', when: { items: 100 }, atMost: 50 },
    { metric: 'cpu', atMost: 0.5, times: 'peer' },
  ],
  growth: { param: 'items', metric: 'cpu' },
}

const rounds = (...values: number[]): { cpu: number }[] => values.map((cpu) => ({ cpu }))
const rows: readonly Row[] = [
  ...rowsOf(CASE, { items: 10 }, 'tracord', rounds(3, 1, 2, 9, 2)),
  ...rowsOf(CASE, { items: 100 }, 'tracord', rounds(20, 20, 20, 20)),
  ...rowsOf(CASE, { items: 100 }, 'peer', rounds(30, 31, 29, 30, 30)),
]
const machine = { cpu: 'a machine', cores: 2, memoryGB: 8, node: 'v20', load: 0.1 }
const run: Run = { bench: 'tracord/1', suite: 's', at: '2026-01-01T00:00:00Z', commit: 'abc', machine, rows }

test('a row is the median of its rounds with their range', () => {
  expect(rows[0]).toEqual({
    ...{ case: 'sort', params: { items: 10 }, subject: 'tracord', metric: 'cpu', unit: 'ms' },
    ...{ value: 2, min: 1, max: 9, rounds: 5 },
  })
  expect(rowsOf(CASE, {}, 'x', rounds(1, 2, 3, 4))[0]?.value).toBe(2.5)
  expect(rowsOf(CASE, {}, 'x', [{ other: 1 }])).toEqual([])
})

test('growth is the fitted power of the cost, where there are two sizes', () => {
  expect(growthRows(CASE, rows)).toEqual([expect.objectContaining({ subject: 'tracord', metric: 'exponent', unit: '1', value: 1 })])
})

test('targets are bounds or multiples of a peer in the same run', () => {
  const verdicts = verdictsOf({ name: 's', cases: [CASE] }, run)
  expect(verdicts.map(({ reached }) => reached)).toEqual([true, false])
  expect(verdicts[1]?.text).toContain('0.5 x peer = 15 ms')
})

test('a percentile is one of the samples', () => {
  const samples = Array.from({ length: 100 }, (_, at) => 100 - at)
  expect([percentile(samples, 0.5), percentile(samples, 0.99), percentile(samples, 1)]).toEqual([50, 99, 100])
})

test('tables and charts show every subject', () => {
  expect(tableOf({ name: 's', cases: [CASE] }, run, run)).toContain('1.00 x baseline')
  const chart = chartOf(CASE, rows)
  expect(chart.match(/<rect/gu)).toHaveLength(3)
  expect(chart).toContain('tracord')
})

test('every case has the subject tracord, sizes, and targets of metrics that it measures', () => {
  for (const each of SUITES.flatMap(({ cases }) => cases)) {
    expect(Object.keys(each.subjects)[0]).toBe('tracord')
    expect(each.sizes.length * each.quickSizes.length).toBeGreaterThan(0)
    for (const { metric, times } of each.targets) {
      expect(Object.keys(each.units)).toContain(metric)
      if (times !== undefined) expect(Object.keys(each.subjects)).toContain(times)
    }
  }
})
