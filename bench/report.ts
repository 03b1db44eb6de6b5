/** Report: bench/RESULTS.md and its pictures, made from the committed baselines and from nothing else. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readBaseline, verdictsOf } from './baseline.ts'
import type { Case, Suite } from './case.ts'
import { chartOf } from './chart.ts'
import type { Row, Run } from './rows.ts'
import { spread } from './table.ts'

/** Writes the report of all suites that have a baseline. */
export function writeReport(suites: readonly Suite[]): void {
  const folder = join(process.cwd(), 'bench')
  mkdirSync(join(folder, 'charts'), { recursive: true })
  const parts = suites.flatMap((suite) => {
    const run = readBaseline(suite.name)
    return run === undefined ? [] : [suiteText(suite, run, join(folder, 'charts'))]
  })
  const made =
    'Made by `npm run bench -- --report` from `baselines/`; the method is in `README.md`. Median (min to max) over the rounds.'
  const head = `# Results\n\n${made}\n`
  writeFileSync(join(folder, 'RESULTS.md'), `${head}\n${parts.join('\n')}`)
}

function suiteText(suite: Suite, run: Run, charts: string): string {
  const { cpu, cores, memoryGB, node, load } = run.machine
  const cases = suite.cases.map((each) => caseText(suite, each, run, charts)).filter((text) => text !== '')
  const where = `${cpu}, ${cores} cores, ${memoryGB} GB, Node ${node}, load ${load} at the start`
  return `## ${suite.name}\n\n${run.at.slice(0, 16)}Z, commit ${run.commit}, ${where}.\n\n${cases.join('\n')}`
}

function caseText(suite: Suite, each: Case, run: Run, charts: string): string {
  const rows = run.rows.filter((row) => row.case === each.name)
  if (rows.length === 0) return ''
  const sizes = [...new Set(rows.map((row) => JSON.stringify(row.params)))]
  const tables = sizes.map((params) =>
    tableText(
      params,
      rows.filter((row) => JSON.stringify(row.params) === params),
    ),
  )
  const verdicts = verdictsOf(suite, run).filter((verdict) => verdict.case === each.name)
  const targets = verdicts.map(({ reached, text }) => `- ${reached ? 'reached' : '**missed**'}: ${text}`)
  const file = `${suite.name}-${each.name}.svg`
  writeFileSync(join(charts, file), chartOf(each, rows))
  return `### ${each.name}\n\n${each.what}\n\n![${each.name}](charts/${file})\n\n${tables.join('\n')}\n${targets.join('\n')}\n`
}

function tableText(params: string, rows: readonly Row[]): string {
  const metrics = [...new Set(rows.map((row) => row.metric))]
  const subjects = [...new Set(rows.map((row) => row.subject))]
  const cell = (subject: string, metric: string): string => {
    const row = rows.find((each) => each.subject === subject && each.metric === metric)
    return row === undefined ? '' : spread(row)
  }
  const lines = subjects.map((subject) => `| ${[subject, ...metrics.map((metric) => cell(subject, metric))].join(' | ')} |`)
  return [params, '', `| | ${metrics.join(' | ')} |`, `|${' --- |'.repeat(metrics.length + 1)}`, ...lines, ''].join('\n')
}
