/** The four measures over many runs. */
import { expect, test } from 'vitest'
import { drawScenario } from '../../src/sim/draw/draw.ts'
import { createMeasuring } from '../../src/sim/measures.ts'
import type { Reasoned } from '../../src/sim/outcome.ts'
import { play } from '../../src/sim/play.ts'
import { createTally } from '../../src/sim/tally.ts'

interface Measured {
  readonly convergence: readonly [ppm: number | null, traces: number]
  readonly frames: readonly [unsettled: number, all: number]
  readonly depth: readonly [deep: number, goals: number]
  readonly answerMs: readonly number[]
}

/** As much of what a run came to as is measured. */
function reasonedOf({ convergence, frames, depth, answerMs }: Measured): Reasoned {
  const [ppm, traces] = convergence
  const [unsettled, all] = frames
  const [deep, goals] = depth
  const metrics = {
    convergence: { ppm, traces, goals },
    conflictRate: { ppm: null, frames: all, unsettled },
    depth: { least: null, deep, goals },
  }
  return { asked: answerMs.length, answered: answerMs.length, answerMs, metrics: metrics as unknown as Reasoned['metrics'] }
}

test('[SIM110] runs are summed up: agreement by traces, conflicts by frames, answers together, depth by goals', () => {
  const measuring = createMeasuring()
  expect(measuring.measures()).toBe(null)
  measuring.add(reasonedOf({ convergence: [1_000_000, 1], frames: [1, 10], depth: [1, 2], answerMs: [10, 30] }))
  measuring.add(reasonedOf({ convergence: [500_000, 3], frames: [0, 10], depth: [0, 4], answerMs: [20] }))
  measuring.add(reasonedOf({ convergence: [null, 0], frames: [0, 0], depth: [0, 0], answerMs: [] }))
  expect(measuring.measures()).toEqual({
    ...{ runs: 3, convergence: 0.625, conflictRate: 0.05, deep: 1, goals: 6 },
    ...{ answerMsP50: 20, answerMsP99: 30 },
  })
  const none = createMeasuring()
  none.add(reasonedOf({ convergence: [null, 0], frames: [0, 0], depth: [0, 0], answerMs: [] }))
  expect(none.measures()).toMatchObject({ runs: 1, convergence: null, conflictRate: null, answerMsP50: null })
})

test('[SIM110] a campaign tells of them as far as its runs reason', async () => {
  const tally = createTally()
  tally.add(await play({ scenario: drawScenario('plain', { stormMs: 3_000 }) }))
  expect(tally.summary().measures).toBe(null)
  tally.add(await play({ scenario: drawScenario('reasons', { stormMs: 6_000, reasons: true }) }))
  const { measures } = tally.summary()
  expect(measures).toMatchObject({ runs: 1 })
  expect(measures?.goals).toBeGreaterThan(0)
  expect(measures?.answerMsP50).toBeGreaterThanOrEqual(0)
})
