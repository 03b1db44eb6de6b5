/** `tracord trace`: the traces that a node's folder holds: a list of them, or one as a page, JSON, Mermaid or Graphviz DOT. */
import type { Command } from 'commander'
import { TracordError } from '../base/error.ts'
import { showStatement } from '../frames/statement.ts'
import { traceView, tracesView } from '../node/reasoning/trace-view.ts'
import type { TraceSummary, TraceView } from '../node/reasoning/view.ts'
import type { Engine } from '../semantics/engine.ts'
import { graphOf } from '../traces/graph.ts'
import { command, type CliContext, type JsonOption } from './command.ts'
import { engineOf, nodeFoldersIn, readContents } from './contents.ts'
import { paintedStatus } from './screen/status.ts'
import { tableLines } from './screen/table.ts'
import { counted } from './screen/words.ts'
import type { Terminal } from './terminal.ts'

interface TraceOptions extends JsonOption {
  readonly mermaid?: boolean
  readonly dot?: boolean
}

/** Builds the command. */
export function traceCommand({ terminal }: CliContext): Command {
  return command('trace', "The reasoning in a node's folder: all published traces, or one of them with its steps.", 'trace ./data')
    .argument('<dir>', "a node's folder; it may be in use")
    .argument('[id]', "a trace's id, or a session's; enough of its beginning to be the only one")
    .option('--mermaid', 'the graph as a Mermaid flowchart')
    .option('--dot', 'the graph for Graphviz')
    .option('--json', 'JSON instead of a screen')
    .action(async (dir: string, id: string | undefined, options: TraceOptions) => {
      const engine = await engineIn(dir)
      if (id === undefined) {
        const traces = tracesView({ engine })
        terminal.out(options.json === true ? JSON.stringify(traces) : listLines(traces, terminal).join('\n'))
      } else {
        const view = traceView({ engine }, wholeId(id, engine))
        terminal.out(written(view, options, terminal))
      }
    })
}

async function engineIn(dir: string): Promise<Engine> {
  const [folder, other] = await nodeFoldersIn(dir)
  if (folder === undefined || other !== undefined) throw misuse(`${dir} holds several realms: name the folder of one, like ${folder}`)
  const contents = await readContents(folder)
  if (contents.founding === null) throw misuse(`the law of this realm is not kept in ${folder}: nothing can be judged by it`)
  return engineOf(contents.founding, contents)
}

function wholeId(start: string, { archive }: Engine): string {
  const ids = [...archive.conclusions()].map(({ id }) => id)
  const found = [...ids, ...archive.sessions()].filter((id) => id.startsWith(start))
  const [first, second] = found
  if (first === undefined) throw misuse(`no trace and no session here begins with ${start}`)
  if (second !== undefined && first !== start) throw misuse(`${counted(found.length, 'trace')} and sessions begin with ${start}`)
  return first
}

function written(view: TraceView, options: TraceOptions, terminal: Terminal): string {
  if (options.mermaid === true) return view.mermaid.trimEnd()
  if (options.dot === true) return view.dot.trimEnd()
  return options.json === true ? JSON.stringify(view) : pageLines(view, terminal).join('\n')
}

function listLines(traces: readonly TraceSummary[], { paint }: Terminal): readonly string[] {
  if (traces.length === 0) return [paint.yellow('No trace was published.')]
  const rows = traces.map(({ id, goal, steps, coherent, standing, by }) => [
    paint.dim(id),
    goal,
    String(steps),
    coherent && standing !== null ? paintedStatus(standing, paint) : paint.red('does not hold'),
    paint.dim(by.slice(0, AUTHOR_LENGTH)),
  ])
  return [...tableLines([['trace', 'goal', 'steps', '', 'by'].map(paint.dim), ...rows]), paint.dim(counted(traces.length, 'trace'))]
}

/** Characters shown of an author's key. */
const AUTHOR_LENGTH = 8

function pageLines(view: TraceView, { paint }: Terminal): readonly string[] {
  const { trace, state, coherent, standing, missing, badSteps, internal, makers, reasons } = view
  const places = new Map(graphOf(trace).ordered.map(({ id }, at) => [id, at + 1]))
  const steps = graphOf(trace).ordered.map(({ id, text, uses, gives }, at) => {
    const said = gives === undefined ? '' : `  ${showStatement(gives)}`
    const rests = uses.map((used) => places.get(used) ?? used).join(', ')
    return `${String(at + 1).padStart(PLACE_WIDTH)} ${text}${said}${rests === '' ? '' : paint.dim(`  from ${rests}`)}${by(makers[id])}`
  })
  const faults = [
    ...missing.map((id) => `missing: ${id}`),
    ...badSteps.map(({ step, why }) => `step ${places.get(step) ?? step}: ${why}`),
    ...internal,
    ...reasons.map((reason) => `closed: ${reason}`),
  ]
  const end = trace.concludes === undefined ? [] : [`${paint.bold('=>')} ${showStatement(trace.concludes)}`]
  const fate = state === 'published' && !coherent ? paint.red('does not hold') : state
  const holds = standing === null ? fate : paintedStatus(standing, paint)
  return [`${paint.bold(trace.goal)}  ${holds}`, ...steps, ...end, ...faults.map((fault) => paint.red(fault))]
}

const PLACE_WIDTH = 4

const by = (maker: string | undefined): string => (maker === undefined || maker === '' ? '' : `  by ${maker.slice(0, AUTHOR_LENGTH)}`)

const misuse = (message: string): TracordError => new TracordError('BAD_INPUT', message)
