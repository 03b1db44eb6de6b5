/** Bench: `npm run bench -- SUITE [CASE...] [--json] [--quick] [--save] [--report]`. */
import { argv, exit, stderr, stdout } from 'node:process'
import { readBaseline, saveBaseline, verdictsOf } from './baseline.ts'
import { currentCommit, describeMachine } from './machine.ts'
import { writeReport } from './report.ts'
import type { Row, Run } from './rows.ts'
import { runSuite } from './runner.ts'
import { SUITES } from './suites.ts'
import { tableOf } from './table.ts'

const FLAGS = ['--json', '--quick', '--save', '--report']
const USAGE = `npm run bench -- SUITE [CASE...] [--json] [--quick] [--save] [--report]
  SUITE     ${SUITES.map(({ name }) => name).join(', ')}
  --json    print the rows as JSON
  --quick   smaller sizes, within a minute
  --save    keep the rows as the baseline that later runs are compared with
  --report  write bench/RESULTS.md from the baselines; alone, it runs nothing
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

if (suite !== undefined) {
  const [at, commit, machine] = [new Date().toISOString(), currentCommit(), describeMachine()]
  const runOf = (rows: readonly Row[]): Run => ({ bench: 'tracord/1', suite: suite.name, at, commit, machine, rows })
  const run = runOf(
    await runSuite(suite, {
      quick: has('--quick'),
      only,
      progress: (line) => void stderr.write(`${line}\n`),
      measured: (rows) => has('--save') && saveBaseline(runOf(rows), true),
    }),
  )
  if (has('--json')) stdout.write(`${JSON.stringify(run, null, 1)}\n`)
  else stdout.write(tableOf(suite, run, readBaseline(suite.name)))
  for (const verdict of verdictsOf(suite, run)) stderr.write(`${verdict.reached ? 'reached' : 'MISSED '} ${verdict.text}\n`)
  if (has('--save')) saveBaseline(run, only.length > 0)
}
if (has('--report')) writeReport(SUITES)
