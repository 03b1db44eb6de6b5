/** Order: lists that go into what is hashed are in one order, whoever wrote them down in which. */
import { assert, property, shuffledSubarray, integer, array, record } from 'fast-check'
import { expect, test } from 'vitest'
import { admitRules, type Program } from '../../../src/semantics/rules/program.ts'
import { parseRules } from '../../../src/semantics/rules/parse.ts'
import { ALWAYS, covers, intersect, segmentsOf, spanOf, stretchOf, unite, type Stretch } from '../../../src/semantics/claims/span.ts'
import { runs } from '../../reference/runs.ts'

const TEXTS = [
  'q(X) :- p(X).',
  'q(X) :- p(X). % with an explanation',
  'q(X) :- r(X).',
  '-q(X) :- s(X).',
  'p(X) :- q(X).',
  ':- q(X), s(X).',
  ':- p(X), s(X).',
  ':~ p(X). [3]',
  ':~ q(X). [3]',
  'v(X) :- p(X), not w(X).',
  'w(X) :- p(X), not v(X).',
  'z(X) :- p(Y).',
  'y(X) :- p(Y).',
  ':- v(X).',
  'a(1). b(2).',
]

const programOf = (texts: readonly string[]): { readonly program: Program; readonly refused: readonly string[] } => {
  const rules = texts.flatMap((text) => {
    const parsed = parseRules(text, new Set())
    return parsed.ok ? parsed.value : []
  })
  const { program, refused } = admitRules(rules)
  return { program, refused: refused.map(({ rule, error }) => `${rule.id} ${error.type}`) }
}

test('[SEM446] rules make one program in any order: sorted, each once, with what is refused and why', () => {
  const expected = programOf(TEXTS)
  const { program, refused } = expected
  expect(refused.map((line) => line.split(' ')[1]).sort()).toEqual(['RuleNegation', 'RuleUnsafe', 'RuleUnsafe'])
  const implied = 'q cannot be both so and not so'
  expect(program.denials.map(({ text }) => text).sort()).toEqual([':- p(X), s(X).', ':- q(X), s(X).', ':- v(X).', implied])
  expect(program.layerA.map(({ preds, recursive, rules }) => [preds, recursive, rules.length])).toContainEqual([['p/1', 'q/1'], true, 3])
  for (const list of [program.denials, program.softDenials, ...program.layerA.map(({ rules }) => rules)])
    expect(list.map(({ id }) => id)).toEqual(list.map(({ id }) => id).sort())
  expect(refused).toEqual([...refused].sort())
  assert(
    property(shuffledSubarray(TEXTS, { minLength: TEXTS.length }), (texts) => {
      expect(programOf(texts)).toEqual(expected)
    }),
    runs(30),
  )
})

const stretch = record({ from: integer({ min: 0, max: 12 }), length: integer({ min: 0, max: 6 }) }).map(
  ({ from, length }): Stretch => ({ from: from === 0 ? -Infinity : from, until: from + length > 12 ? Infinity : from + length }),
)
const stretches = array(stretch, { maxLength: 5 })
/** By looking at every instant, and half way to the next. */
const instants = Array.from({ length: 30 }, (_, at) => at / 2)
const holds = (among: readonly Stretch[], at: number): boolean => among.some(({ from, until }) => from <= at && at < until)

test('[SEM435] stretches of time unite, meet and are cut as sets of instants do', () => {
  assert(
    property(stretches, stretches, (left, right) => {
      const [all, both, segments] = [unite([...left, ...right]), intersect(left, right), segmentsOf([...left, ...right])]
      for (const at of instants) {
        expect(holds(all, at)).toBe(holds(left, at) || holds(right, at))
        expect(holds(both, at)).toBe(holds(left, at) && holds(right, at))
        expect(segments.filter((segment) => holds([segment], at))).toHaveLength(1)
      }
      for (const list of [all, both])
        for (const [at, { from, until }] of list.entries())
          expect([from < until, at === 0 || list[at - 1]!.until < from]).toEqual([true, true])
      for (const segment of segments)
        for (const whole of [...left, ...right].filter(({ from, until }) => from < until))
          expect(covers(whole, segment) || intersect([whole], [segment]).length === 0).toBe(true)
    }),
    runs(200),
  )
})

test('[SEM435] a window as written has null for an open end', () => {
  expect([stretchOf([null, null]), spanOf(ALWAYS)]).toEqual([ALWAYS, [null, null]])
  expect([stretchOf([3, null]), stretchOf([null, 5]), stretchOf([0, 5])]).toEqual([
    { from: 3, until: Infinity },
    { from: -Infinity, until: 5 },
    { from: 0, until: 5 },
  ])
  expect([spanOf({ from: 0, until: Infinity }), spanOf({ from: -Infinity, until: 0 })]).toEqual([
    [0, null],
    [null, 0],
  ])
  expect(segmentsOf([])).toEqual([ALWAYS])
  expect(segmentsOf([{ from: 5, until: 9 }, { from: -Infinity, until: 5 }])).toEqual([
    { from: -Infinity, until: 5 },
    { from: 5, until: 9 },
    { from: 9, until: Infinity },
  ])
})
