/** What `tracord sim` runs: scenarios drawn from seeds, read from a file, or taken by name; the user's own rules and claims in them. */
import { readFile } from 'node:fs/promises'
import { TracordError } from '../base/error.ts'
import { readLaw } from '../frames/read-law.ts'
import type { Value } from '../frames/value.ts'
import { normalizeValue } from '../frames/value.ts'
import { readCase } from '../semantics/case.ts'
import { createEngine } from '../semantics/create.ts'
import { drawScenario, sharesOf, type DrawOptions, type Storm } from '../sim/draw/draw.ts'
import { readScenario } from '../sim/read-scenario.ts'
import type { Say, Scenario } from '../sim/scenario.ts'
import { SCENARIOS } from '../sim/scenarios/index.ts'
import { reasonOf } from './files.ts'

/** Kinds of storm. */
export const STORMS: readonly Storm[] = ['calm', 'wires', 'nodes', 'full']
const MS_PER_MINUTE = 60_000

/** What a person chose. */
export interface SimChoice {
  readonly nodes?: number
  readonly seed: string
  readonly seeds?: number
  readonly minutes?: number
  readonly storm: string
  readonly scenario?: string
  readonly rules?: string
  readonly workload?: string
}

/** What is run, and the command that runs one of them again. */
export interface SimInput {
  /** Null: only the list was wanted. */
  readonly scenarios: Iterable<Scenario> | null
  readonly replay: (scenario: Scenario) => string
}

/** Rejects with `BAD_INPUT` and one line that says what to write instead. */
export async function scenariosFrom(choice: SimChoice, out: (text: string) => void): Promise<SimInput> {
  const { scenario } = choice
  if (scenario === 'list') {
    for (const { name, title } of SCENARIOS) out(`${name.padEnd(16)} ${title}`)
    return { scenarios: null, replay: () => '' }
  }
  if (scenario !== undefined) return { scenarios: [await oneScenario(scenario, out)], replay: () => `tracord sim --scenario ${scenario}` }
  const draw = await drawOptions(choice)
  const count = choice.seeds ?? 1
  return { scenarios: drawn(choice.seed, count, draw), replay: ({ seed }) => replayOf(choice, seed) }
}

function* drawn(first: string, count: number, draw: DrawOptions): Generator<Scenario> {
  for (let at = 0; at < count; at += 1) {
    const seed = seedAt(first, at)
    // One's own law and claims are tried as they are.
    const isOwn = draw.claims !== undefined || draw.law !== undefined
    yield drawScenario(seed, { ...draw, ...(isOwn ? {} : sharesOf(seed)) })
  }
}

/** `7` is followed by `8`; `night` by `night 1`. */
function seedAt(first: string, at: number): string {
  if (at === 0) return first
  return /^\d{1,15}$/.test(first) ? String(Number(first) + at) : `${first} ${at}`
}

function replayOf({ nodes, minutes, storm, rules, workload }: SimChoice, seed: string): string {
  const options = { nodes, minutes, rules, workload, storm: storm === 'full' ? undefined : storm }
  const words = Object.entries(options).flatMap(([key, value]) => (value === undefined ? [] : [`--${key} ${quoted(String(value))}`]))
  return ['tracord sim', `--seed ${quoted(seed)}`, ...words].join(' ')
}

function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}

async function oneScenario(name: string, out: (text: string) => void): Promise<Scenario> {
  const canned = SCENARIOS.find((one) => one.name === name)
  if (canned !== undefined) {
    out(`${canned.title}\n\n${canned.story}\n`)
    return canned.scenario
  }
  const read = readScenario(await textOf(name, '--scenario'))
  if (read.ok) return read.value
  throw misuse(`${name}: ${`${read.error.path} ${read.error.why}`.trim()}`)
}

async function drawOptions({ nodes, minutes, storm, rules, workload }: SimChoice): Promise<DrawOptions> {
  const kind = STORMS.find((one) => one === storm)
  if (kind === undefined) throw misuse(`--storm is one of ${STORMS.join(', ')}, not ${storm}`)
  return {
    storm: kind,
    ...(nodes === undefined ? {} : { nodes }),
    ...(minutes === undefined ? {} : { stormMs: Math.round(minutes * MS_PER_MINUTE) }),
    ...(rules === undefined ? {} : { law: await lawIn(rules) }),
    ...(workload === undefined ? {} : { claims: await claimsIn(workload) }),
  }
}

type Law = NonNullable<DrawOptions['law']>

/** A case's or a law's JSON, or rules as text. */
async function lawIn(file: string): Promise<Law> {
  const text = await textOf(file, '--rules')
  if (!text.trimStart().startsWith('{')) return checkedLaw(file, { slots: {}, rules: [text] })
  const { types, slots, rules, policy } = objectIn(text, file)
  return checkedLaw(file, { types, slots, rules, policy })
}

function checkedLaw(file: string, input: { types?: unknown; slots?: unknown; rules?: unknown; policy?: unknown }): Law {
  const law = readLaw(input)
  if (!law.ok) throw misuse(`${file}: ${`${law.error.path} ${law.error.why}`.trim()}`)
  const [refused] = createEngine(law.value).refused()
  if (refused !== undefined) throw misuse(`${file}: ${refused.rule.split('\n', 1)[0] ?? ''}: ${refused.why}`)
  const { types = [], slots = {}, rules = [], policy = {} } = input
  return { types, slots, rules, policy } as Law
}

/** The claims of a case, or a list of `{frame, slot, value}`. */
async function claimsIn(file: string): Promise<readonly Omit<Say, 'atMs' | 'node'>[]> {
  const text = await textOf(file, '--workload')
  if (text.trimStart().startsWith('{')) return claimsOfCase(text, file)
  const list = jsonIn(text, file)
  if (!Array.isArray(list)) throw misuse(`${file}: must be a list of claims, or a case`)
  return list.map((one, at) => claimFrom(one, `${file}: [${at}]`))
}

function claimsOfCase(text: string, file: string): readonly Omit<Say, 'atMs' | 'node'>[] {
  const read = readCase(text)
  if (!read.ok) throw misuse(`${file}: ${`${read.error.path} ${read.error.why}`.trim()}`)
  return read.value.said.flatMap(({ id, item }) => {
    if (item.k !== 'claim') return []
    const { frame, slot, value, not, confidence, because } = item
    return [{ frame, slot, value, name: id, ...defined({ not, confidence, because }) }]
  })
}

function claimFrom(one: unknown, at: string): Omit<Say, 'atMs' | 'node'> {
  const { frame, slot, value, not } = (typeof one === 'object' && one !== null ? one : {}) as Record<string, unknown>
  if (typeof frame !== 'string' || typeof slot !== 'string') throw misuse(`${at} needs a frame, a slot and a value`)
  const normal = normalizeValue(value)
  if (!normal.ok) throw misuse(`${at}.value ${normal.error.why}`)
  return { frame, slot, value: normal.value satisfies Value, ...(not === true ? { not } : {}) }
}

function defined<T extends object>(fields: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    readonly [K in keyof T]?: Exclude<T[K], undefined>
  }
}

function objectIn(text: string, file: string): Record<string, unknown> {
  const parsed = jsonIn(text, file)
  if (typeof parsed !== 'object' || parsed === null) throw misuse(`${file}: must be an object`)
  return parsed as Record<string, unknown>
}

function jsonIn(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw misuse(`${file}: is not JSON`)
  }
}

async function textOf(file: string, option: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    const names = option === '--scenario' ? `; known by name are ${SCENARIOS.map(({ name }) => name).join(', ')}` : ''
    throw new TracordError('BAD_INPUT', `${option}: cannot read ${file}: ${reasonOf(cause)}${names}`, { cause })
  }
}

function misuse(message: string): TracordError {
  return new TracordError('BAD_INPUT', message)
}
