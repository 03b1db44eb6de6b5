/** Tally: many runs summed up: which broke a promise, how alike nodes were, how soon they healed, and what was never met. */
import { createMeasuring, share, type Measures } from './measures.ts'
import type { Alike, Outcome } from './outcome.ts'
import { RARE_SITUATIONS, REALM_SITUATIONS, REASONING_SITUATIONS, SITUATIONS, STOCK_SITUATIONS, type Situation } from './sometimes.ts'

/** Many runs, as figures. */
export interface Summary {
  readonly runs: number
  readonly simulatedMs: number
  readonly messages: number
  readonly acknowledged: number
  /** Seeds of the runs that broke a promise, in their order. */
  readonly broken: readonly string[]
  /** Of pairs of nodes that could reach each other and claims two seconds old, those where both held it; 0 to 1. */
  readonly agreement: number
  /** Of such claims, those that not all nodes of a part held: no more frames than these can differ; 0 to 1. */
  readonly difference: number
  /** From the last fault until all held the same, in ms: the middle and the slowest of a hundred; null without a run that healed. */
  readonly healedMsP50: number | null
  readonly healedMsP99: number | null
  /** M1 to M4; null where nobody reasoned. */
  readonly measures: Measures | null
  readonly met: Readonly<Partial<Record<Situation, number>>>
  readonly neverMet: readonly Situation[]
}

const ALL_SITUATIONS: readonly Situation[] = [
  ...[...SITUATIONS, ...REASONING_SITUATIONS, ...REALM_SITUATIONS, ...STOCK_SITUATIONS, ...RARE_SITUATIONS],
]
/** Runs after which the rare situations should have been met, too. */
const RARE_AFTER = 1_000

/** Sums up runs, one after the other. */
export interface Tally {
  add(outcome: Outcome): void
  summary(): Summary
}

/** Nothing was run yet. */
export function createTally(): Tally {
  const met: Partial<Record<Situation, number>> = {}
  const alike: { -readonly [K in keyof Alike]: Alike[K] } = { pairs: 0, agreeing: 0, frames: 0, unlike: 0 }
  const totals = { runs: 0, simulatedMs: 0, messages: 0, acknowledged: 0 }
  const broken: string[] = []
  const wanted = new Set<Situation>(SITUATIONS)
  const healed: number[] = []
  const measuring = createMeasuring()
  const want = (situations: readonly Situation[]): void => situations.forEach((situation) => wanted.add(situation))
  return {
    add({ scenario, counts, isKept, met: ofRun }) {
      totals.runs += 1
      totals.simulatedMs += counts.simulatedMs
      totals.messages += counts.messagesSent
      totals.acknowledged += counts.acknowledged
      if (counts.reasoned !== null) {
        want(REASONING_SITUATIONS)
        measuring.add(counts.reasoned)
      }
      if (scenario.workload.realm !== undefined) want(REALM_SITUATIONS)
      if (scenario.topology.stock?.some(({ meddles }) => meddles !== undefined) === true) want(STOCK_SITUATIONS)
      if (totals.runs >= RARE_AFTER) want(RARE_SITUATIONS)
      if (!isKept) broken.push(scenario.seed)
      if (counts.healedAfterMs !== null) healed.push(counts.healedAfterMs)
      for (const key of ['pairs', 'agreeing', 'frames', 'unlike'] as const) alike[key] += counts.alike[key]
      for (const situation of ALL_SITUATIONS) if (ofRun[situation] !== undefined) met[situation] = (met[situation] ?? 0) + 1
    },
    summary: () => ({
      ...totals,
      broken,
      agreement: alike.pairs === 0 ? 1 : alike.agreeing / alike.pairs,
      difference: alike.frames === 0 ? 0 : alike.unlike / alike.frames,
      healedMsP50: share(healed, 0.5),
      healedMsP99: share(healed, 0.99),
      measures: measuring.measures(),
      met,
      neverMet: ALL_SITUATIONS.filter((situation) => wanted.has(situation) && met[situation] === undefined),
    }),
  }
}
