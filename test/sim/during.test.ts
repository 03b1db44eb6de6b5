/** While faults last: storms in which nodes are read, and held to how alike they are and how soon they heal. */
import { expect, test } from 'vitest'
import { rounds } from '../../src/sim/checkers/rounds.ts'
import { drawScenario } from '../../src/sim/draw/draw.ts'
import type { Checker, Reads } from '../../src/sim/outcome.ts'
import { simulate } from '../../src/sim/simulate.ts'
import { createTally } from '../../src/sim/tally.ts'

const STORMS = 12
const STORM_MS = 12_000
const BEAT_MS = 1_000

test('[SIM77] [SIM78] [SIM79] storms are read without a message, healed within beats, and nearly alike before that', () => {
  const tally = createTally()
  const reads: Reads[] = []
  for (let at = 0; at < STORMS; at += 1) {
    const scenario = drawScenario(`during ${at}`, { stormMs: STORM_MS })
    const outcome = simulate({ scenario, checkers: { read: (view) => (reads.push(view.reads), []) } })
    expect(outcome.violations, scenario.seed).toEqual([])
    tally.add(outcome)
  }
  const looked = reads.reduce((sum, one) => sum + one.looked, 0)
  expect(looked).toBeGreaterThan(STORMS)
  const { agreement, difference, healedMsP50, healedMsP99 } = tally.summary()
  expect(agreement).toBeGreaterThanOrEqual(0.9)
  expect(difference).toBeLessThanOrEqual(0.05)
  expect(healedMsP50 ?? Infinity).toBeLessThanOrEqual(BEAT_MS)
  expect(healedMsP99 ?? Infinity).toBeLessThanOrEqual(5 * BEAT_MS)
})

test('[SIM78] more wires on the way give a network more beats, and each network has its bound', () => {
  const nodes = ['a', 'b', 'c', 'd']
  const line = { nodes, links: [['a', 'b'], ['b', 'c'], ['c', 'd']] } as const
  const star = { nodes, links: [['a', 'b'], ['a', 'c'], ['a', 'd']] } as const
  const scenario = drawScenario('bounds', { nodes: 4, storm: 'calm', stormMs: 1_000 })
  const brokenAfter = (healedAfterMs: number, topology: typeof line | typeof star): boolean => {
    const judged: boolean[] = []
    const check: Checker = (view) => (judged.push(rounds({ ...view, healedAfterMs, scenario: { ...scenario, topology } }).length > 0), [])
    simulate({ scenario, checkers: { check } })
    return judged[0] ?? false
  }
  expect([brokenAfter(7_000, line), brokenAfter(7_001, line)]).toEqual([false, true])
  expect([brokenAfter(6_000, star), brokenAfter(6_001, star)]).toEqual([false, true])
})
