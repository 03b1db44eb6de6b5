/** `tracord judge`: a case file in, its judgement out; a folder of them in one process with `--batch`. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { TracordError } from '../base/error.ts'
import { judgeCase, type JudgementOut } from '../semantics/case.ts'
import { caseIn, reasonOf } from './files.ts'
import { command, type CliContext, type JsonOption } from './command.ts'
import { judgementLines } from './screen/judgement.ts'
import type { Terminal } from './terminal.ts'

interface JudgeOptions extends JsonOption {
  readonly pretty?: boolean
  readonly batch?: string
}

/** Builds the command. */
export function judgeCommand(context: CliContext): Command {
  return command('judge', 'Judge a case: claims, types and rules in one JSON file.', 'judge doors.json --pretty')
    .argument('[file]', 'the case; - reads standard input')
    .option('--batch <dir>', 'judge every *.json of a folder: one JSON line each')
    .option('--pretty', 'a screen for people instead of JSON')
    .option('--json', 'JSON, as without any option')
    .action((file: string | undefined, options: JudgeOptions) => judge(file, options, context))
}

async function judge(file: string | undefined, options: JudgeOptions, { terminal }: CliContext): Promise<void> {
  if ((file === undefined) === (options.batch === undefined)) throw misuse('give either a case file or --batch and a folder')
  if (options.pretty === true && (options.json === true || options.batch !== undefined))
    throw misuse('--pretty goes with one file and without --json')
  if (options.batch !== undefined) return judgeFolder(options.batch, terminal.out)
  const judgement = await judgedIn(file ?? '', terminal)
  if (options.pretty === true) terminal.out(judgementLines(judgement, terminal).join('\n'))
  else terminal.out(JSON.stringify(judgement))
}

async function judgedIn(file: string, { working }: Terminal): Promise<JudgementOut> {
  const done = working(`judging ${file === '-' ? 'standard input' : file} …`)
  try {
    return judgeCase(await caseIn(file))
  } finally {
    done()
  }
}

async function judgeFolder(folder: string, out: (line: string) => void): Promise<void> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw misuse(`cannot read the folder ${folder}: ${reasonOf(cause)}`)
  })
  for (const file of names.filter((name) => name.endsWith('.json')).sort()) {
    out(JSON.stringify(await lineOf(folder, file)))
  }
}

async function lineOf(
  folder: string,
  file: string,
): Promise<{ readonly file: string; readonly judgement: unknown } | { readonly file: string; readonly error: string }> {
  try {
    return { file, judgement: judgeCase(await caseIn(join(folder, file))) }
  } catch (error) {
    return { file, error: error instanceof Error ? error.message : String(error) }
  }
}

function misuse(message: string): TracordError {
  return new TracordError('BAD_INPUT', message)
}
