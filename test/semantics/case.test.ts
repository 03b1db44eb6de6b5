/** Cases as files: what is read exactly, what is refused with its place, and what a judgement says. */
import { describe, expect, test } from 'vitest'
import { judgeCase, readCase, type JudgementOut } from '../../src/semantics/case.ts'

function judged(body: object): JudgementOut {
  const read = readCase(JSON.stringify({ tracord: 'case/1', ...body }))
  if (!read.ok) throw new Error(`${read.error.path}: ${read.error.why}`)
  return judgeCase(read.value)
}

const claim = (id: string, by: string, frame: string, slot: string, value: unknown, more: object = {}): object => ({
  id,
  by,
  frame,
  slot,
  value,
  ...more,
})

const shown = ({ standings }: JudgementOut): string[] =>
  standings
    .map(
      ({ frame, slot, value, not, status }) => `${not ? '-' : ''}${frame}.${slot}=${JSON.stringify(value)} ${status}`,
    )
    .sort()

/** A claim that ends before it begins. */
const BACKWARDS = JSON.stringify({
  tracord: 'case/1',
  claims: [claim('1', 'a', 'x', 'p', 1, { valid: ['2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z'] })],
})

describe('reading', () => {
  test('[SEM9] numbers are read from the text, without floating point', () => {
    const text =
      '{"tracord":"case/1","claims":[{"id":"1","by":"a","frame":"x","slot":"p","value":0.1000000000000000055511151231257827},' +
      '{"id":"2","by":"b","frame":"x","slot":"p","value":3.0},{"id":"3","by":"c","frame":"x","slot":"p","value":{"int":"3"}}]}'
    const read = readCase(text)
    expect(read.ok && shown(judgeCase(read.value))).toEqual([
      'x.p=3 clear',
      'x.p={"dec":"0.1000000000000000055511151231257827"} clear',
    ])
  })

  test.each([
    ['{"tracord":"case/1",\n"claims":[}', 'line 2'],
    ['{"tracord":"case/2"}', 'tracord'],
    ['{"tracord":"case/1","claim":[]}', 'claim'],
    ['{"tracord":"case/1","claims":[{"id":"1","by":"a","frame":"x","slot":"p"}]}', 'claims[0].value'],
    ['{"tracord":"case/1","claims":[{"id":"1","by":"a","frame":"/x","slot":"p","value":1}]}', 'claims[0].frame'],
    [
      '{"tracord":"case/1","claims":[{"id":"1","by":"a","frame":"x","slot":"p","value":1,"confidence":1001}]}',
      'claims[0].confidence',
    ],
    [BACKWARDS, 'claims[0].valid'],
    ['{"tracord":"case/1","slots":{"p":[{"k":"atmost","n":1}]}}', 'slots.p[0].k'],
    ['{"tracord":"case/1","slots":{"p":[{"k":"pattern","re":"("}]}}', 'slots.p[0].re'],
    ['{"tracord":"case/1","rules":["p(X) :- ."]}', 'rules[0]'],
    ['{"tracord":"case/1","rules":[":- p(X), not q(X)."]}', 'rules'],
    ['{"tracord":"case/1","ask":[{}]}', 'ask[0]'],
  ])('[SEM10] what is malformed is refused with its place: %s', (text, path) => {
    const read = readCase(text)
    expect(read.ok ? 'read' : read.error.path).toBe(path)
  })
})

describe('judging', () => {
  test('[SEM11] ten who repeat one sensor are one witness, and their word falls with hers', () => {
    const repeaters = Array.from({ length: 10 }, (_, at) =>
      claim(`r${at}`, `n${at}`, 'x', 'p', 'hot', { because: ['s'] }),
    )
    const claims = [claim('s', 'sensor', 'x', 'raw', 71, { confidence: 800 }), ...repeaters]
    const { standings } = judged({ claims })
    expect(standings.find(({ slot }) => slot === 'p')).toMatchObject({
      weight: '800000',
      derived: false,
      status: 'clear',
    })
    expect(shown(judged({ claims, withdraw: [{ by: 'sensor', claim: 's' }] }))).toEqual([])
  })

  test('[SEM12] confidence and quality multiply, and an author has one vote for a statement', () => {
    const claims = [
      claim('1', 'a', 'x', 'p', 1, { confidence: 500 }),
      claim('2', 'a', 'x', 'p', 1, { confidence: 900 }),
      claim('3', 'b', 'x', 'p', 1),
    ]
    const { standings, quality } = judged({ policy: { quality: { b: 250000 } }, claims })
    expect(standings[0]).toMatchObject({ weight: '1150000', by: ['a', 'b'] })
    expect(quality).toEqual({ a: 1000000, b: 250000 })
  })

  test('[SEM13] a soft denial is paid when that is cheaper, and what is only in a paid one stands', () => {
    const claims = [claim('1', 'a', 'x', 'likes', 'tea'), claim('2', 'b', 'x', 'likes', 'coffee')]
    const { conflicts, components, standings } = judged({
      rules: [':~ likes(X, "tea"), likes(X, "coffee"). [300]'],
      claims,
    })
    expect(conflicts).toMatchObject([{ severity: 'soft' }])
    expect(components[0]?.forks[0]).toEqual({ out: [], cost: '300000' })
    expect(standings.map(({ status }) => status)).toEqual(['consensus', 'consensus'])
  })

  test('[SEM14] a law that breaks by itself is a conflict without claims, and touches nothing', () => {
    const { conflicts, components, standings } = judged({
      types: [{ id: 'Thing', equivalent: ['Nothing'] }],
      claims: [claim('1', 'a', 'x', 'p', 1)],
    })
    expect(conflicts).toMatchObject([{ by: { builtin: 'Thing' }, claims: [] }])
    expect([components, standings.map(({ status }) => status)]).toEqual([[], ['clear']])
  })

  test('[SEM15] a binary predicate is a slot only where a claim, a facet or a question names it', () => {
    const rules = ['far(X, Y) :- near(X, Y).', 'odd(X, 1) :- near(X, _).']
    const base = { rules, claims: [claim('1', 'a', 'x', 'near', { ref: 'y' })] }
    expect(shown(judged(base))).toEqual(['x.near={"ref":"y"} clear'])
    expect(shown(judged({ ...base, ask: [{ frame: 'x', slot: 'far' }] }))).toEqual([
      'x.far={"ref":"y"} clear',
      'x.near={"ref":"y"} clear',
    ])
  })

  test('[SEM16] without unique names one value is one thing, and only known difference or literals clash', () => {
    const base = { policy: { una: false }, slots: { mother: [{ k: 'atMost', n: 1 }] } }
    const claims = [
      claim('1', 'a', 'x', 'mother', { ref: 'm' }),
      claim('2', 'b', 'x', 'mother', { ref: 'n' }),
      claim('3', 'c', 'm', 'age', 5),
    ]
    const calm = judged({ ...base, claims, ask: [{ frame: 'n', slot: 'age' }] })
    expect([calm.conflicts, calm.answers]).toEqual([[], [{ values: [{ value: 5, status: 'clear', derived: true }] }]])
    expect(
      judged({ ...base, claims: [...claims, claim('4', 'd', 'n', 'differentFrom', { ref: 'm' })] }).conflicts,
    ).toMatchObject([{ claims: ['1', '2', '4'] }])
    expect(
      judged({ ...base, claims: [claim('1', 'a', 'x', 'mother', 'm'), claim('2', 'b', 'x', 'mother', 'n')] }).conflicts,
    ).toHaveLength(1)
  })

  test('[SEM17] obligations are incomplete in a closed world, and never a conflict', () => {
    const types = [{ id: 'A', slots: { p: [{ k: 'atLeast', n: 1 }], q: [{ k: 'instanceOf', type: 'B' }] } }]
    const claims = [claim('1', 'a', 'x', 'type', 'A'), claim('2', 'a', 'x', 'q', { ref: 'y' })]
    expect(judged({ types, claims }).incomplete).toEqual([])
    const { conflicts, incomplete } = judged({ policy: { closed: true }, types, claims })
    expect([conflicts, incomplete.map(({ frame, slot }) => `${frame}.${slot}`).sort()]).toEqual([[], ['x.p', 'x.q']])
  })

  test('[SEM18] a type that cannot have members makes each member a conflict', () => {
    const types = [
      {
        id: 'A',
        slots: {
          p: [
            { k: 'atLeast', n: 3 },
            { k: 'atMost', n: 2 },
          ],
        },
      },
      { id: 'B', isa: ['A'] },
    ]
    expect(judged({ types, claims: [claim('1', 'a', 'x', 'type', 'B')] }).conflicts).toMatchObject([{ claims: ['1'] }])
  })

  test('[SEM19] rules with `not` make views: true, false, or undefined for a paradox, and no conflict', () => {
    const rules = [
      'liar :- not liar.',
      'well(X) :- seen(X, _), not ill(X).',
      'ill(X) :- seen(X, "pale").',
      'mood(X, "good") :- well(X).',
    ]
    const claims = [claim('1', 'a', 'x', 'seen', 'red'), claim('2', 'a', 'y', 'seen', 'pale')]
    const ask = [{ atom: 'liar' }, { atom: 'well(ref("x"))' }, { atom: 'well(ref("y"))' }, { frame: 'x', slot: 'mood' }]
    const { answers, conflicts } = judged({ rules, claims, ask })
    expect(conflicts).toEqual([])
    expect(answers).toEqual([
      { truth: 'undefined' },
      { truth: 'true' },
      { truth: 'false' },
      { values: [{ value: 'good', status: 'clear', derived: true }] },
    ])
  })

  test('[SEM20] why is answered by the minimal sets of claims that suffice, smallest first', () => {
    const slots = { part: [{ k: 'transitive' }] }
    const claims = [
      claim('1', 'a', 'x', 'part', { ref: 'y' }),
      claim('2', 'a', 'y', 'part', { ref: 'z' }),
      claim('3', 'b', 'y', 'part', { ref: 'z' }),
      claim('4', 'c', 'x', 'part', { ref: 'z' }),
    ]
    const { answers } = judged({ slots, claims, ask: [{ why: { frame: 'x', slot: 'part', value: { ref: 'z' } } }] })
    expect(answers).toEqual([{ environments: [['4'], ['1', '2'], ['1', '3']], more: false }])
  })

  test('[SEM21] the same case gives the same bytes whatever the order of its lists, and its digest is over all of it', () => {
    const claims = [claim('1', 'a', 'x', 'p', 1), claim('2', 'b', 'x', 'p', 2), claim('3', 'c', 'x', 'p', 2)]
    const slots = { p: [{ k: 'atMost', n: 1 }] }
    const [one, other] = [judged({ slots, claims }), judged({ slots, claims: claims.toReversed() })]
    expect(JSON.stringify(other)).toBe(JSON.stringify(one))
    expect(judged({ slots, claims: claims.slice(0, 2) }).digest).not.toBe(one.digest)
  })

  test('[SEM22] judged at an instant, only what is valid then is said', () => {
    const claims = [
      claim('1', 'a', 'x', 'p', 1, { valid: [null, '2026-01-01T00:00:00Z'] }),
      claim('2', 'b', 'x', 'p', 2),
    ]
    const slots = { p: [{ k: 'atMost', n: 1 }] }
    expect(judged({ policy: { now: '2026-06-01T00:00:00Z' }, slots, claims }).conflicts).toEqual([])
    expect(judged({ slots, claims }).conflicts).toMatchObject([{ window: [null, '2026-01-01T00:00:00Z'] }])
  })
})
