/** Two nodes side by side as a person reads them. */
import type { Comparison, LogDifference, RealmComparison, StateSide } from '../comparison.ts'
import type { Paint } from '../terminal.ts'
import { tableLines } from './table.ts'
import { counted, grouped, shortHash } from './words.ts'

/** Logs shown of each realm; `--json` holds all. */
const LOGS_MAX = 10
const HASH_LENGTH = 20

/** The lines of the screen. */
export function comparisonLines(comparison: Comparison, paint: Paint): readonly string[] {
  const verdict = comparison.equal ? paint.green('equal: the same entries and the same judgement') : paint.yellow('they differ')
  return [`${paint.bold('Compare')}  ${verdict}`, ...comparison.realms.flatMap((realm) => realmLines(realm, comparison, paint))]
}

function realmLines(one: RealmComparison, { left, right }: Comparison, paint: Paint): readonly string[] {
  const row = (label: string, equal: boolean, value: (side: StateSide) => string): readonly string[] => [
    paint.dim(label),
    one.left === null ? '—' : value(one.left),
    one.right === null ? '—' : value(one.right),
    equal ? paint.green('=') : paint.red('≠'),
  ]
  const same = (value: (side: StateSide) => unknown): boolean =>
    one.left !== null && one.right !== null && value(one.left) === value(one.right)
  return [
    '',
    `realm ${paint.bold(one.name)} ${paint.dim(shortHash(one.realm, HASH_LENGTH))}`,
    ...tableLines([
      ['', left, right],
      row('state', one.stateEqual, ({ state }) => shortHash(state, HASH_LENGTH)),
      row('verdict', one.verdictEqual, ({ verdict }) => shortHash(verdict, HASH_LENGTH)),
      row(
        'entries',
        same(({ entries }) => entries),
        ({ entries }) => grouped(entries),
      ),
      row(
        'claims',
        same(({ claims }) => claims),
        ({ claims }) => grouped(claims),
      ),
      row(
        'conflicts',
        same(({ conflicts }) => conflicts),
        ({ conflicts }) => grouped(conflicts),
      ),
    ]),
    ...differenceLines(one, paint),
  ]
}

function differenceLines({ logs, conflicts }: RealmComparison, paint: Paint): readonly string[] {
  const lines = logs.slice(0, LOGS_MAX).map((log) => `  log ${logWords(log)}`)
  if (logs.length > LOGS_MAX) lines.push(paint.dim(`  … and ${counted(logs.length - LOGS_MAX, 'more log')}`))
  if (conflicts.leftOnly.length > 0) lines.push(`  ${counted(conflicts.leftOnly.length, 'conflict')} only on the left`)
  if (conflicts.rightOnly.length > 0) lines.push(`  ${counted(conflicts.rightOnly.length, 'conflict')} only on the right`)
  return lines
}

function logWords({ log, left, right, forked }: LogDifference): string {
  const name = logName(log)
  if (forked) return `${name}: ${counted(left, 'entry', 'entries')} each, but not the same`
  return `${name}: ${grouped(left)} against ${grouped(right)} entries`
}

/** A log's key for people: kind, domain, author and epoch without the realm. */
export function logName(key: string): string {
  try {
    const [, domain, kind, author, epoch] = JSON.parse(key) as readonly (string | number)[]
    return `${kind} of ${shortHash(String(author), 8)} in ${domain}, epoch ${epoch}`
  } catch {
    return key
  }
}
