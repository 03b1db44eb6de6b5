/** Queries: a rule's body as a question, answered as a rule with that body would conclude. */
import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICY, type Law } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import type { Value } from '../../src/frames/value.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import type { QueryAnswers, QueryOptions } from '../../src/semantics/query/answers.ts'
import { queryErrorText } from '../../src/semantics/query/question.ts'
import { worlds } from '../reference/draw.ts'
import { lawOf, slotsOf, type World } from '../reference/world.ts'
import { fc } from '../seeded.ts'
import { knowledge, laws } from './arbitrary.ts'

const law = (part: Partial<Law>): Law => ({ types: [], slots: {}, rules: [], policy: DEFAULT_POLICY, ...part })
const claim = (id: string, by: string, frame: string, slot: string, value: Value, more: object = {}): Said => ({
  id,
  by,
  item: { k: 'claim', frame, slot, value, ...more },
})

function engineOf(part: Partial<Law>, said: readonly Said[]): Engine {
  const engine = createEngine(law(part))
  engine.add(said)
  return engine
}

function asked(engine: Engine, body: string, options?: QueryOptions): QueryAnswers {
  const answers = engine.query(body, options)
  if (!answers.ok) throw new Error(queryErrorText(answers.error))
  return answers.value
}

const brief = ({ answers }: QueryAnswers): unknown[] => answers.map(({ values, status }) => [...Object.values(values), status])

const DOORS = { rules: [':- state(D, "closed"), via(R, D). % a route may not pass a closed door'] }
const doors = [
  claim('c1', 'ann', 'd1', 'state', 'closed'),
  claim('c2', 'bob', 'd1', 'state', 'closed', { confidence: 900 }),
  claim('c3', 'cyd', 'r7', 'via', { ref: 'd1' }),
  claim('c4', 'cyd', 'r8', 'via', { ref: 'd2' }),
  claim('c5', 'cyd', 'd2', 'width', 90),
]

describe('answers', () => {
  test('[SEM70] an answer stands as all that it rests on stands together', () => {
    const { variables, answers, more, exact } = asked(engineOf(DOORS, doors), 'via(R, D), state(D, S)')
    expect({ variables, more, exact }).toEqual({ variables: ['R', 'D', 'S'], more: false, exact: true })
    expect(answers).toEqual([
      {
        values: { R: { ref: 'r7' }, D: { ref: 'd1' }, S: 'closed' },
        status: 'rejected',
        window: [null, null],
        weight: '1000000',
        statements: [
          { frame: 'd1', slot: 'state', value: 'closed', not: false },
          { frame: 'r7', slot: 'via', value: { ref: 'd1' }, not: false },
        ],
      },
    ])
    expect(brief(asked(engineOf(DOORS, doors), 'state(d1, S)'))).toEqual([['closed', 'consensus']])
  })

  const BODIES = [
    'p(F, V), q(F, _)',
    'p(F, V), V != 2',
    'p(F, V), r(V, _)',
    '-p(F, V)',
    'p(F, V), q(F, V), r(F, V)',
    'near(F, V)',
  ]
  const SLOTS = new Set(['p', 'q', 'r', 'found'])

  test('[SEM70] a query and a rule with the same body agree, in status, weight and time', () => {
    fc.assert(
      fc.property(laws, knowledge(10), fc.constantFrom(...BODIES), (some, said, body) => {
        const rules = [...some.rules, `found(F, V) :- ${body}.`]
        const engine = createEngine({ ...some, rules }, SLOTS)
        engine.add(said)
        const concluded = engine
          .standings()
          .filter(({ slot, not }) => slot === 'found' && !not)
          .map(({ frame, value, status, window, weight }) => JSON.stringify([frame, value, status, window, weight]))
        const bare = createEngine(some, SLOTS)
        bare.add(said)
        const queried = asked(bare, body)
          .answers.filter(({ values }) => typeof values['F'] === 'object')
          .map(({ values, status, window, weight }) => {
            const { ref } = values['F'] as { readonly ref: string }
            return JSON.stringify([ref, values['V'], status, window, weight])
          })
        expect(queried.sort()).toEqual(concluded.sort())
      }),
    )
  })

  test('[SEM71] answers come in the order of their values, each once, whatever came first', () => {
    const cases = fc
      .tuple(laws, knowledge(10))
      .chain(([some, said]) =>
        fc.tuple(
          fc.constant(some),
          fc.constant(said),
          fc.shuffledSubarray([...said], { minLength: said.length, maxLength: said.length }),
          fc.nat(4),
          fc.nat(20),
        ),
      )
    fc.assert(
      fc.property(cases, ([some, said, shuffled, limit, steps]) => {
        const [one, other] = [createEngine(some, SLOTS), createEngine(some, SLOTS)]
        one.add(said)
        for (const item of shuffled) other.add([item])
        for (const body of ['p(F, V), q(F, _)', 'p(F, V), not q(F, _)']) {
          expect(asked(one, body)).toEqual(asked(other, body))
          expect(asked(one, body, { limit, steps })).toEqual(asked(other, body, { limit, steps }))
        }
      }),
    )
  })

  test('[SEM72] a limit says that there is more; over the steps there is no half answer', () => {
    const said = [9, 1, 5, 3].map((value) => claim(`c${value}`, 'ann', 'x', 'p', value))
    const engine = engineOf({}, said)
    expect(brief(asked(engine, 'p(x, V)', { limit: 2 }))).toEqual([
      [1, 'clear'],
      [3, 'clear'],
    ])
    expect(asked(engine, 'p(x, V)', { limit: 2 })).toMatchObject({ more: true, exact: true })
    expect(asked(engine, 'p(x, V)', { limit: 4 }).more).toBe(false)
    expect(asked(engine, 'p(x, V)', { steps: 3 })).toEqual({ variables: ['V'], answers: [], more: true, exact: false })
    expect(asked(engine, 'p(x, V)', { steps: 4 }).answers).toHaveLength(4)
  })

  test('[SEM72] what is over the budget of the law is not exact', () => {
    const steps = { ...DEFAULT_POLICY.steps, perRule: 5 }
    const said = ['a', 'b', 'c', 'd'].map((frame) => claim(frame, 'ann', frame, 'p', 1))
    const engine = engineOf({ rules: ['pair(X, Y) :- p(X, V), p(Y, V).'], policy: { ...DEFAULT_POLICY, steps } }, said)
    expect(asked(engine, 'pair(X, Y)').exact).toBe(false)
    expect(asked(engine, 'p(X, V)').exact).toBe(true)
  })

  test('a question without variables is answered once or not at all, and everything is a Thing', () => {
    const engine = engineOf(DOORS, doors)
    expect(asked(engine, 'state(d1, "closed")').answers).toMatchObject([{ values: {}, status: 'consensus' }])
    expect(asked(engine, 'state(d1, "open")').answers).toEqual([])
    expect(brief(asked(engine, 'type(X, "Thing"), width(X, W), W > 80'))).toEqual([[{ ref: 'd2' }, 90, 'clear']])
    expect(brief(asked(engine, 'type(d1, T)'))).toEqual([])
    expect(asked(engine, 'nobody(X, Y), said(Y, X)').answers).toEqual([])
  })
})

describe('negation', () => {
  const FINE = { rules: ['status(X, "fine") :- seen(X, _), not ill(X).', 'ill(X) :- seen(X, "pale").'] }

  test('[SEM73] `not` is asked of what stands, and rules with `not` can be asked', () => {
    const engine = engineOf(FINE, [claim('1', 'a', 'x', 'seen', 'red'), claim('2', 'a', 'y', 'seen', 'pale')])
    expect(brief(asked(engine, 'status(X, S)'))).toEqual([[{ ref: 'x' }, 'fine', 'clear']])
    expect(brief(asked(engine, 'seen(X, _), not status(X, "fine")'))).toEqual([[{ ref: 'y' }, 'clear']])
    expect(asked(engine, 'status(X, S)').answers[0]?.statements).toEqual([
      { frame: 'x', slot: 'status', value: 'fine', not: false },
    ])
  })

  test('[SEM73] what rests on a paradox is undefined', () => {
    const engine = engineOf({ rules: ['liar(X) :- said(X, _), not liar(X).'] }, [claim('1', 'a', 'x', 'said', 'I lie')])
    expect(brief(asked(engine, 'said(X, _), liar(X)'))).toEqual([[{ ref: 'x' }, 'undefined']])
    expect(brief(asked(engine, 'said(X, _), not liar(X)'))).toEqual([[{ ref: 'x' }, 'undefined']])
  })

  const meaning = (status: string): string =>
    status === 'clear' || status === 'consensus' ? 'so' : status === 'rejected' ? 'not so' : 'open'

  test('[SEM73] a query with `not` and a rule with the same body agree', () => {
    const body = 'state(F, V), not mode(F, _)'
    const answersIn = (world: World): string[] => {
      const bare = createEngine(lawOf(world), slotsOf(world))
      bare.add(world.said)
      return asked(bare, body).answers.map(({ values, status }) => JSON.stringify([values['F'], values['V'], meaning(status)]))
    }
    const concludedIn = (world: World): string[] => {
      const engine = createEngine(
        { ...lawOf(world), rules: [...lawOf(world).rules, `found(F, V) :- ${body}.`] },
        new Set([...slotsOf(world), 'found']),
      )
      engine.add(world.said)
      const own = engine.standings().filter(({ slot }) => slot === 'found')
      return own.map(({ frame, value, status }) => JSON.stringify([{ ref: frame }, value, meaning(status)]))
    }
    fc.assert(
      fc.property(worlds({ reasons: true, changes: true }, 10), (world) => {
        const stand = answersIn(world).filter((one) => !one.endsWith('"not so"]'))
        expect(stand.sort()).toEqual(concludedIn(world).sort())
      }),
    )
  })
})

describe('readings', () => {
  test('[SEM74] at an instant only what is valid then is an answer, and `not` looks at that instant', () => {
    const engine = engineOf({}, [
      claim('1', 'a', 'd', 'state', 'open', { valid: [0, 10] }),
      claim('2', 'a', 'd', 'state', 'closed', { valid: [10, 20] }),
      claim('3', 'a', 'd', 'name', 'front'),
    ])
    expect(brief(asked(engine, 'state(d, S)', { now: 5 }))).toEqual([['open', 'clear']])
    expect(brief(asked(engine, 'state(d, S)', { now: 25 }))).toEqual([])
    expect(asked(engine, 'state(d, S)').answers.map(({ window }) => window)).toEqual([
      [10, 20],
      [0, 10],
    ])
    expect(brief(asked(engine, 'name(D, _), not state(D, "open")', { now: 15 }))).toEqual([[{ ref: 'd' }, 'clear']])
    expect(brief(asked(engine, 'name(D, _), not state(D, "open")'))).toEqual([])
  })

  test('[SEM74] in a fork what it drops is rejected and the rest stands', () => {
    const engine = engineOf(DOORS, doors)
    const [component] = engine.components()
    const statuses = component!.forks.map((fork) => [
      asked(engine, 'state(d1, S)', { fork }).answers[0]?.status,
      asked(engine, 'via(r7, D)', { fork }).answers[0]?.status,
    ])
    expect(statuses).toEqual([
      ['consensus', 'rejected'],
      ['rejected', 'consensus'],
    ])
  })
})

test.each([
  ['state(D, ', 'line 1, column 10'],
  ['state(D, "open")\n, via(R D)', 'line 2, column 9'],
  ['', 'line 1, column 1'],
  ['not state(D, "open")', 'D must occur in a condition that is neither negated'],
  ['state(D, S), T < 3', 'T must occur'],
  [':- state(D, S).', 'line 1, column 1'],
])('[SEM75] a text that is no question is refused with its place: %s', (body, why) => {
  const refused = engineOf({}, []).query(body)
  expect(refused.ok ? '' : queryErrorText(refused.error)).toContain(why)
})
