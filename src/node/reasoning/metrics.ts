/** Metrics: M1 to M4 and what else is counted about reasoning, by the formulas in the README of this layer. */
import { convergenceOf, depthOf, type Convergence, type Depth } from '../../semantics/reasoning/measures.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Core } from '../core/core.ts'
import type { Histogram, Timings } from './timings.ts'

/** The four measures of the specification, and counts. */
export interface Metrics {
  /** M1: how far traces agree in meaning. */
  readonly convergence: Convergence
  /** M2: frames with a statement that is undecided or unknown, of all frames, in parts per million; null: no frame. */
  readonly conflictRate: { readonly ppm: number | null; readonly frames: number; readonly unsettled: number }
  /** Entries of this node that no other member confirmed yet: the divergence that this node knows of. */
  readonly provisional: number
  /** M3: how long answers took to come, in milliseconds. */
  readonly answers: Histogram
  /** M4: how many independent routes lead to goals. */
  readonly depth: Depth
  readonly entries: number
  readonly conflicts: number
  readonly forks: number
  readonly sessions: number
  readonly steps: number
  readonly published: number
  readonly incoherent: number
  readonly quarantined: number
  readonly messages: { readonly sent: number; readonly received: number; readonly refused: number }
  readonly bytes: { readonly sent: number; readonly received: number }
}

/** What is counted now. Costs a walk over every statement where some are in conflict: ask now and then, not at each claim. */
export function metricsOf(core: Core, timings: Timings): Metrics {
  const { engine } = core
  const { entries, provisional, quarantined, messages, bytes } = core.status()
  const goals = engine.goals()
  const { sessions, steps, conclusions } = engine.archive.count()
  const components = engine.components()
  return {
    convergence: convergenceOf(goals),
    conflictRate: conflictRateOf(engine),
    provisional,
    answers: timings.histogram(),
    depth: depthOf(goals),
    ...{ entries, conflicts: engine.conflicts().length },
    forks: components.reduce((sum, { forks }) => sum + forks.length, 0),
    ...{ sessions, steps, published: conclusions },
    incoherent: engine.traces().filter(({ ok }) => !ok).length,
    ...{ quarantined, messages, bytes },
  }
}

const PARTS = 1_000_000

function conflictRateOf(engine: Engine): Metrics['conflictRate'] {
  const frames = engine.frames().length
  const standings = frames === 0 ? [] : engine.standings()
  const open = standings.filter(({ status }) => status === 'undecided' || status === 'unknown')
  const unsettled = new Set(open.map(({ frame }) => frame)).size
  return { ppm: frames === 0 ? null : Math.floor((unsettled * PARTS) / frames), frames, unsettled }
}
