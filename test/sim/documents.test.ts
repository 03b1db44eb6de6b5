/** Documents and stock automerge-repo peers in the simulator: the real ones, under patched time. */
import { readFileSync } from 'node:fs'
import { encodeSyncMessage } from '@automerge/automerge/slim'
import { afterEach, expect, test, vi } from 'vitest'
import { drawScenario } from '../../src/sim/draw/draw.ts'
import { bridged, meddled, wired } from '../../src/sim/draw/topology.ts'
import type * as Absorb from '../../src/node/documents/absorb.ts'
import type * as Offer from '../../src/node/documents/offer.ts'
import type * as StockMessages from '../../src/node/documents/stock-message.ts'
import { NO_FAULTS } from '../../src/sim/faults.ts'
import type { Checker } from '../../src/sim/outcome.ts'
import { play } from '../../src/sim/play.ts'
import type * as Play from '../../src/sim/play.ts'
import { readScenario } from '../../src/sim/read-scenario.ts'
import type { Scenario } from '../../src/sim/scenario.ts'
import { STOCK_SITUATIONS } from '../../src/sim/sometimes.ts'
import { takeGlobals } from '../../src/sim/stock/globals.ts'
import { createRandom } from '../../src/base/random.ts'
import { createTime, WORLD_BEGINS_MS } from '../../src/sim/time.ts'

/** A run loads what carries documents when it needs it: after a bug that is the patched one, unless all is loaded anew. */
afterEach(() => void vi.resetModules())

const kept = (seed: string): Scenario => drawScenario(seed, { documents: true, stormMs: 5_000 })
const mixed = (seed: string): Scenario =>
  drawScenario(seed, { nodes: 3, stock: true, documents: true, storm: 'nodes', stormMs: 6_000 })
const SIX = ['1', '2', '3', '4', '5', '6']

test.each(SIX)('[SIM89] in storm %s every log has its document, to the byte the same everywhere', async (seed) => {
  const { violations, counts } = await play({ scenario: kept(`documents ${seed}`) })
  expect(violations).toEqual([])
  expect(counts.acknowledged).toBeGreaterThan(0)
})

test.each(SIX)('[SIM90] in storm %s what a stock peer alone carries arrives, over connections that end', async (seed) => {
  const { violations } = await play({ scenario: mixed(`stock ${seed}`) })
  expect(violations).toEqual([])
})

test('[SIM91] a run with documents and stock peers is the same twice, and two at a time wait for each other', async () => {
  const scenario = mixed('twice')
  const [first, second] = await Promise.all([play({ scenario }), play({ scenario })])
  expect(first.isKept).toBe(true)
  expect(second.logHash).toBe(first.logHash)
  expect((await play({ scenario: mixed('otherwise') })).logHash).not.toBe(first.logHash)
})

test('[SIM91] timers, the time of day and chance are the run’s while it lasts, and the process’s afterwards', () => {
  const before = [setTimeout, clearTimeout, setInterval, clearInterval, Date.now, Math.random, crypto.getRandomValues] as const
  const time = createTime()
  const restore = takeGlobals(time, createRandom('globals'))
  const rang: string[] = []
  setTimeout((what: string) => rang.push(what), 50, 'once')
  clearTimeout(setTimeout(() => rang.push('never'), 10))
  const every = setInterval(() => rang.push('again'), 40)
  time.runUntil(100)
  clearInterval(every)
  time.runUntil(1_000)
  const drawn = [Date.now(), Math.random(), ...crypto.getRandomValues(new Uint8Array(4))]
  restore()
  expect(rang).toEqual(['again', 'once', 'again'])
  expect(drawn[0]).toBe(WORLD_BEGINS_MS + 1_000)
  const again = takeGlobals(createTime(), createRandom('globals'))
  expect([Math.random(), ...crypto.getRandomValues(new Uint8Array(4))]).toEqual(drawn.slice(1))
  again()
  expect([setTimeout, clearTimeout, setInterval, clearInterval, Date.now, Math.random, crypto.getRandomValues]).toEqual(before)
})

/** n3 says something that only a document can bring to the others. */
const BRIDGE: Scenario = {
  version: 1,
  seed: 'bridge',
  topology: bridged(3),
  workload: {
    ...{ slots: {}, rules: [], documents: true, stormMs: 4_000 },
    writes: [{ atMs: 500, node: 'n3', frame: 'door', slot: 'state', value: 1 }],
  },
  faults: NO_FAULTS,
}

test('[SIM92] it is found when a gate lets nothing through', async () => {
  vi.resetModules()
  vi.doMock('../../src/node/documents/offer.js', () => ({ readOffers: () => ({ log: undefined, offers: [], fault: undefined }) }))
  const { play: patched }: typeof Play = await import('../../src/sim/play.ts')
  const { violations } = await patched({ scenario: BRIDGE })
  vi.doUnmock('../../src/node/documents/offer.js')
  vi.doUnmock('../../src/node/documents/stock-message.js')
  expect(violations.map(({ promise }) => promise)).toContain('nothingLost')
})

test('[SIM92] it is found when a document leaves its last entry out', async () => {
  vi.resetModules()
  vi.doMock('../../src/node/documents/open-document.js', async (importOriginal) => {
    const real: { append: (document: object, entries: readonly object[]) => void } = await importOriginal()
    return { ...real, append: (document: object, entries: readonly object[]) => real.append(document, entries.slice(0, -1)) }
  })
  const { play: patched }: typeof Play = await import('../../src/sim/play.ts')
  const { violations } = await patched({ scenario: { ...BRIDGE, topology: wired(3, 'line') } })
  vi.doUnmock('../../src/node/documents/open-document.js')
  expect(violations.map(({ promise }) => promise)).toContain('documentsAlike')
})

/** One stock peer follows, another changes a document and offers one of its own. */
const MEDDLED: Scenario = {
  ...BRIDGE,
  topology: meddled(3, [
    { atMs: 1_500, act: 'change' },
    { atMs: 2_000, act: 'share' },
  ]),
}

test('[SIM107] what a stock peer writes ends at the gate, and one that follows is served', async () => {
  const seen: unknown[] = []
  const look: Checker = ({ stock, documents }) => {
    seen.push(...stock, documents?.some(({ node }) => node === 'follower'))
    return []
  }
  const { violations, met } = await play({ scenario: MEDDLED, checkers: { look } })
  expect(violations).toEqual([])
  expect(seen).toMatchObject([{ name: 'follower', refused: 0 }, { name: 'meddler', changed: 1, shared: 1 }, true])
  expect(STOCK_SITUATIONS.filter((situation) => met[situation] === undefined)).toEqual([])
})

test.each(['meddle 3', 'meddle 5', 'meddle 8'])('[SIM107] in the storm %s, too', async (seed) => {
  const scenario = drawScenario(seed, { nodes: 3, stock: true, documents: true, stormMs: 5_000 })
  expect(scenario.topology.stock?.map(({ name }) => name)).toEqual(['follower', 'meddler'])
  expect((await play({ scenario })).violations).toEqual([])
})

test('[SIM108] it is found when a gate overlooks what a stock peer wrote, and when it blames one for our own disk', async () => {
  vi.resetModules()
  vi.doMock('../../src/node/documents/offer.js', async (importOriginal) => {
    const real: typeof Offer = await importOriginal()
    return { ...real, readOffers: (...given: Parameters<typeof Offer.readOffers>) => ({ ...real.readOffers(...given), fault: undefined }) }
  })
  vi.doMock('../../src/node/documents/stock-message.js', async (importOriginal) => {
    const real: typeof StockMessages = await importOriginal()
    return { ...real, withoutChanges: (sync: StockMessages.StockSync) => encodeSyncMessage(sync) }
  })
  const { play: blind }: typeof Play = await import('../../src/sim/play.ts')
  const changing = { ...MEDDLED, topology: meddled(3, [{ atMs: 1_500, act: 'change' }]) }
  const overlooked = await blind({ scenario: changing })
  vi.doUnmock('../../src/node/documents/offer.js')
  expect(overlooked.violations.map(({ promise }) => promise)).toContain('stockPeers')

  vi.resetModules()
  vi.doMock('../../src/node/documents/absorb.js', async (importOriginal) => {
    const real: typeof Absorb = await importOriginal()
    const blaming: typeof Absorb.absorb = (parts, ...given) => real.absorb({ ...parts, isLate: () => true }, ...given)
    return { ...real, absorb: blaming }
  })
  const { play: hasty }: typeof Play = await import('../../src/sim/play.ts')
  const full = readScenario(readFileSync('test/sim/kept/refusing-disk-beside-a-stock-peer.json', 'utf8'))
  if (!full.ok) throw new Error('it is kept')
  const blamed = await hasty({ scenario: full.value })
  vi.doUnmock('../../src/node/documents/absorb.js')
  expect(blamed.violations.map(({ promise }) => promise)).toContain('stockPeers')
})

test('[SIM93] stock peers are plain data, and one near nobody who is there is refused with its place', () => {
  const scenario = mixed('data')
  expect(readScenario(JSON.stringify(scenario))).toEqual({ ok: true, value: JSON.parse(JSON.stringify(scenario)) })
  const bent = { ...scenario, topology: { ...scenario.topology, stock: [{ name: 's', near: ['nobody'] }] } }
  const read = readScenario(JSON.stringify(bent))
  expect(read.ok ? 'read' : read.error.path).toContain('topology.stock[0]')
})
