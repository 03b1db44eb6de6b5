/** Runner: rounds of cases, every run in a fresh process, peers and ourselves in turn, so that a noisy minute hits all of them alike. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { fileURLToPath } from 'node:url'
import type { Case, Measured, Params, Suite } from './case.ts'
import { growthRows, rowsOf, type Row } from './rows.ts'

/** Rounds of every case. */
const ROUNDS = 5
/** A run that takes longer has hung, or is not worth waiting for; in milliseconds. */
const RUN_MS_MAX = 300_000
const CHILD = fileURLToPath(new URL('child.js', import.meta.url))

/** How a suite is run. `only`: names of cases; empty for all. */
export interface RunOptions {
  readonly quick: boolean
  readonly only: readonly string[]
  /** Told before each run. */
  progress(line: string): void
  /** Told all rows so far after each case, so that a later one that fails takes nothing with it. */
  measured(rows: readonly Row[]): void
}

/** Runs a suite; rejects when an output was wrong. */
export async function runSuite(suite: Suite, options: RunOptions): Promise<Row[]> {
  const rows: Row[] = []
  for (const each of suite.cases) {
    if (options.only.length > 0 && !options.only.includes(each.name)) continue
    for (const params of options.quick ? each.quickSizes : each.sizes) rows.push(...(await runCase(each, params, options)))
    rows.push(...growthRows(each, rows))
    options.measured(rows)
  }
  return rows
}

async function runCase(each: Case, params: Params, { progress }: RunOptions): Promise<Row[]> {
  const subjects = Object.entries(each.subjects)
  const root = mkdtempSync(join(tmpdir(), 'tracord-bench-'))
  const folderOf = (subject: string): string => join(root, subject.replaceAll(/[^\w-]/gu, '_'))
  const measured = new Map<string, Measured[]>(subjects.map(([subject]) => [subject, []]))
  try {
    if (each.isPrepared === true) {
      for (const [subject, module] of subjects) await runChild('prepare', module, params, folderOf(subject))
    }
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const [subject, module] of subjects) {
        progress(`${each.name} ${JSON.stringify(params)} ${subject} round ${round}/${ROUNDS}`)
        measured.get(subject)?.push(await runChild('run', module, params, folderOf(subject)))
      }
    }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
  return subjects.flatMap(([subject]) => rowsOf(each, params, subject, measured.get(subject) ?? []))
}

/** Runs one driver in a fresh process and reads the last line it printed. */
function runChild(what: 'prepare' | 'run', module: string, params: Params, dir: string): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = spawn(execPath, ['--expose-gc', CHILD, what, module, JSON.stringify(params), dir], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let [out, fault] = ['', '']
    const timer = setTimeout(() => child.kill('SIGKILL'), RUN_MS_MAX)
    child.stdout.on('data', (data: Buffer) => (out += data.toString()))
    child.stderr.on('data', (data: Buffer) => (fault += data.toString()))
    child.on('error', reject)
    child.on('close', (code) => {
      clearTimeout(timer)
      const last = out.trimEnd().split('\n').at(-1) ?? ''
      if (code === 0 && last.startsWith('{')) return resolve(JSON.parse(last) as Measured)
      return reject(new Error(`${module} ${JSON.stringify(params)} failed (${code ?? 'killed'}):\n${fault || out}`))
    })
  })
}
