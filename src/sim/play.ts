/** Play: runs any scenario, also one whose nodes reason: whatever they promised is settled before the next thing happens. */
import type { Outcome } from './outcome.ts'
import { simulate, stagesOf, waits, type SimulateOptions, type Stage } from './simulate.ts'

/**
 * Runs a scenario from its beginning to its end. Events of the world happen one by one; after each the promises that it settled run until
 * none is left that waits for nothing but others. So they belong to that event, and the same options give the same outcome here too.
 */
export async function play(options: SimulateOptions): Promise<Outcome> {
  if (!waits(options.scenario)) return simulate(options)
  const run = stagesOf(options)
  for (;;) {
    const next = run.next()
    if (next.done === true) return next.value
    await pass(next.value)
  }
}

async function pass({ time, untilMs }: Stage): Promise<void> {
  while (time.step(untilMs)) await settled()
}

/** Node runs all promises that can go on before it comes to this. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
