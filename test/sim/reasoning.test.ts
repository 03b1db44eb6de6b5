/** Reasoning in the simulator: real sessions, questions and takeovers under virtual time, the same run for the same scenario. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drawScenario } from '../../src/sim/draw/draw.ts'
import { NO_FAULTS, type FaultEvent } from '../../src/sim/faults.ts'
import type { Checker, Outcome } from '../../src/sim/outcome.ts'
import { play } from '../../src/sim/play.ts'
import { readScenario } from '../../src/sim/read-scenario.ts'
import type { Scenario } from '../../src/sim/scenario.ts'
import { dyingSolver } from '../../src/sim/scenarios/dying-solver.ts'
import { simulate } from '../../src/sim/simulate.ts'
import { REASONING_SITUATIONS } from '../../src/sim/sometimes.ts'
import { createTally } from '../../src/sim/tally.ts'

const STORM_MS = 8_000
const drawn = (seed: string): Scenario => drawScenario(seed, { reasons: true, stormMs: STORM_MS })

test.each(['a', 'b', 'c'])('[SIM80] a run with goals is the same twice: %s', async (seed) => {
  const scenario = drawn(`twice ${seed}`)
  const [first, second] = await Promise.all([play({ scenario }), play({ scenario })])
  expect(first.violations).toEqual([])
  expect(first.counts.reasoned?.asked).toBeGreaterThan(0)
  expect(second.logHash).toBe(first.logHash)
  expect(second.counts).toEqual(first.counts)
})

test('[SIM80] another process runs it the same', async () => {
  const load = (path: string): string => `await import(${JSON.stringify(join(process.cwd(), 'dist', path))})`
  const script = `
    const { play } = ${load('src/sim/play.js')}
    const { drawScenario } = ${load('src/sim/draw/draw.js')}
    const { logHash } = await play({ scenario: drawScenario('elsewhere', { reasons: true, stormMs: ${STORM_MS} }) })
    process.stdout.write(logHash)`
  const there = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })
  expect((await play({ scenario: drawn('elsewhere') })).logHash).toBe(there)
})

test('[SIM80] without goals, to play is to simulate', async () => {
  const scenario = drawScenario('no goals', { stormMs: 4_000 })
  expect((await play({ scenario })).logHash).toBe(simulate({ scenario }).logHash)
  expect(() => simulate({ scenario: drawn('goals') })).toThrow('play()')
})

const tally = createTally()
const BLOCKS = [0, 1, 2, 3]

test.each(BLOCKS)('[SIM81] storms over nodes that reason keep every promise, block %s', async (block) => {
  for (let at = 0; at < 10; at += 1) {
    const outcome: Outcome = await play({ scenario: drawn(`reasons ${block * 10 + at}`) })
    expect(outcome.violations).toEqual([])
    tally.add(outcome)
  }
})

test('[SIM81] together they meet every situation of reasoning', () => {
  const { neverMet, broken } = tally.summary()
  expect(broken).toEqual([])
  expect(neverMet.filter((situation) => (REASONING_SITUATIONS as readonly string[]).includes(situation))).toEqual([])
})

test('[SIM82] the reasoning of a solver that dies is brought to an end by another, as one chain with one vote', async () => {
  const authors: string[] = []
  const look: Checker = ({ nodes: [first] }) => {
    const archive = first?.told()
    for (const { item, by } of archive?.conclusions() ?? []) {
      authors.push(by, ...(archive?.session(item.session)?.steps ?? []).map((step) => step.by))
    }
    return first?.standings().find(({ frame, slot }) => frame === 'bridge' && slot === 'state')?.weight === '1000000'
      ? []
      : [{ why: 'it has not one vote' }]
  }
  const { violations, met } = await play({ scenario: dyingSolver.scenario, checkers: { look } })
  expect(violations).toEqual([])
  expect(met).toHaveProperty('session published by who took it over')
  expect(new Set(authors).size).toBe(2)
})

test('[SIM82] both sides of a cut bring a session to an end, and it has one vote', async () => {
  const events: readonly FaultEvent[] = [
    { type: 'partition', atMs: 1_500, lastMs: 10_000, groups: [['n1'], ['n2', 'n3']], isSilent: true },
  ]
  let conclusions = 0
  const look: Checker = ({ nodes: [first] }) => {
    conclusions = [...(first?.told().conclusions() ?? [])].length
    const standing = first?.standings().find(({ frame, slot }) => frame === 'bridge' && slot === 'state')
    return standing?.weight === '1000000' ? [] : [{ why: `it has a weight of ${standing?.weight}` }]
  }
  const { violations } = await play({ scenario: { ...dyingSolver.scenario, faults: { ...NO_FAULTS, events } }, checkers: { look } })
  expect(violations).toEqual([])
  expect(conclusions).toBe(2)
})

type Bent = Record<string, Record<string, unknown>>
const bend = (change: (workload: Record<string, unknown>) => void): string => {
  const scenario = JSON.parse(JSON.stringify(drawn('bent'))) as Bent
  change(scenario['workload']!)
  return JSON.stringify(scenario)
}
const goal = { atMs: 0, node: 'n1', goal: 'g', wants: { frame: 'f', slot: 's' } }
const module = { name: 'm', nodes: ['n1'], steps: 1, stepMs: 1, ends: 'agrees' }

const FAULTS: readonly (readonly [place: string, text: string])[] = [
  ['workload.goals[0].node', bend((workload) => (workload['goals'] = [{ ...goal, node: 'nobody' }]))],
  ['workload.goals[0].model', bend((workload) => (workload['goals'] = [{ ...goal, model: 'oracle' }]))],
  ['workload.goals[0].wants', bend((workload) => (workload['goals'] = [{ ...goal, wants: 'f' }]))],
  ['workload.modules[0].nodes', bend((workload) => (workload['modules'] = [{ ...module, nodes: ['nobody'] }]))],
  ['workload.modules[0].ends', bend((workload) => (workload['modules'] = [{ ...module, ends: 'well' }]))],
]

test.each(FAULTS)('[SIM83] goals and modules that are none are refused with their place: %s', (place, text) => {
  const read = readScenario(text)
  expect(read.ok ? 'read' : read.error.path).toContain(place)
})

test('[SIM83] what is drawn can be written to a file and read back', () => {
  for (let at = 0; at < 50; at += 1) {
    const scenario = drawn(`file ${at}`)
    expect(readScenario(JSON.stringify(scenario))).toEqual({ ok: true, value: JSON.parse(JSON.stringify(scenario)) })
  }
})
