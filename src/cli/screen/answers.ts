/** The answers to a query as a person reads them: one row an answer, with how it stands. */
import type { QueryAnswers } from '../../semantics/query/answers.ts'
import type { Terminal } from '../terminal.ts'
import { paintedStatus } from './status.ts'
import { tableLines } from './table.ts'
import { counted, spanWords, valueWords, votes } from './words.ts'

/** The lines of the screen; none of the answers is left out. */
export function answersLines(
  { variables, answers, more, exact }: QueryAnswers,
  { paint }: Pick<Terminal, 'paint'>,
): readonly string[] {
  const doubt = exact ? [] : [paint.yellow('Not all could be looked at: what is not here may still be so.')]
  if (answers.length === 0) return [...(exact ? [paint.yellow('No answer.')] : []), ...doubt]
  const rows = answers.map(({ values, status, weight, window }) => [
    ...variables.map((name) => valueWords(values[name])),
    paintedStatus(status, paint),
    weight === undefined ? '' : votes(weight),
    paint.dim(spanWords(window)),
  ])
  const head = [...variables, '', 'votes', ''].map((name) => paint.dim(name))
  return [
    ...tableLines([head, ...rows]),
    paint.dim(more ? `the first ${counted(answers.length, 'answer')}; --limit gives more` : counted(answers.length, 'answer')),
    ...doubt,
  ]
}
