/** Command: what all commands share: how they begin, end, show an example and say that they were misused. */
import { Command } from 'commander'
import type { Terminal } from './terminal.ts'

/** What a command is built with. */
export interface CliContext {
  readonly terminal: Terminal
  /** Sets the exit code: 0 as promised, 1 not so, 2 wrong use or malformed input, 3 a simulated network that came to no end. Absent: 0. */
  readonly exit: (code: 0 | 1 | 2 | 3) => void
}

/** The option every command has. */
export interface JsonOption {
  readonly json?: boolean
}

/** A command named `name` with its sentence and one example, which `--help` shows. */
export function command(name: string, sentence: string, example: string): Command {
  return new Command(name)
    .description(sentence)
    .helpOption('-h, --help', 'show this')
    .addHelpText('after', `\nExample:\n  $ tracord ${example}\n`)
}
