/** Bench: `npm run bench -- SUITE [CASE...] [--json] [--quick] [--save] [--accept] [--report]`. */
import process, { argv, exit, stderr, stdout } from 'node:process'
import { readBaseline, saveBaseline, verdictsOf } from './baseline.ts'
import { currentCommit, describeMachine } from './machine.ts'
import { regressionsOf, regressionText } from './regression.ts'
import { writeReport } from './report.ts'
import type { Row, Run } from './rows.ts'
import { runSuite } from './runner.ts'
import { SUITES } from './suites.ts'
import { tableOf } from './table.ts'

const FLAGS = ['--json', '--quick', '--save', '--accept', '--report']
const USAGE = `npm run bench -- SUITE [CASE...] [--json] [--quick] [--save] [--accept] [--report]
  SUITE     ${SUITES.map(({ name }) => name).join(', ')}
  --json    print the rows as JSON
  --quick   smaller sizes, within a minute
  --save    keep the rows as the baseline that later runs are compared with, but for cases that became worse beyond noise
  --accept  keep those too
  --report  write bench/RESULTS.md from the baselines; alone, it runs nothing

Ends with 1 when something became worse beyond noise than the baseline, what the machine does worse taken off (see README.md).
`

const args = argv.slice(2)
const flags = args.filter((arg) => arg.startsWith('--'))
const [name, ...only] = args.filter((arg) => !arg.startsWith('--'))
const suite = SUITES.find((each) => each.name === name)
const has = (flag: string): boolean => flags.includes(flag)
const isReportAlone = name === undefined && has('--report')

if (flags.some((flag) => !FLAGS.includes(flag)) || (suite === undefined && !isReportAlone)) {
  stderr.write(USAGE)
  exit(2)
}

const unknown = only.find((each) => suite?.cases.every((known) => known.name !== each))
if (suite !== undefined && unknown !== undefined) {
  stderr.write(`${suite.name} has no case ${JSON.stringify(unknown)}. It has: ${suite.cases.map((each) => each.name).join(', ')}\n`)
  exit(2)
}

let isWorse = false
if (suite !== undefined) {
  const [at, commit, machine] = [new Date().toISOString(), currentCommit(), describeMachine()]
  const baseline = readBaseline(suite.name)
  const runOf = (rows: readonly Row[]): Run => ({ bench: 'tracord/1', suite: suite.name, at, commit, machine, rows })
  /** After each case, so that a later one that fails takes nothing with it. */
  const keep = (rows: readonly Row[]): void => {
    const worse = new Set(has('--accept') ? [] : regressionsOf(suite, runOf(rows), baseline).map(({ row }) => row.case))
    if (has('--save')) saveBaseline(runOf(rows.filter((row) => !worse.has(row.case))), true)
  }
  const progress = (line: string): void => void stderr.write(`${line}\n`)
  const run = runOf(await runSuite(suite, { quick: has('--quick'), only, progress, measured: keep }))
  const regressions = regressionsOf(suite, run, baseline)
  isWorse = regressions.length > 0 && !has('--accept')
  if (has('--json')) stdout.write(`${JSON.stringify(run, null, 1)}\n`)
  else stdout.write(tableOf(suite, run, baseline))
  for (const verdict of verdictsOf(suite, run)) stderr.write(`${verdict.reached ? 'reached' : 'MISSED '} ${verdict.text}\n`)
  for (const regression of regressions) stderr.write(`WORSE   ${regressionText(regression)}\n`)
  if (has('--save') && only.length === 0 && !isWorse) saveBaseline(run, false)
}
if (has('--report')) writeReport(SUITES)
if (isWorse) process.exitCode = 1
