/** What single changes of law do to what is held. */
import { expect, test } from 'vitest'
import { DEFAULT_POLICY, type Law } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import type { Value } from '../../src/frames/value.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'

const EMPTY: Law = { types: [], slots: {}, rules: [], policy: DEFAULT_POLICY }
const lawOf = (parts: Partial<Law>): Law => ({ ...EMPTY, ...parts })
const say = (id: string, by: string, frame: string, slot: string, value: Value): Said => ({
  id,
  by,
  item: { k: 'claim', frame, slot, value },
})
const statuses = (engine: Engine): string[] =>
  engine.standings().map(({ frame, slot, value, status }) => `${frame}.${slot} ${JSON.stringify(value)} ${status}`)

const LONE = 'lone(X, 1) :- p(X, Y), not q(X, Y).'
const NO_LONE = ':- lone(X, 1).'
const UNSAFE = 'far(X, Z) :- p(X, Y).'
const BROKEN = 'p(X Y).'

test('[SEM44] rules that are unsafe, cannot be read or feed a denial through `not` are kept with their reasons', () => {
  const engine = createEngine(lawOf({ rules: [LONE, UNSAFE, BROKEN] }))
  engine.add([say('c', 'ann', 'a', 'p', 1)])
  expect(engine.refused().map(({ rule }) => rule)).toEqual([UNSAFE, BROKEN].sort())
  expect(engine.refused().every(({ why }) => why.length > 20)).toBe(true)
  expect(statuses(engine)).toEqual(['a.lone 1 clear', 'a.p 1 clear'])
  const before = engine.digest()
  engine.adopt(lawOf({ rules: [LONE, NO_LONE] }))
  expect(engine.refused()).toEqual([{ rule: LONE, why: expect.stringContaining(NO_LONE) }])
  expect([statuses(engine), engine.conflicts()]).toEqual([['a.p 1 clear'], []])
  expect(engine.digest()).not.toBe(before)
})

test('[SEM44] a rule is in force again once what refused it is gone, and refused once a facet judges what it concludes', () => {
  const engine = createEngine(lawOf({ rules: [LONE, NO_LONE] }))
  engine.add([say('c', 'ann', 'a', 'p', 1)])
  engine.adopt(lawOf({ rules: [LONE] }))
  expect([engine.refused(), statuses(engine)]).toEqual([[], ['a.lone 1 clear', 'a.p 1 clear']])
  engine.adopt(lawOf({ rules: [LONE], slots: { lone: [{ k: 'atMost', n: 1 }] } }))
  expect(engine.refused()).toHaveLength(1)
  expect(statuses(engine)).toEqual(['a.p 1 clear'])
})

test('[SEM45] what a law change breaks and mends is news, and quality counts from then on', () => {
  const engine = createEngine(EMPTY)
  engine.add([say('c1', 'ann', 'd', 'state', 'open'), say('c2', 'bob', 'd', 'state', 'shut')])
  expect(engine.news()).toEqual({ conflicts: [], settled: [] })
  const slots = { state: [{ k: 'atMost' as const, n: 1 }] }
  engine.adopt(lawOf({ slots }))
  const [conflict] = engine.news().conflicts
  expect(conflict?.claims).toEqual(['c1', 'c2'])
  expect(statuses(engine)).toEqual(['d.state "open" undecided', 'd.state "shut" undecided'])
  engine.adopt(lawOf({ slots, policy: { ...DEFAULT_POLICY, quality: { bob: 400_000 } } }))
  expect(statuses(engine)).toEqual(['d.state "open" consensus', 'd.state "shut" rejected'])
  engine.adopt(EMPTY)
  expect(engine.news()).toEqual({ conflicts: [], settled: [conflict?.id] })
})

test('[SEM45] a law that allows more work finds more', () => {
  const steps = { perRule: 2_000_000, perComponent: 2, forks: 1 }
  const engine = createEngine(lawOf({ policy: { ...DEFAULT_POLICY, steps } }))
  engine.add([say('c0', 'ann', 'a', 'p', 1), { id: 'u0', by: 'eve', item: { k: 'undercut', claim: 'c0', confidence: 600 } }])
  expect(engine.components().map(({ more, forks }) => [more, forks.length])).toEqual([[true, 1]])
  engine.adopt(EMPTY)
  expect(engine.components().map(({ more, forks }) => [more, forks.length])).toEqual([[false, 2]])
})

test('[SEM45] an excluded author stays excluded under the next law', () => {
  const engine = createEngine(EMPTY)
  engine.exclude('mob')
  engine.add([say('c1', 'ann', 'd', 'state', 'open'), say('c2', 'mob', 'd', 'state', 'shut')])
  engine.adopt(lawOf({ slots: { state: [{ k: 'atMost', n: 1 }] } }))
  engine.add([say('c3', 'mob', 'd', 'state', 'lost')])
  expect([statuses(engine), engine.conflicts()]).toEqual([['d.state "open" clear'], []])
})

test('[SEM45] a rule told in other words is told in those words', () => {
  const rule = (words: string): Law => lawOf({ rules: [`:- p(X, 1), p(X, 2). % ${words}`] })
  const engine = createEngine(rule('never both'))
  engine.add([say('c1', 'ann', 'a', 'p', 1), say('c2', 'bob', 'a', 'p', 2)])
  expect(engine.conflicts()[0]?.text).toContain('never both')
  engine.adopt(rule('one excludes the other'))
  expect(engine.conflicts()[0]?.text).toContain('one excludes the other')
})
