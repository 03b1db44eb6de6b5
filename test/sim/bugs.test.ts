/** Do the checkers notice? Each deliberate bug is named by a promise within fifty seeds; most by the first. */
import { expect, test } from 'vitest'
import { drawScenario } from '../../src/sim/draw/draw.ts'
import { simulate } from '../../src/sim/simulate.ts'
import { BUGS } from './bugs.ts'

const SEEDS_MAX = 50
const STORM_MS = 10_000

test.each(BUGS)('[SIM14] it is found when $name', ({ alter, promises, scenario }) => {
  const made = scenario ?? ((seed: string) => drawScenario(seed, { stormMs: STORM_MS }))
  for (let at = 0; at < SEEDS_MAX; at += 1) {
    const { violations } = simulate({ scenario: made(`bug ${at}`), alter })
    if (violations.some(({ promise }) => promises.includes(promise))) return
  }
  expect.fail(`no promise was broken in ${SEEDS_MAX} seeds`)
})
