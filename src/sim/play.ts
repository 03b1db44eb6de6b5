/** Play: runs any scenario, also one whose nodes reason or keep documents: what they promised is settled before the next thing happens. */
import { createRandom } from '../base/random.ts'
import type { Outcome } from './outcome.ts'
import { hasDocuments, simulate, stagesOf, waits, type SimulateOptions, type Stage } from './simulate.ts'
import { takeGlobals, type Restore } from './stock/globals.ts'

/**
 * Runs a scenario from its beginning to its end. Events of the world happen one by one; after each the promises that it settled run until
 * none is left that waits for nothing but others. So they belong to that event, and the same options give the same outcome here too.
 * Where there are documents, automerge-repo runs, too, which takes time and chance from the process: those of the process are the run's
 * while it lasts, so such runs wait for each other, and nothing else should go on beside them.
 */
export function play(options: SimulateOptions): Promise<Outcome> {
  const { scenario } = options
  if (!waits(scenario)) return Promise.resolve(simulate(options))
  return hasDocuments(scenario) ? alone(() => withGlobals(options)) : drive(stagesOf(options))
}

async function drive(run: Generator<Stage, Outcome>): Promise<Outcome> {
  for (;;) {
    const next = run.next()
    if (next.done === true) return next.value
    await pass(next.value)
  }
}

async function pass({ time, untilMs }: Stage): Promise<void> {
  while (time.step(untilMs)) await settled()
}

async function withGlobals(options: SimulateOptions): Promise<Outcome> {
  const { loadCarriers } = await import('./documents/make.ts')
  const makeCarriers = await loadCarriers()
  let restore: Restore = () => undefined
  try {
    const run = stagesOf({
      ...options,
      carriers(parts) {
        restore = takeGlobals(parts.time, createRandom(`${options.scenario.seed}/globals`))
        return makeCarriers(parts)
      },
    })
    return await drive(run)
  } finally {
    restore()
  }
}

/** The end of the last run that had the globals. */
let last: Promise<unknown> = Promise.resolve()

function alone<T>(run: () => Promise<T>): Promise<T> {
  const next = last.then(run)
  last = next.then(
    () => undefined,
    () => undefined,
  )
  return next
}

/** Node runs all promises that can go on before it comes to this. */
const settled = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve))
