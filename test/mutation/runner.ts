/**
 * Runner: Stryker's mutants against the built tests, all in one process that loads them once. Against a runner that loads them for every
 * mutant it is several times as quick, because most mutants die in the first milliseconds.
 */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { register } from 'node:module'
import { relative } from 'node:path'
import { Script } from 'node:vm'
import { type InstrumenterContext, type Mutant, type MutantCoverage } from '@stryker-mutator/api/core'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import {
  determineHitLimitReached,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
} from '@stryker-mutator/api/test-runner'
import { worlds, WORLDS_MIN } from './fast-check.ts'
import { loadTests, type Placed } from './tests.ts'

/** What the changed sources look at to know which change is on. */
const watched: InstrumenterContext = ((globalThis as { __stryker__?: InstrumenterContext }).__stryker__ ??= {})

interface Timed extends Placed {
  spentMs: number
  /** Worlds that each of its laws is tried on. */
  worlds: number
}

/** Processor time that a law may take: one that is quicker is tried on more worlds, up to so many. */
const LAW_MS = 40
const WORLDS_MAX = 100

/** Processor time a test may take under a change: this, and so many times what it takes without. Then the change makes it endless. */
const PATIENCE_MS = 500
const PATIENCE_TIMES = 2

/** What a test is thought to take at most before it has been seen. */
const UNSEEN_MS = 10_000

/** What each test took and how many worlds it was tried on, for a runner that takes over when a mutant has brought down the one before. */
const SPENT_FILE = 'spent.json'

/** How often a test is tried again, each time for twice as long, that ran out of time on a busy machine without having used it. */
const AGAIN_MAX = 8

/** After so many mutants the test that failed last is run without a change: no mutant may leave something behind for the next. */
const KILLS_PER_CHECK = 16

/** With `TRACORD_SHARE=4` every fourth mutant is tried, the same ones each time: those whose hash is a multiple of four. */
const share = Number(process.env['TRACORD_SHARE'] ?? 1)

/** With `TRACORD_NOTES=FILE` each mutant's end is written down at once, a line each, and none is tried that is written down there. */
const notesFile = process.env['TRACORD_NOTES']

/** Calls what hangs at a global name, as a script: only a script can be ended while it runs. */
const ENDLESS = 'ERR_SCRIPT_EXECUTION_TIMEOUT'
const CALL = new Script('__called__()')

class OneProcess implements TestRunner {
  private tests: Timed[] = []
  private kills = 0
  private readonly noted = new Set(placesNoted())

  /** Nothing is loaded again: what also runs while a module is loaded is changed in what the tests run. */
  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true }
  }

  async init(): Promise<void> {
    process.env['TRACORD_RUNS'] = '0.2'
    register('./hooks.js', import.meta.url)
    const seen = existsSync(SPENT_FILE) ? (JSON.parse(readFileSync(SPENT_FILE, 'utf8')) as Readonly<Record<string, Spent>>) : {}
    const unseen = { spentMs: UNSEEN_MS, worlds: WORLDS_MIN }
    this.tests = (await loadTests(process.cwd())).map((test) => Object.assign(test, unseen, seen[test.id]))
  }

  /** A test that fails here wants more worlds than are tried, and is left out; one that fails by itself is red without mutants. */
  async dryRun(): Promise<DryRunResult> {
    const key = JSON.stringify([sourcesHash(), this.tests.map(({ id }) => id)])
    const held = heldRun(key)
    if (held !== undefined) {
      this.tests = this.tests.map((test) => Object.assign(test, held.spent[test.id]))
      return held.result
    }
    const coverage: MutantCoverage = (watched.mutantCoverage ??= { static: {}, perTest: {} })
    const tests: TestResult[] = []
    for (const test of this.tests) {
      watched.currentTestId = test.id
      const failed = await firstFailure(test)
      const { id, name, file: fileName, spentMs: timeSpentMs } = test
      const result = { id, name, fileName, timeSpentMs }
      if (failed === undefined) tests.push({ ...result, status: TestStatus.Success })
      else {
        tests.push({ ...result, status: TestStatus.Skipped })
        delete coverage.perTest[id]
      }
    }
    delete watched.currentTestId
    const spent = this.tests.map((test): [string, Spent] => [test.id, { spentMs: test.spentMs, worlds: test.worlds }])
    writeFileSync(SPENT_FILE, JSON.stringify(Object.fromEntries(spent)))
    const result = { status: DryRunStatus.Complete, tests, mutantCoverage: coverage } as const
    if (notesFile !== undefined) writeFileSync(`${notesFile}.seen`, JSON.stringify({ key, spent: Object.fromEntries(spent), result }))
    return result
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const place = placeOf(options.activeMutant)
    if (!isDrawn(place) || this.noted.has(place)) return { status: MutantRunStatus.Error, errorMessage: 'not drawn' }
    const result = await this.attempt(options)
    if (notesFile !== undefined) appendFileSync(notesFile, `${result.status} ${place}\n`)
    return result
  }

  private async attempt({ activeMutant, testFilter, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    const asked = new Set(testFilter)
    const tests = this.tests.filter(({ id }) => testFilter === undefined || asked.has(id)).sort((a, b) => a.spentMs - b.spentMs)
    watched.hitCount = 0
    if (hitLimit === undefined) delete watched.hitLimit
    else watched.hitLimit = hitLimit
    for (const [at, test] of tests.entries()) {
      watched.activeMutant = activeMutant.id
      const failed = await failure(test)
      delete watched.activeMutant
      const endless = determineHitLimitReached(watched.hitCount, hitLimit)
      if (failed === undefined && endless === undefined) continue
      delete watched.hitLimit
      const still = this.kills++ % KILLS_PER_CHECK === 0 ? await failure(test) : undefined
      if (still !== undefined) throw new Error(`a mutant before this one left something behind: ${still}`)
      if (endless !== undefined) return { ...endless, status: MutantRunStatus.Timeout }
      if (failed === ENDLESS) return { status: MutantRunStatus.Timeout, reason: test.id }
      return { status: MutantRunStatus.Killed, killedBy: [test.id], failureMessage: failed ?? '', nrOfTests: at + 1 }
    }
    return { status: MutantRunStatus.Survived, nrOfTests: tests.length }
  }
}

interface HeldRun {
  readonly key: string
  readonly spent: Readonly<Record<string, Spent>>
  readonly result: DryRunResult
}

/** The run without changes that a stopped run over the same sources and tests left. */
function heldRun(key: string): HeldRun | undefined {
  const file = `${notesFile}.seen`
  if (notesFile === undefined || !existsSync(file)) return undefined
  const held = JSON.parse(readFileSync(file, 'utf8')) as HeldRun
  return held.key === key ? held : undefined
}

/** Of the changed sources as they are built, with the numbers of all changes in them. */
function sourcesHash(): string {
  const hash = createHash('sha256')
  for (const file of readdirSync('dist/src/semantics', { recursive: true, encoding: 'utf8' }).sort())
    if (file.endsWith('.js')) hash.update(readFileSync(`dist/src/semantics/${file}`))
  return hash.digest('hex')
}

type Spent = Pick<Timed, 'spentMs' | 'worlds'>

/** Runs a test for the first time, without a change: finds out what it takes, and on how many worlds there is time to try its laws. */
async function firstFailure(test: Timed): Promise<string | undefined> {
  const timed = async (): Promise<string | undefined> => {
    const from = processorMs()
    const failed = await failure(test)
    test.spentMs = processorMs() - from
    return failed
  }
  worlds.tried = false
  const failed = await timed()
  const more = Math.min(WORLDS_MAX, Math.floor((WORLDS_MIN * LAW_MS) / test.spentMs))
  if (!worlds.tried || more <= WORLDS_MIN) return failed
  test.worlds = more
  return timed()
}

/** How a test failed, `undefined` if it did not. */
async function failure({ run, spentMs, worlds: max }: Timed): Promise<string | undefined> {
  worlds.max = max
  const patience = PATIENCE_MS + PATIENCE_TIMES * spentMs
  for (let again = 0; ; again++) {
    const from = processorMs()
    try {
      Object.assign(globalThis, { __called__: run })
      await (CALL.runInThisContext({ timeout: Math.ceil(patience * 2 ** again) }) as Promise<unknown>)
      return undefined
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== ENDLESS) return String(error)
      if (processorMs() - from >= patience * 0.8 || again === AGAIN_MAX) return ENDLESS
    }
  }
}

function processorMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

/** Where and how a mutant changes what, whatever its number. */
function placeOf({ fileName, location, mutatorName, replacement }: Mutant): string {
  return JSON.stringify([relative(process.cwd(), fileName), location.start.line, location.start.column, mutatorName, replacement])
}

function placesNoted(): readonly string[] {
  if (notesFile === undefined || !existsSync(notesFile)) return []
  const lines = readFileSync(notesFile, 'utf8').split('\n')
  return lines.map((line) => line.slice(line.indexOf(' ') + 1))
}

const isDrawn = (place: string): boolean => createHash('sha256').update(place).digest().readUInt32BE() % share === 0

/** What Stryker looks for in a plugin. */
export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'one-process', OneProcess)]
