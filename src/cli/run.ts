/** Run: one call of `tracord`, from its arguments to its exit code. Nothing that goes wrong prints more than one line. */
import { Command, CommanderError } from 'commander'
import { TracordError } from '../base/error.ts'
import { isCanonicalKey } from '../identity/encoding.ts'
import type { CliContext } from './command.ts'
import { compareCommand } from './compare.ts'
import { demoCommand } from './demo.ts'
import { diffCommand } from './diff.ts'
import { doctorCommand } from './doctor.ts'
import { exportCommand } from './export.ts'
import { importCommand } from './import.ts'
import { inspectCommand } from './inspect.ts'
import { judgeCommand } from './judge.ts'
import { logCommand } from './log.ts'
import { pruneCommand } from './prune.ts'
import { queryCommand } from './query.ts'
import { realmCommand } from './realm/realm.ts'
import { serveCommand } from './serve.ts'
import { simCommand } from './sim.ts'
import { syncCommand } from './sync.ts'
import type { Terminal } from './terminal.ts'
import { traceCommand } from './trace.ts'
import { version } from './version.ts'

/** Runs one command line. Resolves with the exit code: 0 done, 1 a promise was broken or the
 * system refused, 2 wrong use or malformed input, 3 liveness. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0
  const program = createProgram({ terminal, exit: (to) => (code = to) })
  try {
    await program.parseAsync(args.map(asWord), { from: 'user' })
    return code
  } catch (error) {
    const fault = faultOf(error)
    if (fault.line !== '') terminal.err(`tracord: ${fault.line}`)
    return fault.code
  }
}

/** A key may begin with a dash, and is no option for that. */
function asWord(arg: string): string {
  return isCanonicalKey(arg) && arg.startsWith('-') ? ` ${arg}` : arg
}

function createProgram(context: CliContext): Command {
  const program = new Command('tracord')
    .description('Agents that work apart and still agree: serve, judge, query, export, inspect and compare what they claim.')
    .version(version(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this')
    .helpCommand(false)
    .addHelpText('after', '\nExample:\n  $ tracord demo atlas\n')
  program.addCommand(serveCommand(context))
  program.addCommand(realmCommand(context))
  program.addCommand(syncCommand(context))
  program.addCommand(judgeCommand(context))
  program.addCommand(queryCommand(context))
  program.addCommand(exportCommand(context))
  program.addCommand(importCommand(context))
  program.addCommand(traceCommand(context))
  program.addCommand(inspectCommand(context))
  program.addCommand(logCommand(context))
  program.addCommand(diffCommand(context))
  program.addCommand(compareCommand(context))
  program.addCommand(pruneCommand(context))
  program.addCommand(doctorCommand(context))
  program.addCommand(demoCommand(context))
  program.addCommand(simCommand(context))
  for (const one of [program, ...program.commands, ...program.commands.flatMap((inner) => inner.commands)])
    tame(one, context.terminal)
  return program
}

/** Commander shows help on our terminal and throws instead of printing its errors and ending the process. */
function tame(one: Command, terminal: Terminal): void {
  one.exitOverride()
  one.configureOutput({
    writeOut: (text) => terminal.out(text.trimEnd()),
    writeErr: () => {},
    getOutHasColors: () => terminal.paint.isColorSupported,
  })
}

interface Fault {
  readonly line: string
  readonly code: number
}

function faultOf(error: unknown): Fault {
  if (error instanceof CommanderError) return misuse(error)
  if (error instanceof TracordError)
    return { line: oneLine(error.message), code: error.code === 'BAD_INPUT' || error.code === 'TOO_LARGE' ? 2 : 1 }
  return { line: oneLine(error instanceof Error ? `${error.name}: ${error.message}` : String(error)), code: 1 }
}

function misuse(error: CommanderError): Fault {
  if (error.exitCode === 0) return { line: '', code: 0 }
  if (error.code === 'commander.help') return { line: 'name a command; `tracord --help` lists them', code: 2 }
  return { line: `${oneLine(error.message.replace(/^error: /, ''))}; see \`tracord --help\``, code: 2 }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ').trim()
}
