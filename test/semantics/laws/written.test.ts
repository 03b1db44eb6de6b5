/** Written: how names, constants and numbers of a case are written, and what a person is told who wrote them wrong. */
import { expect, test } from 'vitest'
import { readCase } from '../../../src/semantics/case.ts'
import { broken, judged, ref, type Saying } from './small.ts'

const [composed, apart] = ['\u00e9', 'e\u0301']

test.each([
  ['values', { slots: { p: [{ k: 'atMost', n: 1 }] } }, [['x', 'p', composed], ['x', 'p', apart]], []],
  ['frames', { slots: { p: [{ k: 'atMost', n: 1 }] } }, [[composed, 'p', 1], [apart, 'p', 2]], ['atMost']],
  ['slots', { slots: { [apart]: [{ k: 'atMost', n: 1 }] } }, [['x', apart, 1], ['x', composed, 2]], ['atMost']],
  ['slots named by facets', { slots: { p: [{ k: 'sub', of: apart }] } }, [['x', 'p', 1], ['x', composed, 1, { not: true }]], ['negation']],
  ['types', { types: [{ id: apart, disjoint: ['B'] }] }, [['x', 'type', composed], ['x', 'type', 'B']], ['disjoint']],
  ['constants of rules', { rules: [`:- p(X, "${apart}").`] }, [['x', 'p', composed]], [`:- p(X, "${composed}").`]],
  ['predicates', { rules: [`:- "${apart}"(X, 1).`] }, [['x', composed, 1]], [`:- "${composed}"(X, 1).`]],
])('[SEM433] letters composed or not are the same: %s', (_name, body, sayings, found) => {
  expect(broken(judged(body, ...(sayings as unknown as Saying[])))).toEqual(found)
})

test('[SEM433] an author is found in the table of qualities however its letters are composed', () => {
  const policy = { quality: { [apart]: 500_000 } }
  expect(judged({ policy }, ['x', 'p', 1, { by: composed }]).standings).toMatchObject([{ weight: '500000' }])
})

test.each([
  [':- p(X, "a").', 'a', 'true'],
  [':- p(X, a).', 'a', ref('a')],
  [':- p(X, true).', true, 'true'],
  [':- p(X, "true").', 'true', true],
  [':- p(X, 3).', { dec: '3.0' }, '3'],
  [':- p(X, -3).', -3, 3],
  [':- p(X, dec("0.1")).', { dec: '0.10' }, '0.1'],
  [':- p(X, dec("3.0")).', 3, { dec: '3.1' }],
  [':- p(X, time("2026-01-01T00:00:00Z")).', { time: '2026-01-01T01:00:00+01:00' }, '2026-01-01T00:00:00Z'],
  [':- p(X, ref("a")).', ref('a'), 'a'],
  [':- p(x, 1).', 1, 2],
  [':- p("x", 1).', 1, 2],
  [':- p(ref("x"), 1).', 1, 2],
  [':- p(X, Y), Y > 3.', { dec: '3.01' }, 'high'],
  [':- p(X, Y), Y != 3.', 4, { dec: '3.0' }],
])('[SEM438] %s meets %j and not %j', (rule, meets, misses) => {
  expect(judged({ rules: [rule] }, ['x', 'p', meets]).conflicts).toHaveLength(1)
  expect(judged({ rules: [rule] }, ['x', 'p', misses]).conflicts).toEqual([])
})

test('[SEM438] a slot whose id is no identifier is written in quotes', () => {
  const rules = [':- "has-part"(X, Y), "has-part"(Y, X).']
  expect(judged({ rules }, ['x', 'has-part', ref('y')], ['y', 'has-part', ref('x')]).conflicts).toHaveLength(1)
})

test('[SEM434] a policy of null is none, and a window may end before 1970', () => {
  const read = readCase(JSON.stringify({ tracord: 'case/1', policy: null }))
  expect(read.ok).toBe(true)
  const early = { valid: [null, '1960-01-01T00:00:00Z'] }
  const late = { valid: ['1990-01-01T00:00:00Z', null] }
  const windows = judged({}, ['x', 'p', 1, early], ['x', 'q', 1, late]).standings.map(({ slot, window }) => [slot, window])
  expect(windows).toContainEqual(['p', early.valid])
  expect(windows).toContainEqual(['q', late.valid])
})

test('[SEM21] the order of the premises of a claim is no matter, nor is naming one twice', () => {
  const told = (because: readonly string[]): unknown =>
    judged({}, ['x', 'p', 1], ['x', 'q', 1], ['x', 'r', 1, { because }], ['x', 'r', 2, { because: ['c1', 'c2'] }])
  expect(told(['c2', 'c1', 'c2'])).toEqual(told(['c1', 'c2']))
})

const claim = (more: string): string => `"claims":[{"id":"1","by":"a","frame":"x","slot":"p",${more}}]`

test.each([
  ['"claims":{}', 'claims: must be a list'],
  ['"claims":[{"id":"1"}]', 'claims[0].slot: must be'],
  ['"a\\nb":1', 'a b: is no field here; known are tracord policy'],
  ['"rules":["p(X) :-\\n q(Y)."]', 'rules: the rule "p(X) :- q(Y)." is unsafe: X must occur'],
  ['"claims":[\n}', 'line 2: is not JSON: '],
  [claim('"value":null'), 'claims[0].value: null is no value'],
  [claim('"value":{"int":"1.5"}'), 'claims[0].value: {int: "1.5"} is not integral'],
  [claim('"value":{"ref":""}'), 'claims[0].value: the frame that {ref} names must not be empty'],
  [claim('"value":{"time":"2026-13-01"}'), 'claims[0].value: {time} holds an ISO 8601 time'],
  [claim('"value":"\\ud800"'), 'claims[0].value: a string with a lone surrogate'],
  [claim('"value":1,"extra":1'), 'claims[0].extra: is no field here; known are id by frame'],
  [claim('"value":1,"confidence":0.5'), 'claims[0].confidence: must be an integer from 0 to 1000'],
  [claim('"value":1,"valid":["2026-01-01T00:00:00Z"]'), 'claims[0].valid: must be [from, until]'],
  [claim('"value":1,"valid":[5,5]'), 'claims[0].valid: ends before it begins'],
  [claim(`"value":${'1'.repeat(1_001)}`), 'claims[0].value: the number 1111111111111111111111111111111111111111 is over'],
  [claim('"value":1e1001'), 'claims[0].value: the number 1e1001 is over'],
  [`${claim('"value":1')},"undercut":[{"id":"1","by":"b","claim":"1"}]`, 'undercut[0].id: the id "1" is given twice'],
  ['"claims":[{"id":"1","by":"a","frame":"x","slot":"sameAs","value":3}]', 'claims[0].value: must be a frame, like {"ref": "d2"}'],
  ['"claims":[{"id":"1","by":"a","frame":"x","slot":"type","value":3}]', 'claims[0].value: must be the id of a type, like "Door"'],
  ['"policy":{"una":1}', 'policy.una: must be true or false'],
  ['"policy":{"now":"yesterday"}', 'policy.now: must be a time like 2026-01-01T00:00:00Z'],
  ['"policy":{"steps":{"perRule":0}}', 'policy.steps.perRule: must be an integer, 1 or more'],
  ['"policy":{"quality":{"a":1000001}}', 'policy.quality.a: must be an integer from 0 to 1000000'],
  ['"slots":{"p":[{"k":"atMost"}]}', 'slots.p[0].n: must be an integer, 0 or more'],
  ['"slots":{"p":{"k":"atMost","n":1}}', 'slots.p: must be a list'],
  ['"slots":{"p":[{"k":"atMost","n":1,"m":1}]}', 'slots.p[0].m: no field of the facet atMost'],
  ['"types":[{"id":"A","slots":{"p":[{"k":"pattern","re":"(?=a)"}]}}]', 'types[0].slots.p[0].re: the pattern "(?=a)" is no RE2'],
  ['"rules":["p(X)"]', 'rules[0]: line 1, column 5: expected ":-" or "."'],
  ['"rules":["p(X) :- q(Y)."]', 'rules: the rule "p(X) :- q(Y)." is unsafe: X must occur'],
  ['"rules":[":- p(X, 0.1)."]', 'rules[0]: line 1, column 10: expected an integer, found "."; write the decimal as dec("0.1")'],
  ['"rules":[":- p(X), not q(X)."]', 'rules: the rule ":- p(X), not q(X)." uses `not`'],
  ['"ask":[{"frame":"x"}]', 'ask[0].slot: must be a string'],
  ['"ask":[{"atom":"p(X"}]', 'ask[0].atom: line 1, column 4: expected ")"'],
])('[SEM434] what is wrong is told in one line with its place: %s', (body, message) => {
  const read = readCase(`{"tracord":"case/1",${body}}`)
  const told = read.ok ? 'read' : `${read.error.path}: ${read.error.why}`
  expect(told.slice(0, message.length)).toBe(message)
  expect(told).not.toContain('\n')
})
