/** The simulator: the same run for the same scenario, every promise kept through storms, and checkers that can fail. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createRandom } from '../../src/base/random.ts'
import type { Law } from '../../src/frames/facet.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Engine } from '../../src/semantics/engine.ts'
import { drawScenario } from '../../src/sim/draw/draw.ts'
import { NO_FAULTS } from '../../src/sim/faults.ts'
import type { Outcome } from '../../src/sim/outcome.ts'
import type { Scenario } from '../../src/sim/scenario.ts'
import { simulate } from '../../src/sim/simulate.ts'
import { REAL_SIGNATURES_EVERY } from '../../src/sim/world.ts'

const run = (scenario: Scenario): Outcome => simulate({ scenario })
const STORM_MS = 6_000

const SEEDS = Array.from({ length: 8 }, (_, index) => `seed ${index}`)

test.each(SEEDS)('[SIM1] [SIM2] %s keeps its promises, twice alike', (seed) => {
  const scenario = drawScenario(seed, { stormMs: STORM_MS })
  const first = run(scenario)
  expect(first.violations).toEqual([])
  expect(first.counts.acknowledged).toBeGreaterThan(0)
  expect(run(scenario).logHash).toBe(first.logHash)
})

test.each(SEEDS.slice(0, 3))('[SIM95] %s is the same run whether nodes judge apart or share what they worked out', (seed) => {
  const scenario = drawScenario(seed, { stormMs: STORM_MS })
  const [apart, together] = [true, false].map((judgesApart) => simulate({ scenario, judgesApart }))
  expect(apart?.counts.conflicts).toBeGreaterThan(0)
  expect(together).toMatchObject({ logHash: apart?.logHash, prints: apart?.prints })
})

test('[SIM62] what a run leaves on its disks, holds and judges is told as digests', () => {
  const scenario = drawScenario('prints', { stormMs: 3_000 })
  const writes = scenario.workload.writes.map((write) => ({ ...write, atMs: write.atMs + 1 }))
  const later = { ...scenario, workload: { ...scenario.workload, writes } }
  const { prints, logHash } = run(scenario)
  expect(run(scenario)).toMatchObject({ prints, logHash })
  expect(run(later).prints.journals).not.toBe(prints.journals)
  expect(new Set(Object.values(prints)).size).toBe(3)
})

test('[SIM1] another process runs the same, another seed does not', () => {
  const load = (path: string): string => `await import(${JSON.stringify(join(process.cwd(), 'dist', path))})`
  const script = `
    const { simulate } = ${load('src/sim/simulate.js')}
    const { drawScenario } = ${load('src/sim/draw/draw.js')}
    process.stdout.write(simulate({ scenario: drawScenario('elsewhere', { stormMs: ${STORM_MS} }) }).logHash)`
  const there = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })
  expect(run(drawScenario('elsewhere', { stormMs: STORM_MS })).logHash).toBe(there)
  expect(run(drawScenario('elsewhere else', { stormMs: STORM_MS })).logHash).not.toBe(there)
})

test.each(SEEDS)('[SIM11] %s: two nodes with one bad link hold the same within two beacons of its working', (seed) => {
  const drawn = drawScenario(seed, { nodes: 2, shape: 'line', stormMs: STORM_MS, storm: 'nodes' })
  const rates = { lossPermille: 100, reorderPermille: 200, reorderMsMax: 300, duplicatePermille: 100, corruptPermille: 20 }
  const wire = { ...drawn.faults.wire, ...rates }
  const events = drawn.faults.events.filter(({ type }) => type === 'cut' || type === 'partition' || type === 'flap')
  const { counts, violations } = run({ ...drawn, faults: { ...drawn.faults, wire, events, hostile: [] } })
  expect(violations).toEqual([])
  expect(counts.healedAfterMs ?? Infinity).toBeLessThanOrEqual(2 * 1_200 + 600)
})

test('[SIM3] a scenario is the same run through JSON and back', () => {
  const scenario = drawScenario('plain data', { stormMs: STORM_MS })
  expect(run(JSON.parse(JSON.stringify(scenario)) as Scenario).logHash).toBe(run(scenario).logHash)
})

test('[SIM4] a fault taken away changes nothing before its time', () => {
  const calm = { ...drawScenario('streams', { stormMs: 2_000, nodes: 3, shape: 'ring', storm: 'calm' }), faults: NO_FAULTS }
  const cut = { type: 'cut', atMs: 1_500, lastMs: 100, from: 'n1', to: 'n2' } as const
  const struck = { ...calm, faults: { ...NO_FAULTS, events: [cut] } }
  const before = (scenario: Scenario): readonly string[] => {
    const lines = run({ ...scenario, workload: { ...scenario.workload, stormMs: 1_500 } }).tail
    return lines.filter((line) => Number(line.split(' ', 1)[0]) < 1_500)
  }
  expect(before(struck)).toEqual(before(calm))
  expect(run(struck).logHash).not.toBe(run(calm).logHash)
})

test('[SIM7] a run with real signatures keeps the same promises', () => {
  const isReal = (seed: string): boolean => createRandom(`${seed}/signatures`).below(REAL_SIGNATURES_EVERY) === 0
  const seeds = Array.from({ length: 500 }, (_, index) => `real ${index}`).filter(isReal)
  expect(seeds.length).toBeGreaterThan(2)
  expect(run(drawScenario(seeds[0] ?? '', { stormMs: 4_000, nodes: 3 })).violations).toEqual([])
})

test('[SIM9] a node that throws is a violation, not the end of the run', () => {
  const broken = (law: Law): Engine => {
    const engine = createEngine(law)
    let added = 0
    return {
      ...engine,
      digest: () => {
        added += 1
        if (added > 1) throw new Error('a bug of ours')
        return engine.digest()
      },
    }
  }
  const outcome = simulate({ scenario: drawScenario('throws', { stormMs: 3_000 }), alter: (parts) => ({ ...parts, createEngine: broken }) })
  expect(outcome.isKept).toBe(false)
  expect(outcome.violations.map(({ why }) => why).join()).toContain('a bug of ours')
})

test('[SIM8] judgements that differ for equal entries are found', () => {
  let engines = 0
  const opinionated = (law: Law): Engine => {
    engines += 1
    const name = engines
    return { ...createEngine(law), digest: () => `judge ${name}` }
  }
  const scenario = drawScenario('opinions', { stormMs: 3_000 })
  const { violations } = simulate({ scenario, alter: (parts) => ({ ...parts, createEngine: opinionated }) })
  const promises = violations.map(({ promise }) => promise)
  expect(promises).toContain('convergence')
  expect(promises).toContain('noFault')
})
