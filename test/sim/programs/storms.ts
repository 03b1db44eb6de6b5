/** Runs the thousand storms in this process, the last one first when it is told `backward`, and tells its parent of each. */
import type { Prints } from '../../../src/sim/outcome.ts'
import { play } from '../../../src/sim/play.ts'
import { createTally, type Summary } from '../../../src/sim/tally.ts'
import { stormAt, STORMS } from '../mix.ts'

/** What is told of a storm. */
export interface Told {
  readonly at: number
  readonly prints: Prints
  readonly logHash: string
  /** `promise: why` of each that was broken. */
  readonly broken: readonly string[]
}

/** What the parent hears: one for each storm, and the sum in the end. */
export type Report = { readonly storm: Told } | { readonly summary: Summary; readonly cpuMs: number }

const [, , order, share] = process.argv
const count = Math.round(STORMS * Number(share))
const numbers = Array.from({ length: count }, (_, at) => (order === 'backward' ? count - 1 - at : at))
const tally = createTally()
const tell = (report: Report): void => void process.send?.(report)

for (const at of numbers) {
  const outcome = await play({ scenario: stormAt(at) })
  const { prints, logHash, violations } = outcome
  tally.add(outcome)
  tell({ storm: { at, prints, logHash, broken: violations.map(({ promise, why }) => `${promise}: ${why}`) } })
}
const { user, system } = process.cpuUsage()
tell({ summary: tally.summary(), cpuMs: (user + system) / 1_000 })
process.disconnect?.()
