/** Table: a run as text for a terminal, with the change against the baseline. */
import type { Suite } from './case.ts'
import type { Row, Run } from './rows.ts'

/** One line a row: subject, metric, median (min to max), and the factor against the baseline. */
export function tableOf(suite: Suite, run: Run, baseline: Run | undefined): string {
  const { cpu, cores, node, load } = run.machine
  const lines = [`${suite.name}, commit ${run.commit}, ${cpu} x ${cores}, ${node}, load ${load}`]
  let heading = ''
  for (const row of run.rows) {
    const next = `\n${row.case} ${JSON.stringify(row.params)}`
    if (next !== heading) lines.push((heading = next))
    lines.push(`  ${row.subject.padEnd(28)}${row.metric.padEnd(12)}${spread(row)}${against(row, baseline)}`)
  }
  return `${lines.join('\n')}\n`
}

/** Median with unit, and the range when the rounds differ. */
export function spread({ value, min, max, unit }: Row): string {
  const shown = unit === '1' ? value.toLocaleString('en') : `${value.toLocaleString('en')} ${unit}`
  return min === max ? shown : `${shown} (${min.toLocaleString('en')} to ${max.toLocaleString('en')})`
}

function against(row: Row, baseline: Run | undefined): string {
  const key = (other: Row): string => JSON.stringify([other.case, other.params, other.subject, other.metric])
  const before = baseline?.rows.find((other) => key(other) === key(row))
  return before === undefined || before.value === 0 ? '' : `   ${(row.value / before.value).toFixed(2)} x baseline`
}
