/** Goals: what the traces of one goal come to, from one author's answer to classes of meaning over what is accepted. */
import { describe, expect, test } from 'vitest'
import type { JudgementOut } from '../../../src/semantics/case.ts'
import { judged } from './cases.ts'
import { answering, claim, ref, says, step, trace } from './write.ts'

type Goal = JudgementOut['goals'][number]

const goalOf = (body: object, goal = 'q'): Goal => judged(body).goals.find((one) => one.goal === goal)!
const tracesIn = (body: object): string[] => goalOf(body).classes.map(({ traces }) => traces.join()).sort()

describe('classes', () => {
  test('[SEM509] one conclusion however it is spelled', () => {
    const values = [18, { int: '18' }, { dec: '18.00' }]
    const traces = values.map((value, at) => answering(`t${at}`, `n${at}`, 'q', value))
    expect(goalOf({ traces }).classes).toEqual([
      { concludes: { frame: 'q', slot: 'answer', value: 18, not: false }, weight: '3000000', traces: ['t0', 't1', 't2'] },
    ])
  })

  test('[SEM509] the same thing under two names, and the same link said the other way round', () => {
    const slots = { inside: [{ k: 'inverse', of: 'holds' }] }
    const traces = [
      trace('t1', 'ann', 'q', says('key', 'inside', ref('box'))),
      trace('t2', 'bob', 'q', says('box', 'holds', ref('key'))),
      trace('t3', 'cyd', 'q', says('key', 'inside', ref('chest'))),
    ]
    expect(tracesIn({ slots, traces })).toEqual(['t1,t2', 't3'])
    const claims = [claim('c', 'dan', says('chest', 'sameAs', ref('box')))]
    expect(tracesIn({ slots, traces, claims })).toEqual(['t1,t2,t3'])
  })

  test('[SEM509] what follows only one way is another class; what follows both ways is one', () => {
    const rules = ['dry(X, true) :- humidity(X, 0).', 'humidity(X, 0) :- dry(X, true), sealed(X, true).']
    const traces = [trace('t1', 'ann', 'q', says('q', 'humidity', 0)), trace('t2', 'bob', 'q', says('q', 'dry', true))]
    const sealed = [claim('c', 'cyd', says('q', 'sealed', true))]
    expect(tracesIn({ rules, traces })).toEqual(['t1', 't2'])
    expect(tracesIn({ rules, traces, claims: sealed })).toEqual(['t1,t2'])
    const doubted = [...sealed, claim('d', 'dan', { ...says('q', 'sealed', true), not: true })]
    expect(tracesIn({ rules, traces, claims: doubted })).toEqual(['t1', 't2'])
  })

  test('[SEM510] what only the goal itself supports proves none of its agreement', () => {
    const rules = ['p(X, 2) :- p(X, 1), held(X, true).', 'p(X, 1) :- p(X, 2), held(X, true).']
    const traces = [
      trace('t1', 'ann', 'q', says('x', 'p', 1)),
      trace('t2', 'bob', 'q', says('x', 'p', 2)),
      trace('t3', 'cyd', 'q', says('x', 'held', true)),
    ]
    expect(tracesIn({ rules, traces })).toEqual(['t1', 't2', 't3'])
    const resting = [claim('c', 'dan', says('x', 'held', true), { because: ['t3'] })]
    expect(tracesIn({ rules, traces, claims: resting })).toEqual(['t1', 't2', 't3'])
    const free = [claim('c', 'dan', says('x', 'held', true))]
    expect(tracesIn({ rules, traces, claims: free })).toEqual(['t1,t2', 't3'])
    const elsewhere = [...traces.slice(0, 2), trace('t3', 'cyd', 'other', says('x', 'held', true))]
    expect(tracesIn({ rules, traces: elsewhere })).toEqual(['t1,t2'])
  })

  test('[SEM510] without an instant judged, only what stands all the time is accepted', () => {
    const rules = ['p(X, 2) :- p(X, 1), held(X, true).', 'p(X, 1) :- p(X, 2), held(X, true).']
    const traces = [trace('t1', 'ann', 'q', says('x', 'p', 1)), trace('t2', 'bob', 'q', says('x', 'p', 2))]
    const claims = [claim('c', 'dan', says('x', 'held', true), { valid: ['2026-01-01T00:00:00Z', null] })]
    expect(tracesIn({ rules, traces, claims })).toEqual(['t1', 't2'])
    expect(tracesIn({ rules, traces, claims, policy: { now: '2026-02-01T00:00:00Z' } })).toEqual(['t1,t2'])
    const before = claim('b', 'eve', says('x', 'held', true), { valid: [null, '2026-01-01T00:00:00Z'] })
    expect(tracesIn({ rules, traces, claims: [...claims, before] })).toEqual(['t1,t2'])
  })
})

describe('agreement', () => {
  test('[SEM511] two against one', () => {
    const traces = [answering('t1', 'ann', 'q', 18), answering('t2', 'bob', 'q', 18), answering('t3', 'cyd', 'q', 20)]
    expect(goalOf({ traces })).toMatchObject({ convergence: 666_666, status: 'consensus' })
  })

  test('[SEM511] a tie is undecided, and so is what weighs nothing', () => {
    const tie = [answering('t1', 'ann', 'q', 18), answering('t2', 'bob', 'q', 20)]
    expect(goalOf({ traces: tie })).toMatchObject({ convergence: 500_000, status: 'undecided' })
    const policy = { quality: { ann: 0 } }
    expect(goalOf({ policy, traces: tie.slice(0, 1) })).toMatchObject({ convergence: 0, status: 'undecided', routes: 0 })
  })

  test('[SEM513] the question of a goal is answered by what most of them conclude', () => {
    const traces = [answering('t1', 'ann', 'q', 18), answering('t2', 'bob', 'q', 18), answering('t3', 'cyd', 'q', 20)]
    const tie = [answering('t4', 'ann', 'r', 1), answering('t5', 'bob', 'r', 2)]
    const { answers } = judged({ traces: [...traces, ...tie], ask: [{ goal: 'q' }, { goal: 'r' }, { goal: 'nobody asked' }] })
    expect(answers).toEqual([
      { concludes: { frame: 'q', slot: 'answer', value: 18, not: false } },
      { concludes: null },
      { concludes: null },
    ])
  })

  test('[SEM513] of several ways to say it the one with the most support is told', () => {
    const slots = { near: [{ k: 'symmetric' }] }
    const near = (a: string, b: string): object => says(a, 'near', ref(b))
    const [ab, ba] = [near('a', 'b'), near('b', 'a')]
    const traces = [trace('t1', 'ann', 'q', ab), trace('t2', 'bob', 'q', ba), trace('t3', 'cyd', 'q', ba)]
    expect(judged({ slots, traces, ask: [{ goal: 'q' }] }).answers).toMatchObject([{ concludes: { frame: 'b', value: { ref: 'a' } } }])
  })

  test('[SEM516] classes that the budget leaves open are unknown, and answer nothing', () => {
    const rules = ['p(X, 2) :- p(X, 1), link(X, Y).', 'link(X, Z) :- link(X, Y), link(Y, Z).']
    const links = Array.from({ length: 6 }, (_, at) => claim(`c${at}`, 'eye', says(`n${at}`, 'link', ref(`n${at + 1}`))))
    const values = [1, 2, 2]
    const traces = values.map((value, at) => trace(`t${at}`, `n${at}`, 'q', says('n0', 'p', value)))
    const body = { policy: { steps: { perRule: 3 } }, rules, claims: links, traces, ask: [{ goal: 'q' }] }
    expect(goalOf(body).status).toBe('unknown')
    expect(judged(body).answers).toEqual([{ concludes: null }])
    expect(goalOf({ ...body, policy: {} }).status).toBe('consensus')
  })
})

describe('routes', () => {
  const eye = (id: string, by: string, value: number): object => claim(id, by, says('x', 'seen', value))

  test('[SEM512] three traces over one claim are one route, over three claims three', () => {
    const claims = [eye('c1', 'a', 1), eye('c2', 'b', 2), eye('c3', 'c', 3)]
    const over = (...uses: readonly string[]): object[] => uses.map((id, at) => answering(`t${at}`, `n${at}`, 'q', 1, [id]))
    expect(goalOf({ claims, traces: over('c1', 'c1', 'c1') }).routes).toBe(1)
    expect(goalOf({ claims, traces: over('c1', 'c2', 'c3') }).routes).toBe(3)
  })

  test('[SEM512] of traces that share premises two by two, two premises break three', () => {
    const claims = [eye('c1', 'a', 1), eye('c2', 'b', 2), eye('c3', 'c', 3)]
    const pairs = [['c1', 'c2'], ['c2', 'c3'], ['c3', 'c1']]
    expect(goalOf({ claims, traces: pairs.map((uses, at) => answering(`t${at}`, `n${at}`, 'q', 1, uses)) }).routes).toBe(2)
  })

  test('[SEM512] a premise that rests on another is no leaf, nor is a conclusion that a trace rests on', () => {
    const claims = [
      eye('c1', 'a', 1),
      claim('c2', 'b', says('y', 'seen', 2), { because: ['c1'] }),
      claim('c3', 'c', says('z', 'seen', 3), { because: ['c1'] }),
    ]
    const traces = [answering('t1', 'n1', 'q', 1, ['c2']), answering('t2', 'n2', 'q', 1, ['c3']), answering('t3', 'n3', 'q', 1, ['t1'])]
    expect(goalOf({ claims, traces }).routes).toBe(1)
  })

  test('[SEM512] a trace without premises has its author as its leaf; repeating a claim makes no second one', () => {
    const traces = [answering('t1', 'ann', 'q', 1), answering('t2', 'ann', 'q', 2), answering('t3', 'bob', 'q', 1)]
    expect(goalOf({ traces }).routes).toBe(2)
    const claims = [eye('c1', 'a', 1), eye('c2', 'a', 1)]
    expect(goalOf({ claims, traces: [answering('t1', 'n1', 'q', 1, ['c1']), answering('t2', 'n2', 'q', 1, ['c2'])] }).routes).toBe(1)
  })

  test('[SEM512] who counts for nothing opens no route', () => {
    const traces = [answering('t1', 'ann', 'q', 1), answering('t2', 'stranger', 'q', 1)]
    expect(goalOf({ policy: { quality: { stranger: 0 } }, traces }).routes).toBe(1)
  })
})

test('a question and its answer, as the documentation tells it', () => {
  const sum = (expr: string, value: string): object => ({ check: { k: 'arith', expr, value } })
  const one = trace(
    't1',
    'model-1',
    'what does Janet earn a day?',
    says('janet', 'earns', 18),
    step('left', ['eggs'], { text: '16 - 3 - 4 are left', ...sum('16-3-4', '9') }),
    step('sold', ['left', 'price'], { text: 'and 2 dollars for each', ...sum('9*2', '18'), gives: says('janet', 'earns', 18) }),
  )
  const other = trace('t2', 'model-2', 'what does Janet earn a day?', says('janet', 'earns', 26), step('s', ['eggs'], sum('13*2', '25')))
  const claims = [claim('eggs', 'text', says('ducks', 'lay', 16)), claim('price', 'text', says('egg', 'costs', 2))]
  const { goals, coherence, answers } = judged({ claims, traces: [one, other], ask: [{ goal: 'what does Janet earn a day?' }] })
  expect(coherence.find(({ trace: id }) => id === 't2')?.badSteps).toEqual([{ step: 's', why: '13*2 is 26, not 25' }])
  expect(goals).toMatchObject([{ status: 'consensus', convergence: 1_000_000, routes: 1, classes: [{ traces: ['t1'] }] }])
  expect(answers).toEqual([{ concludes: { frame: 'janet', slot: 'earns', value: 18, not: false } }])
})
