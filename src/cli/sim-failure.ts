/** A failing run as it is kept: the scenario made small, its story, and its picture; beside each other under one name. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { diagramOf } from '../sim/failure/diagram.ts'
import { minimise } from '../sim/failure/minimise.ts'
import { storyOf } from '../sim/failure/story.ts'
import type { Outcome } from '../sim/outcome.ts'
import type { Scenario } from '../sim/scenario.ts'
import { play } from '../sim/play.ts'
import type { Terminal } from './terminal.ts'

/** Where a failure was kept, and how small it became. */
export interface KeptFailure {
  readonly scenario: string
  readonly story: string
  readonly page: string
  readonly events: number
  readonly runs: number
}

/** Makes the failure small, and writes it into `folder`. */
export async function keepFailure(failure: Outcome, folder: string, terminal: Terminal): Promise<KeptFailure> {
  const done = terminal.working('making it smaller …')
  const promises = new Set(failure.violations.map(({ promise }) => promise))
  const isBroken = async (scenario: Scenario): Promise<boolean> => {
    const { violations } = await play({ scenario })
    return violations.some(({ promise }) => promises.has(promise))
  }
  const { scenario, runs } = await minimise(failure.scenario, isBroken)
  done()
  await mkdir(folder, { recursive: true })
  const path = (ending: string): string => join(folder, `tracord-sim-${failure.scenario.seed.replaceAll(/[^\w-]/g, '_')}.${ending}`)
  const kept = { scenario: path('json'), story: path('txt'), page: path('html') }
  const outcome = await play({ scenario, isRecording: true })
  const replay = `tracord sim --scenario ${kept.scenario}`
  const story = storyOf(outcome, replay)
  await writeFile(kept.scenario, `${JSON.stringify(scenario, null, 2)}\n`)
  await writeFile(kept.story, story)
  await writeFile(kept.page, diagramOf(outcome, replay))
  terminal.err(story.trimEnd())
  return { ...kept, events: scenario.faults.events.length + scenario.workload.writes.length, runs }
}

/** Draws a run as a page. */
export async function writePage({ scenario }: Outcome, file: string, replay: string): Promise<void> {
  await writeFile(file, diagramOf(await play({ scenario, isRecording: true }), replay))
}
