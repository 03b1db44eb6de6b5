/** `tracord diff`: what differs between two states that a folder's node was in. */
import type { Command } from 'commander'
import { command, type CliContext, type JsonOption } from './command.ts'
import { differenceOf } from './difference.ts'
import { readLife } from './life.ts'
import { differenceLines } from './screen/difference.ts'
import { STATE_NAMES, stateNamed } from './state-name.ts'

/** Builds the command. */
export function diffCommand({ terminal }: CliContext): Command {
  return command(
    'diff',
    "What differs between two states of a node's folder: claims, how statements stand, and conflicts.",
    'diff ./data 2026-01-01T00:00:00Z now',
  )
    .argument('<dir>', "a node's folder; it may be in use")
    .argument('<from>', STATE_NAMES)
    .argument('[to]', 'the same', 'now')
    .option('--json', 'JSON instead of a screen')
    .action(async (dir: string, from: string, to: string, options: JsonOption) => {
      const life = await readLife(dir)
      const wipe = terminal.working(`judging two states of ${life.dir}`)
      const compare = async (): Promise<Awaited<ReturnType<typeof differenceOf>>> =>
        differenceOf(life, await stateNamed(life, from), await stateNamed(life, to))
      const difference = await compare().finally(wipe)
      const { dir: held, founding, author, domains, left } = life
      const report = { dir: held, realm: founding.name, author, domains, left, ...difference }
      terminal.out(options.json === true ? JSON.stringify(report) : differenceLines(report, terminal).join('\n'))
      for (const why of life.damage) terminal.err(`tracord: damaged: ${why}`)
    })
}
