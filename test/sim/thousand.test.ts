/** A thousand storms, or a share of them, each run twice: by two processes, one from the first to the last, one the other way round. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Summary } from '../../src/sim/tally.ts'
import { replayAt, STORMS } from './mix.ts'
import type { Report, Told } from './programs/storms.ts'

/** Two to three minutes on two free cores; a machine that many share may take ten times as long. */
const TEST_MS_MAX = 1_800_000
/** Which share of them is run. */
const SHARE = process.env['TRACORD_STORMS'] ?? '1'
/** Failures told. */
const SHOWN_MAX = 10

/** Characters kept of what a process says. */
const SAID_CHARS_MAX = 4_000

interface Run {
  readonly storms: ReadonlyMap<number, Told>
  readonly summary: Summary | undefined
}

/** Resolves when the process has ended. */
async function run(order: 'forward' | 'backward'): Promise<Run> {
  const program = join(process.cwd(), 'dist', 'test', 'sim', 'programs', 'storms.js')
  const child = fork(program, [order, SHARE], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] })
  let said = ''
  // Stock peers speak of messages that a bad wire bent; only who does not come to an end is listened to.
  child.stderr?.on('data', (bytes: Buffer) => (said = `${said}${bytes.toString()}`.slice(-SAID_CHARS_MAX)))
  const storms = new Map<number, Told>()
  let summary: Summary | undefined
  child.on('message', (report: Report) => {
    if ('storm' in report) storms.set(report.storm.at, report.storm)
    else summary = report.summary
  })
  const ended = once(child, 'exit')
  await once(child, 'disconnect')
  await ended
  expect(summary, said).toBeDefined()
  return { storms, summary }
}

/** What is wrong with a storm, and how it is run again; nothing when all is well. */
function faultsOf(at: number, first: Told | undefined, second: Told | undefined): readonly string[] {
  if (first === undefined || second === undefined) return [`storm ${at} did not end; again: ${replayAt(at)}`]
  const { journals, heads, verdicts } = first.prints
  const compared = { log: [first.logHash, second.logHash], journals: [journals, second.prints.journals] }
  const all = { ...compared, heads: [heads, second.prints.heads], verdicts: [verdicts, second.prints.verdicts] }
  const unlike = Object.entries(all).flatMap(([what, [a, b]]) => (a === b ? [] : [`two processes differ in its ${what}: ${a} and ${b}`]))
  return [...first.broken, ...unlike].map((what) => `storm ${at}: ${what}; again: ${replayAt(at)}`)
}

test('[SIM2] [SIM61] drawn storms keep every promise, and are the same in two processes', async () => {
  const [first, second] = await Promise.all([run('forward'), run('backward')])
  const count = Math.round(STORMS * Number(SHARE))
  const faults = Array.from({ length: count }, (_, at) => faultsOf(at, first.storms.get(at), second.storms.get(at))).flat()
  expect(faults.slice(0, SHOWN_MAX), `${faults.length} faults`).toEqual([])
  expect(first.summary).toEqual(second.summary)
  if (count < STORMS) return // a share may miss a situation
  expect(first.summary?.neverMet).toEqual([])
}, TEST_MS_MAX)
