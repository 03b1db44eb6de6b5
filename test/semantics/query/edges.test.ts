/** Questions at their edges: spellings, relations, steps under `not`, and what is open in two ways at once. */
import { expect, test } from 'vitest'
import { DEFAULT_POLICY, type Law } from '../../../src/frames/facet.ts'
import type { Said } from '../../../src/frames/item.ts'
import type { QueryAnswers, QueryOptions } from '../../../src/semantics/query/answers.ts'
import { queryErrorText } from '../../../src/semantics/query/question.ts'
import { claim, engineOf, ref } from '../explain/written.ts'

function asked(part: Partial<Law>, said: readonly Said[], body: string, options?: QueryOptions): QueryAnswers {
  const answers = engineOf(part, said).query(body, options)
  if (!answers.ok) throw new Error(queryErrorText(answers.error))
  return answers.value
}

const brief = ({ answers }: QueryAnswers): unknown[] => answers.map(({ values, status }) => [...Object.values(values), status])

test('[SEM70] types and equalities are asked for in any spelling', () => {
  const types = [{ id: 'Door' }]
  const said = [
    claim('1', 'ann', 'd1', 'type', ref('Door')),
    claim('2', 'bob', 'd1', 'differentFrom', 'd2'),
    claim('3', 'bob', 'd1', 'p', 'd2'),
  ]
  for (const spelled of ['type(X, "Door")', 'type(X, ref("Door"))', 'differentFrom(X, "d2")', 'differentFrom(X, ref("d2"))'])
    expect(brief(asked({ types }, said, spelled))).toEqual([[ref('d1'), 'clear']])
  // of other slots a text is a text
  expect(brief(asked({ types }, said, 'p(X, ref("d2"))'))).toEqual([])
})

test('[SEM70] relations that rules with `not` conclude are no statements', () => {
  const rules = ['free(X, Y, Z) :- at(X, Y), at(X, Z), not bad(X, true).', 'kind(X, 1) :- at(X, Y), not bad(X, true).']
  const said = [claim('1', 'ann', 'a', 'at', 1), claim('2', 'ann', 'z', 'kind', 2)]
  const { answers } = asked({ rules }, said, 'free(X, Y, Z), kind(X, V)')
  expect(answers.map(({ statements }) => statements)).toEqual([[{ frame: 'a', slot: 'kind', value: 1, not: false }]])
})

test('[SEM72] what `not` looks at counts as steps too', () => {
  const many = Array.from({ length: 20 }, (_, at) => claim(`q${at}`, 'ann', `b${at}`, 'q', 1))
  const said = [claim('1', 'ann', 'a', 'p', 1), ...many]
  expect(brief(asked({}, said, 'p(X, V), not r(_, V)', { steps: 10 }))).toEqual([[ref('a'), 1, 'clear']])
  const over = asked({}, said, 'p(X, V), not q(_, V)', { steps: 10 })
  expect([over.answers, over.more, over.exact]).toEqual([[], true, false])
  const enough = asked({}, said, 'p(X, V), not q(_, V)', { steps: 100 })
  expect([enough.answers, enough.more, enough.exact]).toEqual([[], false, true])
})

test('[SEM73] what rests on a paradox and on what is over its budget is unknown, whichever is asked first', () => {
  const rules = ['odd(X, 1) :- seen(X, true), not odd(X, 1).', 'pair(X, Y) :- seen(X, V), seen(Y, W).']
  const policy = { ...DEFAULT_POLICY, steps: { ...DEFAULT_POLICY.steps, perRule: 5 } }
  const said = ['a', 'b', 'c'].map((frame, at) => claim(`${at}`, `by${at}`, frame, 'seen', true))
  const statuses = (body: string): readonly string[] => asked({ rules, policy }, said, body).answers.map(({ status }) => status)
  expect(statuses('odd(X, 1)')).toEqual(['undefined', 'undefined', 'undefined'])
  expect(statuses('odd(X, 1), not pair(X, _)')).toEqual(['unknown', 'unknown', 'unknown'])
  expect(statuses('seen(X, V), not pair(X, _), not odd(X, 1)')).toEqual(['unknown', 'unknown', 'unknown'])
})
