/** `tracord demo`: stories on real data: the atlas and the solvers. */
import type { Command } from 'commander'
import { brokenPromises, reportOf } from './atlas/report.ts'
import { atlasLines } from './atlas/screen.ts'
import { sail } from './atlas/voyage.ts'
import { command, type CliContext, type JsonOption } from './command.ts'
import type { Watch } from './stage/progress.ts'
import { sit } from './solvers/exam.ts'
import { brokenPromises as brokenBySolvers, reportOf as solversReport } from './solvers/report.ts'
import { solversLines } from './solvers/screen.ts'
import { questionsIn, SOLUTIONS } from './solvers/source.ts'
import type { Progress, Terminal } from './terminal.ts'

/** Builds the command. */
export function demoCommand(context: CliContext): Command {
  const demo = command('demo', 'Stories on real data, with real servers and processes.', 'demo atlas')
  demo.addCommand(
    command(
      'atlas',
      'Seven packages about countries disagree; cut their network in two, heal it, and see all agree on what is disputed.',
      'demo atlas --json',
    )
      .option('--json', 'JSON instead of a story')
      .action((options: JsonOption) => showAtlas(options, context)),
  )
  demo.addCommand(
    command(
      'solvers',
      'Language models reason about grade-school questions, each on a node of its own; their reasoning is checked, merged and weighed.',
      'demo solvers --data example_model_solutions.jsonl',
    )
      .option('--data <file>', `their solutions (default: ${SOLUTIONS})`)
      .option('--json', 'JSON instead of a story')
      .action((options: SolversOptions) => showSolvers(options, context)),
  )
  return demo
}

interface SolversOptions extends JsonOption {
  readonly data?: string
}

async function showSolvers({ json, data = SOLUTIONS }: SolversOptions, { terminal, exit }: CliContext): Promise<void> {
  const isJson = json === true
  const { paint } = terminal
  const questions = await questionsIn(data)
  if (!isJson) terminal.out(`${paint.bold('The solvers')}  ${paint.dim('questions, what language models made of them, and one cut')}\n`)
  const exam = await sit(questions, data, isJson ? SILENT : watchOn(terminal), terminal.stop)
  const report = solversReport(exam, questions)
  const broken = brokenBySolvers(report)
  terminal.out(isJson ? JSON.stringify(report) : solversLines(exam, report, questions, terminal).join('\n'))
  for (const promise of broken) terminal.err(`tracord: ${promise}`)
  if (broken.length > 0) exit(1)
}

async function showAtlas(options: JsonOption, { terminal, exit }: CliContext): Promise<void> {
  const isJson = options.json === true
  const { paint } = terminal
  if (!isJson)
    terminal.out(
      `${paint.bold('The atlas')}  ${paint.dim("seven data sets about the world's countries, seven nodes, one cut")}\n`,
    )
  const voyage = await sail(isJson ? SILENT : watchOn(terminal), terminal.stop)
  const report = reportOf(voyage)
  const broken = brokenPromises(report)
  terminal.out(isJson ? JSON.stringify(report) : atlasLines(voyage, report, paint).join('\n'))
  for (const promise of broken) terminal.err(`tracord: ${promise}`)
  if (broken.length > 0) exit(1)
}

const SILENT: Watch = { begin: () => {}, update: () => {}, end: () => {} }

function watchOn(terminal: Terminal): Watch {
  let line: Progress | undefined
  return {
    begin: (text) => (line = terminal.progress(text)),
    update: (text) => line?.update(text),
    end: (text) => line?.done(text),
  }
}
