/** Goals, traces, answers and the quality of authors on the screen. */
import { bar, fitted, section, widthOf, type Page } from './page.ts'
import type { AnswerShown, CoherenceShown, GoalShown } from './shown.ts'
import { paintedStatus } from './status.ts'
import { tableLines } from './table.ts'
import { counted, shortHash, statementWords, valueWords, votes, type StatementShown } from './words.ts'

/** Goals, traces, answers and authors shown. */
const SHOWN_MAX = 12
/** Conclusions shown of one goal. */
const CLASSES_SHOWN = 4
/** Values or ways shown of one answer. */
const VALUES_SHOWN = 12
/** Full trust, in parts per million. */
const QUALITY_FULL = 1_000_000

/** What the traces of each goal conclude. */
export function goalLines(goals: readonly GoalShown[], page: Page): readonly string[] {
  const { paint } = page
  const blocks = goals.map(({ goal, classes, convergence, routes, status }) => {
    const whole = classes.reduce((most, { weight }) => (BigInt(weight) > most ? BigInt(weight) : most), 0n)
    const rows = classes
      .slice(0, CLASSES_SHOWN)
      .map(({ concludes, weight, traces }) => [
        fitted(conclusionWords(concludes), Math.floor(widthOf(page) / 2)),
        bar(BigInt(weight), whole, paint),
        votes(weight),
        paint.dim(fitted(traces.join(', '), Math.floor(widthOf(page) / 4))),
      ])
    const left = classes.length - CLASSES_SHOWN
    const numbers = `${percent(convergence)} agree · ${counted(routes, 'independent route')}`
    return [
      `  ${paint.bold(fitted(goal, 60))}  ${paintedStatus(status, paint)}  ${paint.dim(numbers)}`,
      ...tableLines(rows, '    ', [2]),
      ...(left > 0 ? [paint.dim(`    … and ${counted(left, 'more conclusion')}`)] : []),
    ]
  })
  return section('Goals', blocks, SHOWN_MAX, 'goal', paint)
}

/** Whether each trace hangs together; those that do not first. */
export function traceLines(coherence: readonly CoherenceShown[], page: Page): readonly string[] {
  const { paint } = page
  const sound = coherence.filter(({ ok, against }) => ok && against.length === 0)
  const blocks = coherence
    .filter((trace) => !sound.includes(trace))
    .map(({ trace, ok, missing, badSteps, against, internal = [] }) => [
      `  ${ok ? paint.green('✓') : paint.red('✗')} ${trace}`,
      ...(missing.length === 0 ? [] : [`      misses ${fitted(missing.join(', '), widthOf(page) - 14)}`]),
      ...badSteps.slice(0, CLASSES_SHOWN).map(({ step, why }) => `      ${fitted(`step ${step}: ${why}`, widthOf(page) - 6)}`),
      ...internal.slice(0, CLASSES_SHOWN).map((why) => `      ${fitted(why, widthOf(page) - 6)}`),
      ...(against.length === 0
        ? []
        : [paint.dim(`      contradicts what is accepted, in ${counted(against.length, 'conflict')}`)]),
    ])
  const well = sound.length === 0 ? [] : [[paint.green(`  ✓ ${counted(sound.length, 'trace')} without fault`)]]
  return section('Traces', [...well, ...blocks], SHOWN_MAX, 'trace', paint)
}

/** What the case asked, numbered as there. */
export function answerLines(answers: readonly AnswerShown[], page: Page): readonly string[] {
  const blocks = answers.map((answer, at) => [`  ${at + 1}. ${answerWords(answer, page)}`])
  return section('Answers', blocks, SHOWN_MAX, 'answer', page.paint)
}

/** Whose word counts how much, where not everybody's counts fully. */
export function qualityLines(quality: Readonly<Record<string, number>>, page: Page): readonly string[] {
  const { paint } = page
  const authors = Object.entries(quality)
  if (authors.every(([, ppm]) => ppm === QUALITY_FULL)) return []
  const sorted = authors.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
  const rows = sorted
    .slice(0, SHOWN_MAX)
    .map(([author, ppm]) => [shortHash(author, 32), bar(BigInt(ppm), BigInt(QUALITY_FULL), paint), percent(ppm)])
  const lines = tableLines(rows, '  ', [2]).map((line) => [line])
  return section('Whose word counts', [...lines, ...sorted.slice(SHOWN_MAX).map(() => [])], SHOWN_MAX, 'author', paint)
}

const percent = (ppm: number): string => `${Number((ppm / 10_000).toFixed(1))} %`

function conclusionWords(concludes: unknown): string {
  if (concludes === null || concludes === undefined) return 'nothing'
  const isStatement = typeof concludes === 'object' && 'frame' in concludes && 'slot' in concludes && 'value' in concludes
  if (!isStatement) return valueWords(concludes)
  const { frame, slot, value, not } = concludes as StatementShown
  return statementWords({ frame, slot, value, not: not ?? false })
}

function answerWords(answer: AnswerShown, { paint, columns }: Page): string {
  if ('truth' in answer) return answer.truth
  if ('concludes' in answer) return answer.concludes === null ? 'no conclusion' : `concludes ${conclusionWords(answer.concludes)}`
  if ('values' in answer) {
    const told = answer.values
      .slice(0, VALUES_SHOWN)
      .map(({ value, status }) => `${fitted(valueWords(value), 40)} ${paintedStatus(status, paint)}`)
    const left = answer.values.length - VALUES_SHOWN
    return [...told, ...(left > 0 ? [paint.dim(`${left} more`)] : [])].join(', ') || 'nothing'
  }
  const ways =
    answer.environments
      .slice(0, VALUES_SHOWN)
      .map((claims) => claims.join(' + '))
      .join(' or ') || 'nothing'
  const isCut = answer.more || answer.environments.length > VALUES_SHOWN
  return `rests on ${fitted(ways, columns - 20)}${isCut ? ' or more' : ''}`
}
