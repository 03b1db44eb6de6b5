/** Conflicts of single facets, as a person would state them. */
import { expect, test } from 'vitest'
import { DEFAULT_POLICY, type Law } from '../../src/frames/facet.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Said } from '../../src/frames/item.ts'
import type { Value } from '../../src/frames/value.ts'

const law = (part: Partial<Law>): Law => ({ types: [], slots: {}, rules: [], policy: DEFAULT_POLICY, ...part })
const claim = (id: string, by: string, frame: string, slot: string, value: Value, more: object = {}): Said => ({
  id,
  by,
  item: { k: 'claim', frame, slot, value, ...more },
})

test('[SEM1] two values of a functional slot are one conflict, and the heavier one stands', () => {
  const engine = createEngine(law({ slots: { state: [{ k: 'atMost', n: 1 }] } }))
  engine.add([
    claim('c1', 'a', 'd1', 'state', 'open'),
    claim('c2', 'b', 'd1', 'state', 'closed'),
    claim('c3', 'c', 'd1', 'state', 'closed'),
  ])
  expect(engine.conflicts()).toMatchObject([{ kind: 'atMost', claims: ['c1', 'c2'] }])
  expect(engine.standings().map(({ value, status, weight }) => [value, status, weight])).toEqual([
    ['closed', 'consensus', '2000000'],
    ['open', 'rejected', '1000000'],
  ])
})

test('[SEM2] a statement that breaks a law by itself is in no larger conflict', () => {
  const door = {
    id: 'Door',
    slots: {
      state: [
        { k: 'atMost', n: 1 },
        { k: 'enum', values: ['open', 'closed'] },
      ],
    },
  } as const
  const engine = createEngine(law({ types: [door, { id: 'FireDoor', isa: ['Door'] }] }))
  engine.add([
    claim('c0', 'a', 'd1', 'type', 'FireDoor'),
    claim('c1', 'a', 'd1', 'state', 'open'),
    claim('c3', 'c', 'd1', 'state', 'ajar'),
  ])
  expect(engine.conflicts()).toMatchObject([
    { by: { facet: 'enum', slot: 'state', type: 'Door' }, claims: ['c0', 'c3'] },
  ])
})

test('[SEM3] statements clash only while both are said', () => {
  const engine = createEngine(law({ slots: { state: [{ k: 'atMost', n: 1 }] } }))
  engine.add([
    claim('c1', 'a', 'd1', 'state', 'open', { valid: [0, 10] }),
    claim('c2', 'b', 'd1', 'state', 'closed', { valid: [5, 20] }),
  ])
  expect(engine.conflicts()).toMatchObject([{ window: [5, 10] }])
  expect(engine.standings().map(({ value, status, window }) => [value, status, window])).toEqual([
    ['closed', 'undecided', [5, 10]],
    ['closed', 'clear', [10, 20]],
    ['open', 'clear', [0, 5]],
    ['open', 'undecided', [5, 10]],
  ])
})

test('[SEM4] an undercut competes with the claim by weight, and taking it back restores the claim', () => {
  const engine = createEngine(law({}))
  engine.add([
    claim('c1', 'a', 'd1', 'state', 'open', { confidence: 500 }),
    { id: 'u1', by: 'z', item: { k: 'undercut', claim: 'c1' } },
  ])
  expect(engine.standings()).toMatchObject([{ value: 'open', status: 'rejected' }])
  engine.add([{ id: 'w', by: 'z', item: { k: 'withdraw', claim: 'u1' } }])
  expect(engine.standings()).toMatchObject([{ value: 'open', status: 'clear' }])
})

test('[SEM19] a live engine shows what rules with `not` conclude, and follows what they rest on', () => {
  const engine = createEngine(
    law({ rules: ['status(X, "fine") :- seen(X, _), not ill(X).', 'ill(X) :- seen(X, "pale").'] }),
  )
  const statuses = (): unknown[] => engine.standingsOf('x').map(({ slot, value, status }) => [slot, value, status])
  engine.add([claim('c1', 'a', 'x', 'seen', 'red')])
  expect(statuses()).toEqual([
    ['seen', 'red', 'clear'],
    ['status', 'fine', 'clear'],
  ])
  engine.add([claim('c2', 'b', 'x', 'seen', 'pale')])
  expect(statuses()).toEqual([
    ['seen', 'pale', 'clear'],
    ['seen', 'red', 'clear'],
  ])
})
