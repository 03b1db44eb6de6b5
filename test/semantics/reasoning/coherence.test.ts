/** Coherence: when a trace holds by itself, what its conclusion then does, and that everything else changes nothing. */
import { describe, expect, test } from 'vitest'
import type { JudgementOut } from '../../../src/semantics/case.ts'
import { readCase } from '../../../src/semantics/case.ts'
import { judged } from './cases.ts'
import { answering, claim, ref, says, step, trace } from './write.ts'

type Coherence = JudgementOut['coherence'][number]

const coherenceOf = (body: object, id: string): Coherence => judged(body).coherence.find((one) => one.trace === id)!
const whyBad = (body: object, id = 't'): string[] => coherenceOf(body, id).badSteps.map(({ step: of, why }) => `${of}: ${why}`)
const ONE_ANSWER = { slots: { answer: [{ k: 'atMost', n: 1 }] } }

describe('what is missing', () => {
  const eggs = claim('c1', 'ann', says('duck', 'eggs', 16))
  const t = answering('t', 'bob', 'q', 18, ['c1', 'c2'])

  test('[SEM501] [SEM502] ids that are neither steps nor claims are named', () => {
    expect(coherenceOf({ claims: [eggs], traces: [t] }, 't')).toEqual({ trace: 't', ok: false, missing: ['c2'], badSteps: [], against: [] })
    const both = [eggs, claim('c2', 'cyd', says('duck', 'price', 2))]
    expect(coherenceOf({ claims: both, traces: [t] }, 't')).toEqual({ trace: 't', ok: true, missing: [], badSteps: [], against: [] })
  })

  test('[SEM502] a withdrawn claim is missing, and so is one that rests on it, and one that is not valid now', () => {
    const resting = claim('c2', 'cyd', says('duck', 'price', 2), { because: ['c1'] })
    const withdraw = [{ by: 'ann', claim: 'c1' }]
    expect(coherenceOf({ claims: [eggs, resting], withdraw, traces: [t] }, 't').missing).toEqual(['c1', 'c2'])
    const old = claim('c2', 'cyd', says('duck', 'price', 2), { valid: [null, '2025-01-01T00:00:00Z'] })
    const dated = { claims: [eggs, old], traces: [t] }
    expect(coherenceOf({ ...dated, policy: { now: '2026-01-01T00:00:00Z' } }, 't').missing).toEqual(['c2'])
    expect(coherenceOf({ ...dated, policy: { now: '2024-01-01T00:00:00Z' } }, 't').missing).toEqual([])
  })

  test('[SEM502] what others merely doubt is there: an undercut competes by weight', () => {
    const undercut = [{ id: 'u', by: 'dan', claim: 'c1' }]
    expect(coherenceOf({ claims: [eggs], undercut, traces: [answering('t', 'bob', 'q', 18, ['c1'])] }, 't').ok).toBe(true)
    expect(coherenceOf({ claims: [eggs], undercut, traces: [answering('t', 'bob', 'q', 18, ['u'])] }, 't').missing).toEqual(['u'])
  })

  test('[SEM519] a trace may rest on the conclusion of another, and falls with it', () => {
    const [first, second] = [answering('t1', 'ann', 'q', 18, ['c1']), answering('t2', 'bob', 'r', 20, ['t1'])]
    const both = judged({ claims: [eggs], traces: [second, first] })
    expect(both.coherence.map(({ ok }) => ok)).toEqual([true, true])
    expect(both.standings.find(({ frame }) => frame === 'r')).toMatchObject({ value: 20, status: 'clear', by: ['bob'] })
    expect(coherenceOf({ traces: [second, first] }, 't2').missing).toEqual(['t1'])
    const withdraw = [{ by: 'ann', claim: 't1' }]
    expect(coherenceOf({ claims: [eggs], withdraw, traces: [second, first] }, 't2').missing).toEqual(['t1'])
  })

  test('[SEM519] traces that rest on one another in a circle count nowhere', () => {
    const [one, two] = [answering('t1', 'ann', 'q', 18, ['t2']), answering('t2', 'bob', 'q', 18, ['c'])]
    const claims = [claim('c', 'dan', says('x', 'p', 1), { because: ['t1'] })]
    const { coherence, standings, goals } = judged({ claims, traces: [one, two, answering('t3', 'cyd', 'q', 18, ['t2'])] })
    expect(coherence.map(({ trace: id, missing }) => `${id} ${missing.join()}`).sort()).toEqual(['t1 t2', 't2 c', 't3 t2'])
    expect([standings, goals]).toEqual([[], []])
  })
})

describe('rules', () => {
  const law = {
    rules: [
      'above(X, Y) :- on(X, Y).',
      'above(X, Z) :- on(X, Y), above(Y, Z).',
      'tall(X, true) :- far(X, _).',
      'far(X, Z) :- next(X, Y), next(Y, Z).',
    ],
    slots: { partOf: [{ k: 'transitive' }], above: [{ k: 'irreflexive' }] },
    claims: [
      claim('ab', 'eye', says('a', 'on', ref('b'))),
      claim('bc', 'eye', says('b', 'on', ref('c'))),
      claim('pq', 'eye', says('p', 'partOf', ref('q'))),
      claim('qr', 'eye', says('q', 'partOf', ref('r'))),
    ],
  }
  const rule = { k: 'rule' }
  const oneStep = (uses: readonly string[], gives: object): object => ({
    ...law,
    traces: [trace('t', 'ann', 'g', gives, step('s', uses, { check: rule, gives }))],
  })

  test('[SEM503] one rule from what is used', () => {
    expect(whyBad(oneStep(['ab'], says('a', 'above', ref('b'))))).toEqual([])
    expect(whyBad(oneStep(['pq', 'qr'], says('p', 'partOf', ref('r'))))).toEqual([])
    expect(whyBad(oneStep(['bc'], says('a', 'above', ref('b'))))).toEqual(['s: no rule gives this from what it uses'])
    expect(whyBad(oneStep(['ab'], says('a', 'on', ref('b'))))).toEqual(['s: no rule gives this from what it uses'])
  })

  test('[SEM503] two rules are two steps', () => {
    const end = says('a', 'above', ref('c'))
    expect(whyBad(oneStep(['ab', 'bc'], end))).toEqual(['s: what it gives takes more than one rule from what it uses'])
    const steps = [
      step('s1', ['bc'], { check: rule, gives: says('b', 'above', ref('c')) }),
      step('s2', ['ab', 's1'], { check: rule, gives: end }),
    ]
    expect(whyBad({ ...law, traces: [trace('t', 'ann', 'g', end, ...steps)] })).toEqual([])
  })

  test('[SEM503] relations cannot be given, so what follows by way of them is one step', () => {
    const claims = [claim('n1', 'eye', says('a', 'next', ref('b'))), claim('n2', 'eye', says('b', 'next', ref('c')))]
    const gives = says('a', 'tall', true)
    const traces = [trace('t', 'ann', 'g', gives, step('s', ['n1', 'n2'], { check: rule, gives }))]
    expect(whyBad({ ...law, claims, traces })).toEqual([])
  })

  test('[SEM503] a step that gives nothing gives nothing by a rule', () => {
    const traces = [trace('t', 'ann', 'g', undefined, step('s', ['ab'], { check: rule }))]
    expect(whyBad({ ...law, traces })).toEqual(['s: a rule gives a statement, but this step gives none'])
  })

  test('[SEM516] a rule with more instances than the budget proves no step', () => {
    const body = oneStep(['ab'], says('a', 'above', ref('b')))
    expect(coherenceOf({ ...body, policy: { steps: { perRule: 1 } } }, 't').ok).toBe(true)
    const wide = { ...oneStep(['pq', 'qr', 'rs'], says('p', 'partOf', ref('r'))), policy: { steps: { perRule: 1 } } }
    const claims = [...law.claims, claim('rs', 'eye', says('r', 'partOf', ref('s')))]
    expect(whyBad({ ...wide, claims })).toEqual(['s: it has more consequences than the budget lets anybody look at'])
  })
})

describe('the own closure', () => {
  test('[SEM504] steps that contradict each other, the conclusion or a premise make the trace incoherent', () => {
    const steps = [step('s1', [], { gives: says('q', 'answer', 17) }), step('s2', ['s1'])]
    const t = trace('t', 'ann', 'q', says('q', 'answer', 18), ...steps)
    expect(coherenceOf({ ...ONE_ANSWER, traces: [t] }, 't')).toMatchObject({
      ok: false,
      missing: [],
      badSteps: [],
      internal: ['q.answer has at most one value, so it cannot be both 17 and 18'],
    })
    const claims = [claim('c', 'bob', says('q', 'answer', 17))]
    expect(coherenceOf({ ...ONE_ANSWER, claims, traces: [answering('t', 'ann', 'q', 18, ['c'])] }, 't').ok).toBe(false)
    expect(coherenceOf({ ...ONE_ANSWER, claims, traces: [answering('t', 'ann', 'q', 18)] }, 't').ok).toBe(true)
  })

  test('[SEM504] what follows from what it says is looked at too, soft denials are not', () => {
    const rules = ['q(X, 2) :- p(X, 1).', ':- q(X, 2), r(X, 3). % not both', ':~ q(X, 2), z(X, 4). [300] % rather not']
    const give = (slot: string, value: number): object => step(slot, [], { gives: says('x', slot, value) })
    const of = (...steps: readonly object[]): object => ({ rules, traces: [trace('t', 'ann', 'g', says('x', 'p', 1), ...steps)] })
    expect(coherenceOf(of(give('r', 3)), 't').internal).toEqual(['not both: x.p = 1 and x.r = 3'])
    expect(coherenceOf(of(give('z', 4)), 't').ok).toBe(true)
  })

  test('[SEM504] premises that are never said together do not clash', () => {
    const [may, june] = ['2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z']
    const claims = [
      claim('c1', 'eye', says('q', 'answer', 1), { valid: [may, june] }),
      claim('c2', 'eye', says('q', 'answer', 2), { valid: [june, null] }),
    ]
    const t = trace('t', 'ann', 'q', undefined, step('s', ['c1', 'c2']))
    expect(coherenceOf({ ...ONE_ANSWER, claims, traces: [t] }, 't').ok).toBe(true)
    const always = [claims[0]!, claim('c2', 'eye', says('q', 'answer', 2))]
    expect(coherenceOf({ ...ONE_ANSWER, claims: always, traces: [t] }, 't').ok).toBe(false)
  })

  test('[SEM505] contradicting others makes it no less coherent, and is told', () => {
    const claims = [claim('c', 'bob', says('q', 'answer', 17))]
    const given = trace('t2', 'cyd', 'r', says('r', 'answer', 1), step('s', [], { gives: says('q', 'answer', 18) }))
    const { coherence, conflicts } = judged({ ...ONE_ANSWER, claims, traces: [answering('t', 'ann', 'q', 18), given] })
    const [conflict] = conflicts
    expect(coherence.find((one) => one.trace === 't')).toMatchObject({ ok: true, against: [conflict?.id] })
    expect(coherence.find((one) => one.trace === 't2')).toMatchObject({ ok: true, against: [conflict?.id] })
    expect(conflict).toMatchObject({ claims: ['c', 't'] })
  })
})

describe('a conclusion that counts', () => {
  test('[SEM506] it is a claim of its author, in standings, conflicts and forks; the steps are not', () => {
    const t = trace('t', 'ann', 'q', says('q', 'answer', 18), step('s', ['c'], { gives: says('q', 'used', 7) }))
    const claims = [claim('c', 'eye', says('duck', 'eggs', 16)), claim('d', 'bob', says('q', 'answer', 17), { confidence: 900 })]
    const { standings, components, answers } = judged({
      ...ONE_ANSWER,
      claims,
      traces: [t],
      ask: [{ why: says('q', 'answer', 18) }],
    })
    const shown = standings.map(({ frame, slot, value, status, weight, by }) => [frame, slot, value, status, weight, by.join()])
    expect(shown.sort()).toEqual([
      ['duck', 'eggs', 16, 'consensus', '1000000', 'eye'],
      ['q', 'answer', 17, 'rejected', '900000', 'bob'],
      ['q', 'answer', 18, 'consensus', '1000000', 'ann'],
    ])
    expect(components[0]?.forks.map(({ out }) => out.map(({ value }) => value))).toContainEqual([18])
    expect(answers).toEqual([{ environments: [['c', 't']], more: false }])
  })

  test('[SEM508] it weighs no more than its weakest witness, and ten traces over one sensor are one vote', () => {
    const claims = [claim('c', 'sensor', says('x', 'raw', 71), { confidence: 600 })]
    const traces = Array.from({ length: 10 }, (_, at) => answering(`t${at}`, `n${at}`, 'q', 'hot', ['c']))
    const { goals, standings } = judged({ claims, traces })
    expect(standings.find(({ frame }) => frame === 'q')?.weight).toBe('600000')
    expect(goals[0]).toMatchObject({ classes: [{ weight: '600000' }], routes: 1 })
  })

  test('[SEM508] an author has one vote however many traces it publishes', () => {
    const { goals } = judged({ traces: [answering('t1', 'ann', 'q', 1), answering('t2', 'ann', 'q', 1), answering('t3', 'bob', 'q', 1)] })
    expect(goals[0]).toMatchObject({ classes: [{ weight: '2000000', traces: ['t1', 't2', 't3'] }], routes: 2 })
  })

  test('[SEM508] rules carry the weight of their premises whoever writes them down; words and sums that of their author', () => {
    const base = {
      policy: { quality: { mallory: 1000 } },
      rules: ['above(X, Y) :- on(X, Y).'],
      claims: [claim('c', 'eye', says('a', 'on', ref('b')), { confidence: 700 })],
    }
    const gives = says('a', 'above', ref('b'))
    const weight = (check: object): string | undefined => {
      const traces = [trace('t', 'mallory', 'g', gives, step('s', ['c'], { check, gives }))]
      return judged({ ...base, traces }).goals[0]?.classes[0]?.weight
    }
    expect(weight({ k: 'rule' })).toBe('700000')
    expect(weight({ k: 'say' })).toBe('1000')
    expect(weight({ k: 'arith', expr: '1+1', value: '2' })).toBe('1000')
  })

  test('[SEM507] one that is not ok, or withdrawn, or concludes nothing, leaves everything else as it is', () => {
    const base = { ...ONE_ANSWER, claims: [claim('c', 'bob', says('q', 'answer', 17))], traces: [answering('t', 'ann', 'q', 18)] }
    const rest = (judgement: JudgementOut): object => ({ ...judgement, coherence: [], digest: '' })
    const bad = trace('b', 'cyd', 'q', says('q', 'answer', 19), step('s', [], { check: { k: 'arith', expr: '1+1', value: '3' } }))
    const more = [bad, answering('w', 'dan', 'q', 20), answering('m', 'eve', 'other', 1, ['nobody']), trace('n', 'fay', 'r', undefined)]
    const withdraw = [{ by: 'dan', claim: 'w' }]
    expect(rest(judged({ ...base, traces: [...base.traces, ...more], withdraw }))).toEqual(rest(judged(base)))
  })
})

test('[SEM515] a trace whose id is taken is refused with its place', () => {
  const path = (body: object): string => {
    const read = readCase(JSON.stringify({ tracord: 'case/1', ...body }))
    return read.ok ? 'read' : `${read.error.path}: ${read.error.why}`
  }
  const t = answering('t', 'ann', 'q', 1)
  expect(path({ claims: [claim('t', 'ann', says('x', 'p', 1))], traces: [t] })).toBe('traces[0].id: the id "t" is given twice')
  expect(path({ traces: [t, t] })).toBe('traces[1].id: the id "t" is given twice')
  expect(path({ undercut: [{ id: 't', by: 'ann', claim: 'c' }], traces: [t] })).toBe('traces[0].id: the id "t" is given twice')
})
