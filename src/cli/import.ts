/** `tracord import`: reasoning done elsewhere, told by a node: each line of a file is a session, checked before it is published. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { TracordError } from '../base/error.ts'
import { engineIn } from '../node/inside.ts'
import type { TracordNode } from '../node/node.ts'
import type { TraceInput } from '../node/reasoning/trace-input.ts'
import { readTraceLine } from '../semantics/case.ts'
import { contentHash } from '../traces/merge.ts'
import type { Trace } from '../traces/trace.ts'
import { command, type CliContext, type JsonOption } from './command.ts'
import { reasonOf } from './files.ts'
import { nodeFoldersIn } from './contents.ts'
import { nodeIn } from './realm/open.ts'
import { counted } from './screen/words.ts'

interface ImportOptions extends JsonOption {
  readonly traces?: string
}

/** What an import came to. */
interface Imported {
  readonly published: number
  /** Traces that this node had published before. */
  readonly held: number
  /** Lines that do not hold, or are no traces, and why. */
  readonly refused: readonly { readonly line: number; readonly why: string }[]
}

/** Lines under way at once; their writes share commits. */
const AT_ONCE = 256

/** Builds the command. */
export function importCommand({ terminal, exit }: CliContext): Command {
  return command(
    'import',
    'Publish the traces of a file, one JSON object a line as in a case, by the node of a folder that is not in use.',
    'import --traces solved.jsonl ./data',
  )
    .argument('<dir>', "a node's folder")
    .option('--traces <file>', 'traces: {goal, concludes, steps}, one a line')
    .option('--json', 'JSON instead of a screen')
    .action(async (dir: string, options: ImportOptions) => {
      if (options.traces === undefined) throw new TracordError('BAD_INPUT', 'name what to import: --traces and a file')
      await nodeFoldersIn(dir)
      const node = await nodeIn(dir)
      const found = await importAndClose(options.traces, node)
      if (options.json === true) terminal.out(JSON.stringify(found))
      else terminal.out(`${counted(found.published, 'trace')} published${found.held === 0 ? '' : `, ${found.held} held before`}`)
      for (const { line, why } of found.refused) terminal.err(`tracord: line ${line}: ${why}`)
      if (found.refused.length > 0) exit(1)
    })
}

async function importAndClose(file: string, node: TracordNode): Promise<Imported> {
  try {
    return await importAll(file, node)
  } finally {
    await node.close()
  }
}

async function importAll(file: string, node: TracordNode): Promise<Imported> {
  const refused: { line: number; why: string }[] = []
  const own = engineIn(node).traces().filter(({ trace }) => trace.by === node.id)
  const known = new Set(own.map(({ trace }) => contentHash(trace)))
  let [published, held, line] = [0, 0, 0]
  const publish = async (text: string, at: number): Promise<void> => {
    const trace = readTraceLine(text)
    if (!trace.ok) return void refused.push({ line: at, why: `${trace.error.path} ${trace.error.why}`.trim() })
    // what was imported before a crash, or before a line was mended, is not told twice
    if (known.has(contentHash(trace.value))) return void (held += 1)
    try {
      await node.publish(inputOf(trace.value))
      published += 1
    } catch (error) {
      if (!(error instanceof TracordError) || !['BAD_INPUT', 'REFUSED', 'TOO_LARGE'].includes(error.code)) throw error
      refused.push({ line: at, why: error.message })
    }
  }
  let under: Promise<void>[] = []
  for await (const text of linesOf(file)) {
    line += 1
    if (text.trim() !== '') under.push(publish(text, line))
    if (under.length < AT_ONCE) continue
    await Promise.all(under)
    under = []
  }
  await Promise.all(under)
  return { published, held, refused: refused.sort((a, b) => a.line - b.line) }
}

async function* linesOf(file: string): AsyncIterable<string> {
  const stream = createReadStream(file)
  const opened = new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve())
    stream.once('error', (cause) => reject(new TracordError('BAD_INPUT', `cannot read ${file}: ${reasonOf(cause)}`, { cause })))
  })
  await opened
  yield* createInterface({ input: stream, crlfDelay: Infinity })
}

/** Throws `BAD_INPUT` for a trace that concludes nothing. */
function inputOf({ goal, steps, concludes }: Trace): TraceInput {
  if (concludes === undefined) throw new TracordError('BAD_INPUT', 'it concludes nothing')
  return {
    goal,
    concludes,
    steps: steps.map(({ id, text, uses, checks, gives }) => {
      return { id, text, uses, check: checks, ...(gives === undefined ? {} : { gives }) }
    }),
  }
}
