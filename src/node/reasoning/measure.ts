/** Measure: takes the metrics of a node as it stands now. */
import { convergenceOf, depthOf } from '../../semantics/reasoning/measures.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Core } from '../core/core.ts'
import type { Metrics } from './metrics.ts'
import type { Timings } from './timings.ts'

/** Takes the metrics of one node. */
export interface Measure {
  /** What is counted now. M2 walks over every statement, but only where the judgement is another than when it was last asked for. */
  metrics(): Metrics
}

/** A measure of a core's reasoning. */
export function createMeasure(core: Core, timings: Timings): Measure {
  const { engine } = core
  let last: { readonly of: string; readonly rate: Metrics['conflictRate'] } | undefined
  const rateNow = (): Metrics['conflictRate'] => {
    // The digest of a judgement alone says nothing of what is clear.
    const of = core.certificate().digest
    if (last?.of !== of) last = { of, rate: conflictRateOf(engine) }
    return last.rate
  }
  return {
    metrics() {
      const { entries, provisional, provisionalMs, quarantined, messages, bytes } = core.status()
      const goals = engine.goals()
      const { sessions, steps, conclusions } = engine.archive.count()
      const components = engine.components()
      return {
        convergence: convergenceOf(goals),
        conflictRate: rateNow(),
        ...{ provisional, provisionalMs },
        answers: timings.histogram(),
        depth: depthOf(goals),
        ...{ entries, conflicts: engine.conflicts().length },
        forks: components.reduce((sum, { forks }) => sum + forks.length, 0),
        ...{ sessions, steps, published: conclusions },
        incoherent: engine.traces().filter(({ ok }) => !ok).length,
        fallen: engine.fallen().length,
        ...{ quarantined, messages, bytes },
      }
    },
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
