/** Terminal: where a command's words go. Everything a command knows of the outside of its screen, so that tests can be one. */
import { confirm, spinner } from '@clack/prompts'
import colors from 'picocolors'

/** Words to colours; without colour support each function returns its text unchanged. */
export type Paint = ReturnType<typeof colors.createColors>

/** A line that tells what is going on and ends as what happened. */
export interface Progress {
  /** Replaces the line; not shown where lines cannot be replaced. */
  update(text: string): void
  /** Ends the line with what happened. */
  done(text: string): void
  /** Ends the line with what went wrong. */
  failed(text: string): void
}

/** One command's screen. */
export interface Terminal {
  /** One line, or several, to standard output. */
  out(text: string): void
  /** One line to standard error. */
  err(text: string): void
  /** Starts a line of progress on standard output. */
  progress(text: string): Progress
  /** A line on standard error while something takes long; the result wipes it. Nothing where standard error is no screen. */
  working(text: string): () => void
  /** Asks for a yes or no on standard error; null where nobody is there to be asked. */
  ask(question: string): Promise<boolean | null>
  readonly paint: Paint
  /** Columns; 100 where nobody knows. */
  readonly columns: number
  /** Fires when the person or the system asks the command to stop. */
  readonly stop: AbortSignal
}

/** Columns where standard output is no terminal. */
const COLUMNS_DEFAULT = 100
/** Narrower screens than this wrap anyway. */
const COLUMNS_MIN = 60

/** Back to the first column, and nothing behind it. */
const WIPE_LINE = '\r\u001b[2K'

/** The real one: standard output and error, colours where they are wanted, a spinner where a line can be replaced. */
export function systemTerminal(stop: AbortSignal): Terminal {
  const { stdout, stderr } = process
  const isLive = stdout.isTTY && (stdout.columns ?? 0) >= COLUMNS_MIN
  const paint = colors.createColors(wantsColour(stdout.isTTY, process.env))
  const out = (text: string): void => void stdout.write(`${text}\n`)
  return {
    out,
    err: (text) => void stderr.write(`${text}\n`),
    progress: (text) => (isLive ? liveProgress(text) : plainProgress(out, paint)),
    working(text) {
      if (!stderr.isTTY) return () => {}
      stderr.write(text)
      return () => void stderr.write(WIPE_LINE)
    },
    ask: (question) => asked(question, stop),
    paint,
    columns: isLive ? stdout.columns : COLUMNS_DEFAULT,
    stop,
  }
}

/** No answer, as by Ctrl-C, is no. */
async function asked(question: string, stop: AbortSignal): Promise<boolean | null> {
  const { stdin, stderr } = process
  if (!stdin.isTTY || !stderr.isTTY) return null
  const settings = { input: stdin, output: stderr, signal: stop, withGuide: false }
  return (await confirm({ message: question, initialValue: false, ...settings })) === true
}

/** Progress on paper: only the ends of lines. */
export function plainProgress(out: (text: string) => void, paint: Paint): Progress {
  return {
    update: () => {},
    done: (text) => out(`${paint.green('◇')}  ${text}`),
    failed: (text) => out(`${paint.red('▲')}  ${text}`),
  }
}

function liveProgress(text: string): Progress {
  const line = spinner({ withGuide: false })
  line.start(text)
  return {
    update: (next) => line.message(next),
    done: (end) => line.stop(end),
    failed: (end) => line.error(end),
  }
}

/** NO_COLOR wins over FORCE_COLOR; without either a screen that can gets colours, and a file or a pipe gets none. */
export function wantsColour(isScreen: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false
  if ((env['FORCE_COLOR'] ?? '') !== '') return env['FORCE_COLOR'] !== '0'
  return isScreen && env['TERM'] !== 'dumb'
}
