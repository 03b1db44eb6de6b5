/** The judgement of a case as a person reads it: what cannot be, the ways out, and what stands. */
import type { Paint } from '../terminal.ts'
import { tableLines } from './table.ts'
import { counted, shortHash, statementWords, valueWords, votes, type StatementShown } from './words.ts'

/** The parts of a judgement that are shown. */
export interface JudgementShown {
  readonly conflicts: readonly ConflictShown[]
  readonly components: readonly ComponentShown[]
  readonly standings: readonly StandingShown[]
  readonly incomplete: readonly { readonly frame: string; readonly slot: string; readonly text: string }[]
  readonly answers: readonly AnswerShown[]
  readonly digest: string
}

/** An answer in one of its shapes. */
type AnswerShown =
  | { readonly values: readonly { readonly value: unknown; readonly status: string; readonly derived: boolean }[] }
  | { readonly truth: string }
  | { readonly concludes: unknown }
  | { readonly environments: readonly (readonly string[])[]; readonly more: boolean }

/** A conflict: what it breaks in words, and the claims that suffice. */
export interface ConflictShown {
  readonly id: string
  readonly severity: 'hard' | 'soft'
  readonly text: string
  readonly statements: readonly StatementShown[]
  readonly claims: readonly string[]
}

interface ComponentShown {
  readonly conflicts: readonly string[]
  readonly exact: boolean
  readonly undecided: boolean
  readonly forks: readonly { readonly out: readonly StatementShown[]; readonly cost: string }[]
}

interface StandingShown extends StatementShown {
  readonly status: string
  readonly weight: string
  readonly by: readonly string[]
  readonly derived: boolean
}

/** Rows shown of each list; `--json` holds all. */
export const ROWS_MAX = 40

/** The lines of the screen. */
export function judgementLines(judgement: JudgementShown, paint: Paint): readonly string[] {
  return [
    headline(judgement, paint),
    ...section(
      'What cannot be',
      judgement.conflicts.flatMap((conflict) => conflictLines(conflict, paint)),
      paint,
    ),
    ...section(
      'The ways out',
      judgement.components.flatMap((component) => componentLines(component, paint)),
      paint,
    ),
    ...section('What stands', standingLines(judgement.standings, paint), paint),
    ...section(
      'What is missing',
      judgement.incomplete.map(({ frame, slot, text }) => `  ${frame}.${slot}: ${text}`),
      paint,
    ),
    ...section(
      'Answers',
      judgement.answers.map((answer, at) => `  ${at + 1}. ${answerWords(answer, paint)}`),
      paint,
    ),
    '',
    paint.dim(`digest ${judgement.digest}`),
  ]
}

/** A status in the colour it has on every screen. */
export function paintedStatus(status: string, paint: Paint): string {
  if (status === 'clear' || status === 'consensus') return paint.green(status)
  return status === 'rejected' ? paint.red(status) : paint.yellow(status)
}

function headline({ conflicts, components, standings }: JudgementShown, paint: Paint): string {
  const undecided = components.filter((component) => component.undecided).length
  const parts = [
    counted(standings.length, 'statement'),
    counted(conflicts.length, 'conflict'),
    counted(components.length, 'component'),
  ]
  const sure =
    conflicts.length === 0
      ? paint.green('nothing contradicts')
      : undecided === 0
        ? paint.green('all decided')
        : paint.yellow(`${undecided} undecided`)
  return `${paint.bold('Judgement')}  ${[...parts, sure].join(paint.dim(' · '))}`
}

function conflictLines(conflict: ConflictShown, paint: Paint): readonly string[] {
  const mark = conflict.severity === 'hard' ? paint.red('✗') : paint.yellow('~')
  return [
    `  ${mark} ${conflict.text}`,
    ...conflict.statements.map((statement) => `      ${statementWords(statement)}`),
    paint.dim(`      shown by ${conflict.claims.join(', ') || 'the rules alone'}`),
  ]
}

function componentLines(component: ComponentShown, paint: Paint): readonly string[] {
  const verdict = component.undecided ? paint.yellow('undecided') : paint.green('decided')
  const doubt = component.exact ? '' : paint.yellow(' (the budget ran out: a bound, not the best)')
  return [
    `  ${counted(component.conflicts.length, 'conflict')}, ${verdict}${doubt}`,
    ...component.forks.map(({ out, cost }, at) => {
      const dropped = out.map(statementWords).join(', ') || 'nothing'
      return `    ${at === 0 ? paint.green('→') : ' '} drop ${dropped}  ${paint.dim(`costs ${votes(cost)}`)}`
    }),
  ]
}

function standingLines(standings: readonly StandingShown[], paint: Paint): readonly string[] {
  const rows = standings.map((standing) => [
    `${standing.frame}.${standing.slot}`,
    `${standing.not ? '≠' : '='} ${valueWords(standing.value)}`,
    paintedStatus(standing.status, paint),
    standing.derived && standing.by.length === 0
      ? paint.dim('derived')
      : `${votes(standing.weight)} ${paint.dim(`by ${standing.by.map((by) => shortHash(by)).join(', ')}`)}`,
  ])
  return tableLines(rows)
}

function answerWords(answer: AnswerShown, paint: Paint): string {
  if ('truth' in answer) return answer.truth
  if ('concludes' in answer) return answer.concludes === null ? 'no conclusion' : `concludes ${JSON.stringify(answer.concludes)}`
  if ('values' in answer)
    return (
      answer.values.map(({ value, status }) => `${valueWords(value)} ${paintedStatus(status, paint)}`).join(', ') || 'nothing'
    )
  const ways = answer.environments.map((claims) => claims.join(' + ')).join(paint.dim(' or ')) || 'nothing'
  return `rests on ${ways}${answer.more ? ' or more' : ''}`
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
  if (lines.length === 0) return []
  const more =
    lines.length > ROWS_MAX ? [paint.dim(`  … and ${counted(lines.length - ROWS_MAX, 'more line')}; --json prints all`)] : []
  return ['', paint.bold(title), ...lines.slice(0, ROWS_MAX), ...more]
}
