/** The example of the simulator's README: one's own rules and claims through storms. */
import { expect, test } from 'vitest'
import { drawScenario, simulate } from '../../src/sim/index.ts'

const law = { slots: { state: [{ k: 'atMost', n: 1 }] }, rules: [':- state(D, "open"), locked(D, true).'] }
const claims = [
  { frame: 'd1', slot: 'state', value: 'open' },
  { frame: 'd1', slot: 'locked', value: true },
  { frame: 'd2', slot: 'state', value: 'closed' },
]

test.each(['1', '2', '3'])('[SIM21] doors keep every promise in storm %s', (seed) => {
  const outcome = simulate({ scenario: drawScenario(seed, { nodes: 4, law, claims, stormMs: 5_000 }) })
  expect(outcome.violations).toEqual([])
})

test('[SIM21] a checker of one\'s own is asked with the others', () => {
  const scenario = drawScenario('4', { nodes: 2, shape: 'line', law, claims, stormMs: 5_000, storm: 'calm' })
  const openDoors = () => [{ why: 'no door may be open' }]
  expect(simulate({ scenario, checkers: { openDoors } }).violations).toEqual([{ promise: 'openDoors', why: 'no door may be open' }])
})
