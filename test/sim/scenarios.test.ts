/** Scenarios as data: the canned ones, those that once failed, and what a file may not say. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drawScenario } from '../../src/sim/draw/draw.ts'
import { meddled } from '../../src/sim/draw/topology.ts'
import { readScenario } from '../../src/sim/read-scenario.ts'
import { SCENARIOS } from '../../src/sim/scenarios/index.ts'
import { play } from '../../src/sim/play.ts'
import { simulate } from '../../src/sim/simulate.ts'
import { RARE_SITUATIONS, STOCK_SITUATIONS, type Situation } from '../../src/sim/sometimes.ts'
import { createTally } from '../../src/sim/tally.ts'

const KEPT = join('test', 'sim', 'kept')

test.each(SCENARIOS)('[SIM17] $title: told on a page, and every promise is kept', async ({ scenario, story }) => {
  expect(story.split('\n').length).toBeLessThanOrEqual(15)
  const { violations, counts } = await play({ scenario })
  expect(violations).toEqual([])
  expect(counts.acknowledged).toBeGreaterThan(0)
})

test('[SIM17] the canned scenarios meet what they are about', async () => {
  const met = async (name: string): Promise<object> => (await play({ scenario: SCENARIOS.find((one) => one.name === name)!.scenario })).met
  expect(await met('split-brain')).toHaveProperty('conflict between two sides of a partition')
  expect(await met('torn-journal')).toHaveProperty('rotten row given back by others')
  expect(await met('equivocation')).toHaveProperty('alarm about a hostile member')
  expect(await met('slow-disk')).toHaveProperty('outcome unknown')
  expect(await met('growing-swarm')).toHaveProperty('member left for good')
  expect(await met('long-island')).toHaveProperty('clock jumped back')
})

test.each(readdirSync(KEPT))('[SIM18] %s once failed, and keeps every promise now', async (file) => {
  const read = readScenario(readFileSync(join(KEPT, file), 'utf8'))
  expect(read.ok).toBe(true)
  if (read.ok) expect((await play({ scenario: read.value })).violations).toEqual([])
})

test('[SIM3] whatever is drawn can be written to a file and read back', () => {
  for (let at = 0; at < 200; at += 1) {
    const scenario = drawScenario(`file ${at}`, { stormMs: 3_000 })
    expect(readScenario(JSON.stringify(scenario))).toEqual({ ok: true, value: JSON.parse(JSON.stringify(scenario)) })
  }
})

type Bent = Record<string, Record<string, unknown>>
const bend = (change: (scenario: Bent) => void): string => {
  const scenario = JSON.parse(JSON.stringify(drawScenario('bent', { nodes: 3, stormMs: 2_000 }))) as Bent
  change(scenario)
  return JSON.stringify(scenario)
}

const FAULTS: readonly (readonly [place: string, text: string])[] = [
  ['', 'no JSON'],
  ['version', bend((scenario) => Object.assign(scenario, { version: 2 }))],
  ['topology.links[0]', bend(({ topology }) => (topology!['links'] = [['n1', 'nobody']]))],
  ['topology.nodes', bend(({ topology }) => (topology!['nodes'] = ['n1', 'n1', 'n2', 'n3', 'h1', 'h2']))],
  ['workload.writes[0].value', bend(({ workload }) => (workload!['writes'] = [{ atMs: 0, node: 'n1', frame: 'f', slot: 's' }]))],
  ['workload.slots', bend(({ workload }) => (workload!['slots'] = { state: [{ k: 'never heard of' }] }))],
  ['faults.wire.lossPermille', bend(({ faults }) => Object.assign(faults!['wire'] as object, { lossPermille: 2_000 }))],
  ['faults.events[0]', bend(({ faults }) => (faults!['events'] = [{ type: 'earthquake', atMs: 0 }]))],
  ['faults.events[0].atMs', bend(({ faults }) => (faults!['events'] = [{ type: 'join', atMs: -1, node: 'n1' }]))],
  ['faults.hostile[0].tricks[0]', bend(({ faults }) => (faults!['hostile'] = [{ node: 'n1', tricks: ['bribe'], everyMs: 1 }]))],
]

test.each(FAULTS)('[SIM19] a scenario that is none is refused with its place: %s', (place, text) => {
  const read = readScenario(text)
  expect(read.ok ? 'read' : read.error.path).toContain(place)
  expect(read.ok).toBe(false)
})

const tally = createTally()
const BLOCKS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]

test.each(BLOCKS)('[SIM2] ten storms with everything in them, block %s', (block) => {
  for (let at = 0; at < 10; at += 1) {
    const outcome = simulate({ scenario: drawScenario(`sometimes ${block * 10 + at}`, { stormMs: 8_000 }) })
    expect(outcome.violations).toEqual([])
    tally.add(outcome)
  }
})

test('[SIM20] together they meet every situation, and their figures add up', () => {
  const { runs, broken, neverMet, agreement, difference, simulatedMs } = tally.summary()
  expect({ runs, broken, neverMet }).toEqual({ runs: 10 * BLOCKS.length, broken: [], neverMet: [] })
  expect(simulatedMs).toBeGreaterThan(runs * 25_000)
  expect(agreement).toBeGreaterThan(0.9)
  expect(difference).toBeLessThan(0.05)
})

test('[SIM109] a thousand runs should meet two rare things at once, too, and stock peers that write where there are some', () => {
  const outcome = simulate({ scenario: drawScenario('rare', { nodes: 2, storm: 'calm', stormMs: 1_000 }) })
  const rare = createTally()
  const isWanted = (situation: Situation): boolean => rare.summary().neverMet.includes(situation)
  for (let runs = 1; runs < 1_000; runs += 1) rare.add(outcome)
  expect(RARE_SITUATIONS.some(isWanted)).toBe(false)
  rare.add(outcome)
  expect(RARE_SITUATIONS.every(isWanted)).toBe(true)
  expect(STOCK_SITUATIONS.some(isWanted)).toBe(false)
  const topology = meddled(2, [{ atMs: 0, act: 'change' }])
  rare.add({ ...outcome, scenario: { ...outcome.scenario, topology }, met: { 'member removed during a partition': 1 } })
  expect(STOCK_SITUATIONS.every(isWanted)).toBe(true)
  expect(isWanted('member removed during a partition')).toBe(false)
})
