/** Regression: which rows of ours are worse than the baseline by more than noise and than what the machine itself does worse. */
import type { Suite } from './case.ts'
import type { Row, Run } from './rows.ts'

/** A row that got worse. `times`: by what factor, with what the peers' change says of the machine taken off. */
export interface Regression {
  readonly row: Row
  readonly before: Row
  readonly times: number
}

/** Medians that differ by less are never called worse: five rounds do not tell. */
const NOISE = 1.1
/** Units of what a machine makes slower or faster; bytes and messages are the same on each. */
const TIMES: ReadonlySet<string> = new Set(['us', 'ms'])
const OURS = 'tracord'

/**
 * The rows of ours in `run` that regressed: all rounds worse than all of the baseline, and the median by more than {@link NOISE}, both
 * after times were divided by what the peers took in the same case (the median of their factors; 1 where there is no peer).
 */
export function regressionsOf(suite: Suite, run: Run, baseline: Run | undefined): readonly Regression[] {
  return run.rows.flatMap((row) => {
    const before = baseline?.rows.find((other) => isSame(other, row))
    if (row.subject !== OURS || row.metric === 'exponent' || before === undefined || before.value === 0) return []
    const scale = TIMES.has(row.unit) ? machineScale(row, run.rows, baseline?.rows ?? []) : 1
    const times = factorOf(row, before, isMoreBetter(suite, row)) / scale
    return times > NOISE && isApart(row, before, scale, isMoreBetter(suite, row)) ? [{ row, before, times }] : []
  })
}

/** One line for a person. */
export function regressionText({ row, before, times }: Regression): string {
  const was = `${row.value} ${row.unit}, ${before.value} ${before.unit} before`
  return `${row.case} ${JSON.stringify(row.params)} ${row.metric}: ${was}: ${times.toFixed(2)} times worse`
}

function factorOf(row: Row, before: Row, isMore: boolean): number {
  return isMore ? before.value / row.value : row.value / before.value
}

function isApart(row: Row, before: Row, scale: number, isMore: boolean): boolean {
  return isMore ? row.max < before.min : row.min / scale > before.max
}

/** Whether the more the better: so it is where a target asks for at least so much. */
function isMoreBetter({ cases }: Suite, row: Row): boolean {
  const targets = cases.find(({ name }) => name === row.case)?.targets ?? []
  return targets.some(({ metric, atLeast }) => metric === row.metric && atLeast !== undefined)
}

/** By what factor the peers of a case take longer than in the baseline. */
function machineScale(row: Row, now: readonly Row[], before: readonly Row[]): number {
  const peers = now.filter(({ subject }) => subject !== OURS).filter((peer) => isSame({ ...peer, subject: OURS }, row))
  const factors = peers
    .map((peer) => peer.value / (before.find((other) => isSame(other, peer))?.value ?? 0))
    .filter((factor) => Number.isFinite(factor) && factor > 0)
    .sort((left, right) => left - right)
  const middle = (factors.length - 1) / 2
  const [low = 1, high = 1] = [factors[Math.floor(middle)], factors[Math.ceil(middle)]]
  return (low + high) / 2
}

function isSame(left: Row, right: Row): boolean {
  const [a, b] = [left, right].map((row) => JSON.stringify([row.case, row.params, row.subject, row.metric]))
  return a === b
}
