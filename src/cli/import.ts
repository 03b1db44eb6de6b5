/** `tracord import`: traces from a file into a node's folder, each signed as that node's own; all lines are read before one is written. */
import type { Command } from 'commander'
import { TracordError } from '../base/error.ts'
import { createNode } from '../node/create.ts'
import type { TracordNode } from '../node/node.ts'
import { publish, engineIn } from '../node/publishing.ts'
import { contentHash } from '../traces/merge.ts'
import { command, type CliContext, type JsonOption } from './command.ts'
import { nodeFolderIn } from './contents.ts'
import { textOf } from './files.ts'
import { counted } from './screen/words.ts'
import type { Terminal } from './terminal.ts'
import { readLines, type BadLine, type Line } from './trace-lines.ts'

interface ImportOptions extends JsonOption {
  readonly traces?: string
}

/** What `--json` prints. */
export interface Imported {
  /** Traces written now. */
  readonly imported: number
  /** Traces of the file that this node had published before. */
  readonly held: number
  /** Written, but nobody counts it by the law and the claims of this realm: the line and why. */
  readonly idle: readonly BadLine[]
}

/** Bad lines named on standard error; the others are counted. */
const BAD_LINES_SHOWN = 20

/** Builds the command. */
export function importCommand({ terminal }: CliContext): Command {
  return command(
    'import',
    "Traces of anybody's reasoning, one JSON object a line, into a node's folder as its own.",
    'import --traces solutions.jsonl ./data',
  )
    .argument('<dir>', "the folder of a node that is not running, or of a server's realm")
    .option('--traces <file>', 'the traces; - reads standard input')
    .option('--json', 'JSON instead of a sentence')
    .addHelpText('after', LINE_HELP)
    .action(async (dir: string, options: ImportOptions) => {
      if (options.traces === undefined) throw new TracordError('BAD_INPUT', 'name what to import: --traces and a file')
      const lines = goodLines(await textOf(options.traces), options.traces, terminal)
      const result = await importInto(await nodeFolderIn(dir), lines, terminal.stop)
      terminal.out(options.json === true ? JSON.stringify(result) : sentenceOf(result, dir))
      if (options.json !== true) for (const { line, why } of result.idle) terminal.err(`tracord: line ${line} counts for nothing: ${why}`)
    })
}

const LINE_HELP = `
A line is a trace as in a case file (\`traces\`), without \`id\` and \`by\`:
  {"goal": "how many eggs?", "concludes": {"frame": "q1", "slot": "answer", "value": 18},
   "steps": [{"id": "s1", "text": "16-3-4=9 are left", "uses": [], "check": {"k": "arith", "expr": "16-3-4", "value": "9"}},
             {"id": "s2", "text": "at $2 each", "uses": ["s1"], "check": {"k": "arith", "expr": "9*2", "value": "18"}}]}
\`uses\` names steps of the line, or claims by their ids. A trace that this node published before is passed over.
`

/** Every line as a trace; where one is bad, all bad ones are named and nothing else happens. */
function goodLines(text: string, file: string, { err }: Pick<Terminal, 'err'>): readonly Line[] {
  const { good, bad } = readLines(text)
  if (bad.length === 0) return good
  for (const { line, why } of bad.slice(0, BAD_LINES_SHOWN)) err(`tracord: ${file}, line ${line}: ${why}`)
  const more = bad.length > BAD_LINES_SHOWN ? ` (${BAD_LINES_SHOWN} are shown)` : ''
  throw new TracordError('BAD_INPUT', `${counted(bad.length, 'line')} of ${file} cannot be imported${more}; nothing was written`)
}

async function importInto(dir: string, lines: readonly Line[], stop: AbortSignal): Promise<Imported> {
  const node = await createNode({ dir })
  try {
    return await writeLines(node, lines, stop)
  } finally {
    await node.close()
  }
}

/** Each trace is one write: a crash or a stop leaves some of the traces, each of them whole, and importing again adds the rest. */
async function writeLines(node: TracordNode, lines: readonly Line[], stop: AbortSignal): Promise<Imported> {
  const reasoned = engineIn(node)
  const own = reasoned.traces().filter(({ trace }) => trace.by === node.id)
  const held = new Set(own.map(({ trace }) => contentHash(trace)))
  const written: { readonly line: number; readonly id: string }[] = []
  for (const { line, trace } of lines) {
    if (stop.aborted) throw new TracordError('ABORTED', `stopped after ${counted(written.length, 'trace')}; import again for the rest`)
    const hash = contentHash(trace)
    if (held.has(hash)) continue
    held.add(hash)
    const { ids } = await publish(node, trace)
    written.push({ line, id: ids.at(-1) ?? '' })
  }
  const idle = written.flatMap(({ line, id }) => {
    const published = reasoned.traceOf(id)
    if (published?.ok !== false) return []
    const { missing, badSteps, internal } = published
    const whys = [...missing.map((one) => `${one} is not held`), ...badSteps.map(({ why }) => why), ...internal]
    return [{ line, why: whys.join('; ') }]
  })
  return { imported: written.length, held: lines.length - written.length, idle }
}

function sentenceOf({ imported, held }: Imported, dir: string): string {
  const before = held === 0 ? '' : `; ${counted(held, 'was', 'were')} there before`
  return `imported ${counted(imported, 'trace')} into ${dir}${before}`
}
