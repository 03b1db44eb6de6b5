/** `tracord sim`: storms over real nodes in virtual time; whoever breaks a promise is named, made small, drawn and told. */
import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import { setImmediate as breathe } from 'node:timers/promises'
import type { Outcome } from '../sim/outcome.ts'
import { LIVENESS_PROMISES } from '../sim/checkers/index.ts'
import { play } from '../sim/play.ts'
import { createTally } from '../sim/tally.ts'
import { command, type CliContext, type JsonOption } from './command.ts'
import { keepFailure, writePage } from './sim-failure.ts'
import { scenariosFrom, STORMS, type SimChoice } from './sim-input.ts'
import { runLines, summaryLines, summaryOut } from './sim-screen.ts'
import type { Terminal } from './terminal.ts'

interface SimOptions extends SimChoice, JsonOption {
  readonly html?: string
  readonly out: string
}

/** Builds the command. */
export function simCommand(context: CliContext): Command {
  return command('sim', 'Run storms over simulated nodes and check every promise.', 'sim --seeds 100 --nodes 5')
    .option('--nodes <n>', 'members; drawn from 3 to 5 when not given', whole(1))
    .option('--seed <text>', 'the seed of the run, or the first of several', '0')
    .option('--seeds <n>', 'so many runs, with seeds that follow', whole(1))
    .option('--minutes <n>', 'how long each storm lasts, in simulated minutes; a third when not given', minutes)
    .option('--storm <kind>', `what goes wrong: ${STORMS.join(', ')}`, 'full')
    .option('--scenario <file>', 'replay a scenario, by file or by name; "list" names those that come along')
    .option('--rules <file>', 'judge by these: a file of rules, a law as JSON, or a case')
    .option('--workload <file>', 'have the nodes say these claims: a JSON list, or a case')
    .option('--html <file>', 'draw the last run as a page')
    .option('--out <dir>', 'where a failing run is kept: scenario, story and page', '.')
    .option('--json', 'one line of JSON')
    .action((options: SimOptions) => sim(options, context))
}

async function sim(options: SimOptions, { terminal, exit }: CliContext): Promise<void> {
  const { scenarios, replay } = await scenariosFrom(options, (text) => terminal.out(text))
  if (scenarios === null) return
  const tally = createTally()
  const began = process.cpuUsage()
  const progress = options.json === true ? undefined : terminal.progress('the storm begins')
  let failure: Outcome | undefined
  let last: Outcome | undefined
  for (const scenario of scenarios) {
    if (terminal.stop.aborted) break
    last = await play({ scenario })
    tally.add(last)
    if (!last.isKept) failure ??= last
    progress?.update(runLines(tally.summary()))
    await breathe() // so that an interrupt is heard between two runs
  }
  const { user, system } = process.cpuUsage(began)
  const summary = tally.summary()
  if (failure === undefined) progress?.done(runLines(summary))
  else progress?.failed(runLines(summary))
  const kept = failure === undefined ? null : await keepFailure(failure, options.out, terminal)
  if (options.html !== undefined && last !== undefined) await writePage(failure ?? last, options.html, replay((failure ?? last).scenario))
  const cpuMs = (user + system) / 1_000
  if (options.json === true) terminal.out(JSON.stringify(summaryOut(summary, failure, kept, cpuMs)))
  else terminal.out(summaryLines(summary, cpuMs, terminal.paint).join('\n'))
  if (failure !== undefined) tell(failure, replay(failure.scenario), terminal)
  exit(exitOf(failure))
}

function tell({ violations }: Outcome, replay: string, terminal: Terminal): void {
  const [first] = violations
  terminal.err(`tracord: the promise ${first?.promise ?? ''} was broken: ${first?.why.split('\n', 1)[0] ?? ''}; again: ${replay}`)
}

/** 3 when all that is wrong is that something good did not happen. */
function exitOf(failure: Outcome | undefined): 0 | 1 | 3 {
  if (failure === undefined) return 0
  return failure.violations.every(({ promise }) => LIVENESS_PROMISES.has(promise)) ? 3 : 1
}

function whole(min: number): (text: string) => number {
  return (text) => {
    const count = Number(text)
    if (!Number.isSafeInteger(count) || count < min) throw new InvalidArgumentError(`give a whole number from ${min} on`)
    return count
  }
}

function minutes(text: string): number {
  const count = Number(text)
  if (!(count > 0 && count <= 10_000)) throw new InvalidArgumentError('give minutes above 0, at most 10,000')
  return count
}

