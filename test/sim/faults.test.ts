/** The faults of nodes: gates that shut and narrow, dials that go wrong, shelves that rot; and hostile members, in whole runs. */
import { expect, test } from 'vitest'
import { cidOf } from '../../src/base/hash.ts'
import { createRandom } from '../../src/base/random.ts'
import type { LogKey } from '../../src/frames/log.ts'
import { createSteadyClock } from '../../src/node/core/steady.ts'
import type { JournalRow } from '../../src/ports/journal.ts'
import { createDial } from '../../src/sim/dial.ts'
import { drawScenario } from '../../src/sim/draw/draw.ts'
import { NO_FAULTS, type FaultEvent, type Hostile, type Trick } from '../../src/sim/faults.ts'
import { createGate } from '../../src/sim/gate.ts'
import type { Outcome } from '../../src/sim/outcome.ts'
import { createShelf } from '../../src/sim/shelf.ts'
import { simulate } from '../../src/sim/simulate.ts'
import { createTime, WORLD_BEGINS_MS } from '../../src/sim/time.ts'
import { withNode } from '../../src/sim/draw/topology.ts'

test('[SIM12] a shut gate lets nothing pass, and then everything in its order; a narrow one takes its time', () => {
  const time = createTime()
  const gate = createGate(time)
  const passed: string[] = []
  const pass = (name: string): void => gate.pass(() => passed.push(`${name} ${time.now()}`))
  pass('a')
  gate.addShut(1)
  pass('b')
  pass('c')
  time.runUntil(10)
  gate.addShut(-1)
  gate.addStepMs(5)
  pass('d')
  time.runUntil(100)
  expect(passed).toEqual(['a 0', 'b 10', 'c 15', 'd 20'])
})

test('[SIM12] a dial jumps and drifts, and its timers drift with it', () => {
  const time = createTime()
  const dial = createDial(time)
  time.runUntil(1_000)
  dial.jump(-400)
  expect(dial.now()).toBe(WORLD_BEGINS_MS + 600)
  dial.drift(500_000)
  time.runUntil(2_000)
  expect(dial.now()).toBe(WORLD_BEGINS_MS + 2_100)
  expect(dial.worldMs(1_500)).toBe(1_000)
  expect(dial.worldMs(1)).toBe(1)
})

test('[SIM12] a steady clock never goes back, however often the other is set', () => {
  let told = 5_000
  const steady = createSteadyClock({ now: () => told, after: () => () => undefined })
  const seen = [4_000, 4_100, 9_000, 1_000, 1_050].map((next) => {
    told = next
    return steady.now()
  })
  expect(seen).toEqual([5_000, 5_100, 10_000, 10_000, 10_050])
})

test('[SIM5] only rows that are safe elsewhere rot; those behind them are read last', () => {
  const shelf = createShelf()
  const row = (from: number): JournalRow => {
    return { log: 'l' as LogKey, from, bodies: [`b${from}`], ids: [cidOf(`${from}`)], seenAt: 0 }
  }
  const rows = [row(0), row(1), row(2)]
  shelf.keep(rows)
  expect(shelf.rot(createRandom('r'), 50, ({ from }) => from === 1)).toBe(1)
  expect(shelf.setAside()).toEqual([rows[1]])
  expect(shelf.inOrder()).toEqual([rows[0], rows[2]])
  expect(shelf.isOutOfReach(cidOf('2'))).toBe(true)
  expect(shelf.bodies('l' as LogKey, 0, 1_000)).toEqual(['b0'])
  shelf.keep([row(1)])
  expect(shelf.restored()).toBe(1)
  expect(shelf.bodies('l' as LogKey, 0, 1_000)).toEqual(['b0', 'b1', 'b2'])
})

/** A calm network of three with these events in it. */
function withEvents(seed: string, events: readonly FaultEvent[]): Outcome {
  const calm = drawScenario(seed, { nodes: 3, shape: 'line', stormMs: 8_000, storm: 'calm' })
  return simulate({ scenario: { ...calm, faults: { ...NO_FAULTS, events } } })
}

const at = { atMs: 2_000, lastMs: 3_000, node: 'n2' }
const EVENTS: readonly FaultEvent[] = [
  { ...at, type: 'diskFull' },
  { ...at, type: 'diskSlow', commitMs: 900 },
  { ...at, type: 'slow', stepMs: 30 },
  { ...at, type: 'pause' },
  { atMs: 2_000, type: 'clockJump', node: 'n2', byMs: -3_600_000 },
  { atMs: 2_000, type: 'clockDrift', node: 'n2', ppm: 50_000 },
  { atMs: 2_000, type: 'join', node: 'n3' },
  { atMs: 2_000, type: 'leave', node: 'n3' },
  { atMs: 2_000, lastMs: 4_000, type: 'flap', a: 'n1', b: 'n2', periodMs: 300 },
  { atMs: 2_000, lastMs: 4_000, type: 'partition', groups: [['n1', 'n2'], ['n2', 'n3']], isSilent: true },
  { atMs: 2_000, lastMs: 4_000, type: 'partition', groups: [['n1'], ['n2', 'n3']], isSilent: false },
  { atMs: 2_000, downMs: 2_000, type: 'crash', node: 'n2', isPowerLoss: true },
]

test.each(EVENTS)('[SIM2] $type alone breaks no promise, and does something', (event) => {
  const struck = withEvents('alone', [event])
  expect(struck.violations).toEqual([])
  expect(struck.logHash).not.toBe(withEvents('alone', []).logHash)
})

test('[SIM2] rot and a crash: what was damaged comes back from the others', () => {
  const rot: FaultEvent = { type: 'rot', atMs: 5_000, node: 'n2', rows: 6 }
  const outcome = withEvents('rot', [rot, { type: 'crash', atMs: 5_500, downMs: 500, node: 'n2', isPowerLoss: false }])
  expect(outcome.violations).toEqual([])
  expect(outcome.met['rotten row given back by others']).toBe(1)
})

const TRICKS: readonly Trick[] = ['forge', 'bend', 'equivocate', 'flood', 'replay', 'withhold', 'lie', 'babble', 'misspell']

test.each(TRICKS)('[SIM13] a member whose trick is to %s harms nobody', (trick) => {
  const calm = drawScenario(`trick ${trick}`, { nodes: 3, shape: 'ring', stormMs: 8_000, storm: 'calm' })
  const hostile: Hostile = { node: 'h1', tricks: [trick], everyMs: 400 }
  const topology = withNode(calm.topology, 'h1', ['n1', 'n2'])
  const outcome = simulate({ scenario: { ...calm, topology, faults: { ...NO_FAULTS, hostile: [hostile] } } })
  expect(outcome.violations).toEqual([])
})

test('[SIM13] twins of one key that sign different entries are found out by everybody', () => {
  const calm = drawScenario('twins', { nodes: 4, shape: 'ring', stormMs: 8_000, storm: 'calm' })
  const twin: Hostile = { node: 'h1', tricks: ['equivocate'], everyMs: 400 }
  const topology = withNode(withNode(calm.topology, 'h1', ['n1']), 'h2', ['n3'])
  const hostile = [twin, { ...twin, node: 'h2', twinOf: 'h1' }]
  const outcome = simulate({ scenario: { ...calm, topology, faults: { ...NO_FAULTS, hostile } } })
  expect(outcome.violations).toEqual([])
  expect(outcome.met['alarm about a hostile member']).toBeGreaterThanOrEqual(4)
})
