/** `tracord export`: what a node's folder holds as a case, which judges as the node does. */
import { readFile, writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { TracordError } from '../base/error.ts'
import { isOpen } from '../frames/founding.ts'
import { nameFault } from '../frames/name.ts'
import { writeCase } from '../semantics/case.ts'
import type { Engine } from '../semantics/engine.ts'
import type { IsHeard } from '../traces/archive.ts'
import type { Trace } from '../traces/trace.ts'
import { command, type CliContext } from './command.ts'
import { engineOf, excludedIn, nodeFoldersIn, readContents, type Contents } from './contents.ts'
import { domainsLine, unjudgedWords } from './screen/domains.ts'
import { counted } from './screen/words.ts'

interface ExportOptions {
  readonly case?: string
  readonly out?: string
  readonly names?: string
  readonly realm?: string
}

/** Builds the command. */
export function exportCommand({ terminal }: CliContext): Command {
  return command(
    'export',
    "What a node's folder holds as a case file, which `tracord judge` judges as the node does.",
    'export --case ./data --out doors.json',
  )
    .option('--case <dir>', "a node's folder, or a server's; it may be in use")
    .option('--out <file>', 'write to this file instead of standard output')
    .option('--names <file>', 'a JSON object from public keys to names for the authors')
    .option('--realm <id>', "which realm of a server's folder")
    .action(async (options: ExportOptions) => {
      const { text, notes } = await exported(options)
      if (options.out === undefined) terminal.out(text)
      else await write(options.out, `${text}\n`)
      for (const note of notes) terminal.err(`tracord: ${note}`)
    })
}

async function exported(options: ExportOptions): Promise<{ readonly text: string; readonly notes: readonly string[] }> {
  if (options.case === undefined) throw misuse("name what to export: --case and a node's folder")
  const names = options.names === undefined ? new Map<string, string>() : await readNames(options.names)
  const contents = await readContents(await folderOf(options.case, options.realm))
  const { founding, law, damage, waiting, uncounted } = contents
  if (founding === null || law === null) throw misuse(`the law of this realm is not kept in ${contents.dir}: nothing can be judged by it`)
  const others = isOpen(founding) ? contents.logs.filter(({ kind }) => kind === 'realm') : []
  const engine = engineOf(founding, contents)
  const learned = law.policy.learn ? engine.learned() : null
  const { traces, notes: leftOut } = publishedIn(engine, excludedIn(contents))
  const { body, unsaid } = writeCase({
    law,
    said: contents.said,
    excluded: excludedIn(contents),
    names: namesFor(names, contents),
    traces,
    fallen: engine.fallen(),
    ...(learned === null ? {} : { learned }),
  })
  const domains = domainsLine(contents)
  const notes = [
    ...(domains === null ? [] : [`the case is of ${domains}: a case knows no domains, and judges as if there were no others`]),
    ...engine.unjudged().map((one) => `not judged by the node: ${unjudgedWords(one)}`),
    ...unsaid,
    ...leftOut,
    ...others.map(({ kind, author }) => `the log of kind ${kind} by ${author} is left out: a case holds frames and traces`),
    ...(uncounted === 0
      ? []
      : [`${counted(uncounted, 'entry', 'entries')} of authors who do not belong, or no more, are left out: they count for nothing`]),
    ...(waiting === 0
      ? []
      : [`${counted(waiting, 'entry', 'entries')} behind a gap are left out: they wait for what is missing`]),
    ...damage.map((why) => `damaged: ${why}`),
  ]
  return { text: JSON.stringify(body), notes }
}

/** Traces with all of their steps; drafts are nobody's word yet, and what is not whole counts for nothing. */
function publishedIn(
  { archive }: Engine,
  excluded: ReadonlySet<string>,
): { readonly traces: readonly Trace[]; readonly notes: readonly string[] } {
  const isHeard: IsHeard = ({ by }) => !excluded.has(by)
  const all = [...archive.conclusions()].map(({ id }) => archive.traceOf(id, isHeard)).filter((found) => found !== undefined)
  const traces = all.filter(({ trace, missing, isOver }) => missing.length === 0 && !isOver && isHeard(trace)).map(({ trace }) => trace)
  const left = all.length - traces.length
  return { traces, notes: left === 0 ? [] : [`traces that are not whole here are left out, since they count for nothing: ${left}`] }
}

/** The one folder meant. Of a server with several realms the person has to choose. */
async function folderOf(dir: string, realm: string | undefined): Promise<string> {
  const folders = await nodeFoldersIn(dir)
  const fitting = realm === undefined ? folders : folders.filter((folder) => folder.endsWith(realm))
  const [folder, other] = fitting
  if (folder === undefined) throw misuse(`${dir} holds no realm ${realm}`)
  if (other !== undefined) throw misuse(`${dir} holds several realms, choose one by --realm: ${fitting.map(lastPart).join(' ')}`)
  return folder
}

const lastPart = (path: string): string => path.split(/[\\/]/).at(-1) ?? path

async function readNames(file: string): Promise<ReadonlyMap<string, string>> {
  const parsed: unknown = await readFile(file, 'utf8')
    .then(JSON.parse)
    .catch((cause: unknown) => {
      throw misuse(`cannot read the names in ${file}: ${cause instanceof Error ? cause.message : String(cause)}`)
    })
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
  if (!isObject) throw misuse(`${file} holds no JSON object from public keys to names`)
  const names = new Map<string, string>()
  for (const [key, name] of Object.entries(parsed)) {
    const fault = nameFault(name)
    if (fault !== undefined) throw misuse(`${file}: the name of ${key} ${fault}`)
    names.set(key, String(name))
  }
  return names
}

/** Two authors under one name would be one witness. */
function namesFor(names: ReadonlyMap<string, string>, { said }: Contents): ReadonlyMap<string, string> {
  const taken = new Map<string, string>()
  for (const { by } of said) {
    const name = names.get(by) ?? by
    const other = taken.get(name)
    if (other !== undefined && other !== by) throw misuse(`${other} and ${by} cannot both be called ${name}`)
    taken.set(name, by)
  }
  return names
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: unknown) => {
    throw misuse(`cannot write ${file}: ${cause instanceof Error ? cause.message : String(cause)}`)
  })
}

const misuse = (message: string): TracordError => new TracordError('BAD_INPUT', message)
