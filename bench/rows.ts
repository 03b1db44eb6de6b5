/** Rows: what rounds measured, as the table that is printed, saved and compared. */
import type { Case, Measured, Params } from './case.ts'
import type { Machine } from './machine.ts'

/** One case, parameters, subject and metric. `value` is the median over the rounds. */
export interface Row {
  readonly case: string
  readonly params: Params
  readonly subject: string
  readonly metric: string
  readonly unit: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly rounds: number
}

/** A whole run of a suite. */
export interface Run {
  readonly bench: 'tracord/1'
  readonly suite: string
  readonly at: string
  readonly commit: string
  readonly machine: Machine
  readonly rows: readonly Row[]
}

/** The rows of one case, parameters and subject over its rounds. */
export function rowsOf(each: Case, params: Params, subject: string, rounds: readonly Measured[]): Row[] {
  return Object.entries(each.units).flatMap(([metric, unit]) => {
    const values = rounds.map((measured) => measured[metric]).filter((value) => value !== undefined)
    if (values.length === 0) return []
    const sorted = values.toSorted((left, right) => left - right)
    const [min = 0, max = 0] = [sorted[0], sorted.at(-1)]
    const row = { case: each.name, params, subject, metric, unit, value: round(median(sorted)), min: round(min), max: round(max) }
    return [{ ...row, rounds: values.length }]
  })
}

/** Rows with the fitted power of the cost, one for each subject that ran in several sizes. */
export function growthRows(each: Case, rows: readonly Row[]): Row[] {
  const { growth } = each
  if (growth === undefined) return []
  return Object.keys(each.subjects).flatMap((subject) => {
    const points = rows
      .filter((row) => row.case === each.name && row.subject === subject && row.metric === growth.metric)
      .map((row) => [Math.log(Number(row.params[growth.param])), Math.log(row.value)] as const)
      .filter(([size, cost]) => Number.isFinite(size) && Number.isFinite(cost))
    if (points.length < 2) return []
    const exponent = round(slope(points))
    const params = { over: growth.param, of: growth.metric }
    const row = { case: each.name, params, subject, metric: 'exponent', unit: '1', value: exponent, min: exponent, max: exponent }
    return [{ ...row, rounds: points.length }]
  })
}

/** The middle of sorted values; of an even number, the mean of the two in the middle. */
function median(sorted: readonly number[]): number {
  const middle = sorted.length / 2
  const [low = 0, high = 0] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return (low + high) / 2
}

/** The value below which `share` (0 to 1) of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((left, right) => left - right)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
}

/** Slope of the least squares line through points. */
function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (pick: 0 | 1): number => points.reduce((sum, point) => sum + point[pick], 0) / points.length
  const [meanX, meanY] = [mean(0), mean(1)]
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0)
  return over / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
}

/** Four significant digits: more would be noise. */
function round(value: number): number {
  return Number(value.toPrecision(4))
}
