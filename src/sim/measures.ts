/** Measures: the four measures of a network (M1 to M4) over many runs, of those in which nodes reasoned. */
import type { Reasoned } from './outcome.ts'

/** The measures, from whole numbers of many runs. */
export interface Measures {
  /** Runs with reasoning in them. */
  readonly runs: number
  /** M1: weight of conclusions that mean the same as the weightiest of their goal, weighed by traces; 0 to 1; null: nothing to compare. */
  readonly convergence: number | null
  /** M2: frames with a statement that is undecided or unknown, of all; 0 to 1; null: no frame. */
  readonly conflictRate: number | null
  /** M3: simulated ms from question to answer: the middle, and the slowest of a hundred; null: no answer. */
  readonly answerMsP50: number | null
  readonly answerMsP99: number | null
  /** M4: goals with at least three independent routes, and goals in all. */
  readonly deep: number
  readonly goals: number
}

/** Sums up measures, run after run. */
export interface Measuring {
  add(reasoned: Reasoned): void
  /** null: nobody reasoned. */
  measures(): Measures | null
}

/** Nothing was measured yet. */
export function createMeasuring(): Measuring {
  const sums = { runs: 0, traces: 0, agreeing: 0, frames: 0, unsettled: 0, deep: 0, goals: 0 }
  const answers: number[] = []
  return {
    add({ metrics: { convergence, conflictRate, depth }, answerMs }) {
      sums.runs += 1
      if (convergence.ppm !== null) {
        sums.traces += convergence.traces
        // Whole numbers: a sum of parts would depend on the order of the runs.
        sums.agreeing += convergence.traces * convergence.ppm
      }
      sums.frames += conflictRate.frames
      sums.unsettled += conflictRate.unsettled
      sums.deep += depth.deep
      sums.goals += depth.goals
      answers.push(...answerMs)
    },
    measures() {
      const { runs, traces, agreeing, frames, unsettled, deep, goals } = sums
      if (runs === 0) return null
      return {
        runs,
        convergence: traces === 0 ? null : agreeing / traces / PPM,
        conflictRate: frames === 0 ? null : unsettled / frames,
        answerMsP50: share(answers, 0.5),
        answerMsP99: share(answers, 0.99),
        deep,
        goals,
      }
    },
  }
}

const PPM = 1_000_000

/** The value below which this part of all lies; null: there is none. */
export function share(values: readonly number[], part: number): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? null
}
