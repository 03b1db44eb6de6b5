/** What `tracord sim` shows: a line while it runs, a page of figures at its end, and the same as JSON. */
import type { Outcome } from '../sim/outcome.ts'
import type { Measures } from '../sim/measures.ts'
import type { Summary } from '../sim/tally.ts'
import type { KeptFailure } from './sim-failure.ts'
import { counted, durationWords, grouped } from './screen/words.ts'
import type { Paint } from './terminal.ts'

/** Milliseconds of an hour. */
const HOUR_MS = 3_600_000
/** Failing seeds listed. */
const SEEDS_SHOWN = 20

/** The line while it runs: how far it is, and how alike the nodes are. */
export function runLines({ runs, simulatedMs, agreement, difference, measures, broken }: Summary): string {
  const time = simulatedMs >= HOUR_MS ? `${(simulatedMs / HOUR_MS).toFixed(1)} h` : `${Math.round(simulatedMs / 1_000)} s`
  const words = [`${counted(runs, 'run')}, ${time} simulated`, `agreement ${percent(agreement)}`, `difference ${percent(difference)}`]
  return [...words, ...(measures === null ? [] : [measuresShort(measures)]), counted(broken.length, 'failure')].join(' · ')
}

function measuresShort({ convergence, conflictRate, answerMsP50, deep, goals }: Measures): string {
  return `M1 ${partOf(convergence)} M2 ${partOf(conflictRate)} M3 ${millisecondsOf(answerMsP50)} M4 ${deep} of ${goals}`
}

/** What reasoning came to, a line for each measure. */
function measuresLines({ convergence, conflictRate, answerMsP50, answerMsP99, deep, goals }: Measures): readonly string[] {
  const [middle, slowest] = [millisecondsOf(answerMsP50), millisecondsOf(answerMsP99)]
  return [
    `reasoning           M1  ${partOf(convergence)} of what is concluded toward one goal agrees in meaning`,
    `                    M2  ${partOf(conflictRate)} of frames are undecided or unknown`,
    `                    M3  answers come within ${middle} simulated (of a hundred the slowest ${slowest})`,
    `                    M4  ${deep} of ${counted(goals, 'goal')} reached by three independent routes`,
  ]
}

const partOf = (part: number | null): string => (part === null ? '-' : percent(part))
const millisecondsOf = (ms: number | null): string => (ms === null ? '-' : `${grouped(Math.round(ms))} ms`)

/** The page at the end. */
export function summaryLines(summary: Summary, cpuMs: number, paint: Paint): readonly string[] {
  const { messages, acknowledged, healedMsP50, healedMsP99, broken, neverMet, simulatedMs } = summary
  const speed = grouped(Math.round(simulatedMs / Math.max(1, cpuMs)))
  const [middle, slowest] = [durationWords(healedMsP50 ?? 0), durationWords(healedMsP99 ?? 0)]
  const verdict = `${counted(broken.length, 'run')} broke a promise: ${broken.slice(0, SEEDS_SHOWN).join(', ')}`
  return [
    `while faults last   ${percent(summary.agreement)} of claims two seconds old are held alike where nodes can reach each other,`,
    `                    ${percent(summary.difference)} are not yet held by all of them`,
    `after the last one  all hold the same within ${middle} (of a hundred runs the slowest ${slowest})`,
    `reading             is local: no message was sent for it`,
    ...(summary.measures === null ? [] : measuresLines(summary.measures)),
    `work                ${grouped(acknowledged)} acknowledged writes, ${grouped(messages)} messages`,
    `speed               ${speed} simulated seconds a second of CPU`,
    ...(summary.runs < 2 ? [] : [`never met           ${neverMet.length === 0 ? 'nothing of what is looked for' : neverMet.join(', ')}`]),
    broken.length === 0 ? paint.green('every promise was kept') : paint.red(verdict),
  ]
}

/** The same as data. */
export function summaryOut(summary: Summary, failure: Outcome | undefined, kept: KeptFailure | null, cpuMs: number): object {
  return {
    ...summary,
    cpuMs: Math.round(cpuMs),
    logHash: summary.runs === 1 ? failure?.logHash : undefined,
    violations: failure?.violations ?? [],
    kept,
  }
}

function percent(part: number): string {
  return `${(part * 100).toFixed(part > 0.99 && part < 1 ? 2 : 1)}%`
}
