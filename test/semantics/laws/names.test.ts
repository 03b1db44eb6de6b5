/** Names: when two names are one thing, with unique names and without. */
import { expect, test } from 'vitest'
import { broken, judged, ref, shown, type Saying } from './small.ts'

const differ = (a: string, b: string): Saying => [a, 'differentFrom', ref(b)]
const same = (a: string, b: string): Saying => [a, 'sameAs', ref(b)]

const types = [{ id: 'P', slots: { first: [{ k: 'key', slots: ['first', 'last'] }] } }]
const twins: readonly Saying[] = [
  ['x', 'first', 'A'],
  ['x', 'last', 'B'],
  ['y', 'first', 'A'],
  ['y', 'last', 'B'],
]
const bothP: readonly Saying[] = [...twins, ['x', 'type', 'P'], ['y', 'type', 'P']]

test.each([
  ['no member', {}, twins, []],
  ['one member', {}, [...twins, ['x', 'type', 'P']], []],
  ['two members', {}, bothP, ['key']],
  ['two names, as somebody says', {}, [...bothP, same('x', 'y')], []],
  ['one slot only', {}, bothP.filter((_, at) => at !== 3), []],
  ['two names, by need', { una: false }, bothP, []],
  ['by need, against a word', { una: false }, [...bothP, differ('x', 'y')], ['sameAs']],
])('[SEM429] a key tells the members of its type apart: %s', (_name, policy, sayings, found) => {
  expect(broken(judged({ policy, types }, ...(sayings as readonly Saying[])))).toEqual(found)
})

test('[SEM429] a key clashes again when the word that its frames are one is taken back', () => {
  const body = { types, withdraw: [{ by: 'a7', claim: 'c7' }] }
  expect(broken(judged(body, ...bothP, same('x', 'y')))).toEqual(['key'])
})

test.each([
  ['frames', [ref('a'), ref('b'), ref('c')], [], []],
  ['frames that partly differ', [ref('a'), ref('b'), ref('c')], [differ('a', 'b'), differ('b', 'c')], []],
  ['frames that all differ', [ref('a'), ref('b'), ref('c')], [differ('a', 'b'), differ('b', 'c'), differ('c', 'a')], ['atMost']],
  ['literals', [1, 2, 3], [], ['atMost']],
  ['literals and one frame', [1, 2, ref('a')], [], ['atMost']],
  ['a literal and two frames', [1, ref('a'), ref('b')], [], []],
  ['a literal and two frames that differ', [1, ref('a'), ref('b')], [differ('a', 'b')], ['atMost']],
])('[SEM430] without unique names, two of three values must be known to differ: %s', (_name, values, more, found) => {
  const slots = { p: [{ k: 'atMost', n: 2 }] }
  const sayings = values.map((value): Saying => ['x', 'p', value])
  expect(broken(judged({ policy: { una: false }, slots }, ...sayings, ...more))).toEqual(found)
})

test.each([
  ['measures', [1, 3], ['atMost']],
  ['measures that are one', [1, 2], []],
  ['frames', [ref('a'), ref('b')], []],
  ['a measure and a frame', [1, ref('a')], ['atMost']],
  ['a measure, one like it and a frame', [1, 2, ref('a')], ['atMost']],
])('[SEM430] nor are frames known to differ where values are measured: %s', (_name, values, found) => {
  const slots = { p: [{ k: 'atMost', n: 1 }, { k: 'tolerance', abs: 1 }] }
  const sayings = values.map((value): Saying => ['x', 'p', value as Saying[2]])
  expect([...new Set(broken(judged({ policy: { una: false }, slots }, ...sayings)))]).toEqual(found)
})

test('[SEM430] the word on names that stands beside a facet goes before the policy', () => {
  const slots = (on: boolean): object => ({ p: [{ k: 'atMost', n: 1 }, { k: 'una', on }] })
  const two: readonly Saying[] = [
    ['x', 'p', ref('a')],
    ['x', 'p', ref('b')],
  ]
  expect(broken(judged({ slots: slots(false) }, ...two))).toEqual([])
  expect(broken(judged({ policy: { una: false }, slots: slots(true) }, ...two))).toEqual(['atMost'])
})

test.each([
  ['no frame is Nothing', ['x', 'type', 'Nothing'], ['Nothing']],
  ['every frame is a Thing', ['x', 'type', 'Thing', { not: true }], ['Thing']],
  ['which need not be said', ['x', 'type', 'Thing'], []],
  ['every frame is itself', ['x', 'sameAs', ref('x'), { not: true }], ['sameAs']],
  ['and no other', differ('x', 'x'), ['differentFrom']],
])('[SEM431] what holds of everything: %s', (_name, saying, found) => {
  expect(broken(judged({}, saying as unknown as Saying))).toEqual(found)
})

test('[SEM431] equality and difference work both ways and through others', () => {
  expect(broken(judged({}, same('x', 'y'), same('y', 'z'), differ('z', 'x')))).toEqual(['sameAs'])
  expect(broken(judged({}, ['x', 'sameAs', ref('y'), { not: true }], same('y', 'x')))).toEqual(['negation'])
  expect(broken(judged({}, ['x', 'differentFrom', ref('y'), { not: true }], differ('y', 'x')))).toEqual(['negation'])
  expect(shown(judged({}, ['x', 'p', 1], same('x', 'y')))).toContain('y.p=1 clear')
})

const needs = (...facets: readonly object[]): readonly object[] => [{ id: 'A', slots: { p: facets } }]
const needed = (value: unknown): object => ({ k: 'hasValue', value })

test.each([
  ['disjoint from itself', [{ id: 'A', disjoint: ['A'] }], ['disjoint']],
  ['its own complement', [{ id: 'A', complement: ['A'] }], ['complement']],
  ['equal to Nothing', [{ id: 'A', equivalent: ['Nothing'] }], ['Nothing']],
  ['more than it may have', needs({ k: 'atLeast', n: 2 }, { k: 'atMost', n: 1 }), ['empty']],
  ['a value in Nothing', needs({ k: 'atLeast', n: 1, of: 'Nothing' }), ['empty']],
  ['a value in Nothing, by range', needs(needed(ref('z')), { k: 'range', type: 'Nothing' }), ['empty']],
  ['two literals, one place', needs(needed(1), needed(2), { k: 'atMost', n: 1 }), ['empty']],
  ['two names, one place', needs(needed(ref('a')), needed(ref('b')), { k: 'atMost', n: 1 }), []],
  ['a value that is not allowed', needs(needed(1), { k: 'enum', values: [2] }), ['empty']],
  ['a value that is allowed', needs(needed(2), { k: 'enum', values: [2] }), []],
])('[SEM432] a type whose needs cannot be met has no members: %s', (_name, law, found) => {
  expect(broken(judged({ types: law }, ['x', 'type', 'A']))).toEqual(found)
  expect(judged({ types: law }, ['x', 'p', 2]).components).toEqual([])
})

test.each([
  [{ k: 'sub', of: 'q' }, 'x', 'q', 1],
  [{ k: 'equivalent', of: 'q' }, 'x', 'q', 1],
  [{ k: 'inverse', of: 'q' }, 'y', 'q', ref('x')],
  [{ k: 'symmetric' }, 'y', 'p', ref('x')],
] as const)('[SEM439] a negative statement flows back through %j', (facet, frame, slot, value) => {
  const own = typeof value === 'object' ? ref('y') : value
  const body = { slots: { p: [facet] } }
  expect(broken(judged(body, ['x', 'p', own], [frame, slot, value, { not: true }]))).toEqual(['negation'])
})

test('[SEM439] a relation that rules both conclude and deny clashes as a statement does', () => {
  const rules = ['q(X) :- p(X, 1).', '-q(X) :- p(X, 2).']
  expect(broken(judged({ rules }, ['x', 'p', 1], ['x', 'p', 2]))).toEqual(['negation'])
})

test('[SEM439] what is denied does not count as a value', () => {
  expect(broken(judged({ slots: { p: [{ k: 'atMost', n: 1 }] } }, ['x', 'p', 1], ['x', 'p', 2, { not: true }]))).toEqual([])
})
