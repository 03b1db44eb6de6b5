/** Baseline: the committed run of a suite that later runs are held against, and whether the targets were reached. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Params, Suite, Target } from './case.ts'
import type { Row, Run } from './rows.ts'

const FOLDER = join(process.cwd(), 'bench', 'baselines')
const pathOf = (suite: string): string => join(FOLDER, `${suite}.json`)

/** The baseline of a suite, if one was saved. */
export function readBaseline(suite: string): Run | undefined {
  return existsSync(pathOf(suite)) ? (JSON.parse(readFileSync(pathOf(suite), 'utf8')) as Run) : undefined
}

/** Saves a run as the baseline. A run of some cases replaces only their rows. */
export function saveBaseline(run: Run, isPart: boolean): void {
  const cases = new Set(run.rows.map((row) => row.case))
  const kept = isPart ? (readBaseline(run.suite)?.rows ?? []).filter((row) => !cases.has(row.case)) : []
  const { rows, ...head } = { ...run, rows: [...kept, ...run.rows] }
  const lines = rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(pathOf(run.suite), `${JSON.stringify(head, null, 1).slice(0, -2)},\n "rows": [\n${lines}\n ]\n}\n`)
}

/** Whether a target was reached, and by how much not. */
export interface Verdict {
  readonly reached: boolean
  readonly text: string
  readonly case: string
}

/** The targets of a suite that its rows can be held against. */
export function verdictsOf(suite: Suite, run: Run): Verdict[] {
  return suite.cases.flatMap((each) =>
    each.targets.flatMap((target) =>
      run.rows
        .filter((row) => row.case === each.name && row.subject === 'tracord' && row.metric === target.metric)
        .filter((row) => agrees(row.params, target.when))
        .flatMap((row) => verdictOf(target, row, run.rows)),
    ),
  )
}

function verdictOf(target: Target, row: Row, rows: readonly Row[]): Verdict[] {
  const { atMost = Infinity, atLeast, times } = target
  const peer = rows.find((other) => other.subject === times && isSame(other, row))
  if (times !== undefined && peer === undefined) return []
  const bound = atLeast ?? (peer === undefined ? atMost : atMost * peer.value)
  const shown = `${Number(bound.toPrecision(4))} ${row.unit}`
  const said = peer === undefined ? shown : `${atMost} x ${target.times} = ${shown}`
  const sign = atLeast === undefined ? '<=' : '>='
  const text = `${row.case} ${JSON.stringify(row.params)} ${row.metric}: ${row.value} ${row.unit}, target ${sign} ${said}`
  return [{ reached: atLeast === undefined ? row.value <= bound : row.value >= bound, text, case: row.case }]
}

/** Whether two rows measured the same thing of different subjects. */
function isSame(left: Row, right: Row): boolean {
  return left.case === right.case && left.metric === right.metric && JSON.stringify(left.params) === JSON.stringify(right.params)
}

function agrees(params: Params, when: Params | undefined): boolean {
  return Object.entries(when ?? {}).every(([name, value]) => params[name] === value)
}
