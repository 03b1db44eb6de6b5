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

test('[SEM57] what nothing touched is handed on as it is', () => {
  const engine = createEngine(law({ slots: { state: [{ k: 'atMost', n: 1 }] } }))
  const clash = (frame: string): Said[] => [
    claim(`${frame}1`, 'a', frame, 'state', 'open'),
    claim(`${frame}2`, 'b', frame, 'state', 'closed'),
  ]
  engine.add([...clash('d1'), ...clash('d2')])
  const [conflicts, components] = [engine.conflicts(), engine.components()]
  engine.add([claim('c1', 'c', 'd3', 'state', 'open')])
  expect(engine.conflicts()).toBe(conflicts)
  engine.add([claim('c2', 'c', 'd1', 'state', 'open')])
  const kept = engine.components().filter((component) => components.includes(component))
  expect(kept).toHaveLength(1)
  expect(kept[0]?.forks[0]?.out).toMatchObject([{ frame: 'd2' }])
})

test('[SEM58] thousands of values of one slot are one exact dispute, under a type as well', () => {
  const door = { id: 'Door', slots: { state: [{ k: 'atMost', n: 1 }] } } as const
  const engine = createEngine(law({ types: [door] }))
  const values = Array.from({ length: 3_000 }, (_, at) =>
    claim(`c${at}`, `a${at}`, 'd1', 'state', at, { confidence: 1 + (at % 1_000) }),
  )
  engine.add([claim('t', 'z', 'd1', 'type', 'Door'), ...values])
  expect(engine.conflicts()).toHaveLength(1)
  expect(engine.components()).toMatchObject([{ exact: true }])
  const statuses = new Set(engine.standings().map(({ status }) => status))
  expect(statuses).toEqual(new Set(['consensus', 'rejected']))
})
