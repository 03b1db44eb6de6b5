/** Regressions of the benchmarks: worse beyond noise, and not because the machine is. */
import { expect, test } from 'vitest'
import type { Suite } from '../../bench/case.ts'
import { regressionsOf, regressionText } from '../../bench/regression.ts'
import type { Row, Run } from '../../bench/rows.ts'

const SUITE: Suite = {
  name: 's',
  cases: [
    {
      ...{ name: 'sort', what: 'Something sorted.', sizes: [{ items: 10 }], quickSizes: [] },
      ...{ subjects: { tracord: 'a', peer: 'b' }, units: { wall: 'ms', bytes: 'B', speed: '1' } },
      targets: [{ metric: 'speed', atLeast: 5 }],
    },
  ],
}
const machine = { cpu: 'a machine', cores: 2, memoryGB: 8, node: 'v20', load: 0.1 }
const runOf = (...rows: readonly Row[]): Run => ({ bench: 'tracord/1', suite: 's', at: '', commit: 'abc', machine, rows })

/** A row whose rounds lie a twentieth around `value`. */
function row(subject: string, metric: 'wall' | 'bytes' | 'speed' | 'exponent', value: number): Row {
  const unit = { wall: 'ms', bytes: 'B', speed: '1', exponent: '1' }[metric]
  return { case: 'sort', params: { items: 10 }, subject, metric, unit, value, min: value * 0.95, max: value * 1.05, rounds: 5 }
}

const before = runOf(row('tracord', 'wall', 100), row('peer', 'wall', 50), row('tracord', 'bytes', 1_000), row('tracord', 'speed', 10))
const worse = (...rows: readonly Row[]): readonly string[] =>
  regressionsOf(SUITE, runOf(...rows), before).map((found) => found.row.metric)

test('what became worse by more than the spread of both is named, with its factor', () => {
  const [found] = regressionsOf(SUITE, runOf(row('tracord', 'wall', 150), row('peer', 'wall', 50)), before)
  expect(found?.times).toBeCloseTo(1.5)
  expect(found && regressionText(found)).toBe('sort {"items":10} wall: 150 ms, 100 ms before: 1.50 times worse')
  expect(worse(row('tracord', 'wall', 108), row('peer', 'wall', 50))).toEqual([])
  expect(worse(row('tracord', 'wall', 60), row('peer', 'wall', 50))).toEqual([])
})

test('what the peers take longer is the machine, but never for what is counted', () => {
  expect(worse(row('tracord', 'wall', 150), row('peer', 'wall', 80))).toEqual([])
  expect(worse(row('tracord', 'wall', 250), row('peer', 'wall', 80))).toEqual(['wall'])
  expect(worse(row('tracord', 'bytes', 1_500), row('peer', 'wall', 80))).toEqual(['bytes'])
})

test('a peer that became faster makes the same time worse', () => {
  expect(worse(row('tracord', 'wall', 100), row('peer', 'wall', 25))).toEqual(['wall'])
})

test('where more is better less is worse', () => {
  expect(worse(row('tracord', 'speed', 7))).toEqual(['speed'])
  expect(worse(row('tracord', 'speed', 14))).toEqual([])
})

test('peers, exponents and what is new have no regressions, nor is there one without a baseline', () => {
  expect(worse(row('peer', 'wall', 500), row('tracord', 'exponent', 9))).toEqual([])
  expect(regressionsOf(SUITE, runOf(row('tracord', 'wall', 150)), undefined)).toEqual([])
})
