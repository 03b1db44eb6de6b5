/** Paper: a terminal that keeps what is written on it, and one call of the command on it. */
import colors from 'picocolors'
import { run } from '../../src/cli/run.ts'
import { plainProgress, type Terminal } from '../../src/cli/terminal.ts'

/** What one call of the command left behind. */
export interface Printed {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** A terminal without colours, on which questions are answered so; `out` and `err` give what was written so far. */
export function paper(
  stop: AbortSignal = new AbortController().signal,
  answer: boolean | null = null,
): {
  readonly terminal: Terminal
  out(): string
  err(): string
} {
  const outLines: string[] = []
  const errLines: string[] = []
  const paint = colors.createColors(false)
  const out = (text: string): void => void outLines.push(text)
  const terminal = {
    out,
    err: (text: string) => void errLines.push(text),
    progress: () => plainProgress(out, paint),
    working: () => () => {},
    ask: async () => answer,
    paint,
    columns: 100,
    stop,
  }
  return { terminal, out: () => outLines.join('\n'), err: () => errLines.join('\n') }
}

/** Runs `tracord` with these arguments in this process. */
export async function tracord(...args: readonly string[]): Promise<Printed> {
  const { terminal, out, err } = paper()
  const code = await run(args, terminal)
  return { code, out: out(), err: err() }
}
