/** Golden files: cases and lives of engines with the digest that their judgement had when they were written, to be had everywhere. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { canonicalText, type Json } from '../../src/base/canonical.ts'
import { sha256Hex } from '../../src/base/hash.ts'
import type { Law } from '../../src/frames/facet.ts'
import type { Said } from '../../src/frames/item.ts'
import { judgeCase, readCase } from '../../src/semantics/case.ts'
import { createEngine } from '../../src/semantics/create.ts'

/** What happens to an engine, in order. */
type Step = { readonly add: readonly Said[] } | { readonly adopt: Law } | { readonly exclude: string } | { readonly read: true }

interface Described {
  readonly what: string
  readonly digest: string
}

/** A case file as it stands, or the life of an engine. */
type Golden = Described &
  ({ readonly case: object } | { readonly law: Law; readonly slots?: readonly string[]; readonly steps: readonly Step[] })

/** Built files lie in `dist`; golden ones do not move there. */
const FOLDER = fileURLToPath(new URL('../../../test/golden/', import.meta.url))

const read = (name: string): Golden => JSON.parse(readFileSync(`${FOLDER}${name}`, 'utf8')) as Golden

/** File name -> digest that is written in it. */
export function writtenDigests(): Readonly<Record<string, string>> {
  return Object.fromEntries(namesIn().map((name) => [name, read(name).digest]))
}

/** File name -> digest that this code finds, with this engine of JavaScript. */
export function foundDigests(): Readonly<Record<string, string>> {
  return Object.fromEntries(namesIn().map((name) => [name, digestOf(read(name))]))
}

/** Writes what is found into the files; returns the names of those that it changed. */
export function rewriteDigests(): readonly string[] {
  const found = foundDigests()
  const stale = Object.entries(writtenDigests()).filter(([name, digest]) => found[name] !== digest)
  for (const [name] of stale)
    writeFileSync(`${FOLDER}${name}`, `${JSON.stringify({ ...read(name), digest: found[name] }, null, 1)}\n`)
  return stale.map(([name]) => name)
}

function namesIn(): readonly string[] {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort()
}

function digestOf(golden: Golden): string {
  if ('case' in golden) {
    const parsed = readCase(JSON.stringify(golden.case))
    return parsed.ok ? judgeCase(parsed.value).digest : parsed.error.why
  }
  const engine = createEngine(golden.law, golden.slots === undefined ? undefined : new Set(golden.slots))
  const reports = golden.steps.map((step): unknown => {
    if ('add' in step) engine.add(step.add)
    else if ('adopt' in step) engine.adopt(step.adopt)
    else if ('exclude' in step) engine.exclude(step.exclude)
    else return [engine.conflicts(), engine.components(), engine.standings(), engine.incomplete(), engine.refused()]
    return engine.digest()
  })
  return sha256Hex(canonicalText(reports as Json))
}
