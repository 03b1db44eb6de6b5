/** `tracord log`: the history of a folder, or of one frame of it: who said what, when it was seen, and what the judgement became. */
import type { Command } from 'commander'
import { TracordError } from '../base/error.ts'
import { frameFault } from '../frames/name.ts'
import { parseTime } from '../frames/value.ts'
import { command, type CliContext, type JsonOption } from './command.ts'
import { readLife } from './life.ts'
import { storyOf } from './log-story.ts'
import { storyLines } from './screen/story.ts'

interface LogOptions extends JsonOption {
  readonly since?: string
  readonly until?: string
  readonly limit: string
}

/** Builds the command. */
export function logCommand({ terminal }: CliContext): Command {
  return command(
    'log',
    "The history of a node's folder, or of one frame: who said what, when it was seen here, and what the judgement became.",
    'log ./data d1 --since 2026-01-01T00:00:00Z',
  )
    .argument('<dir>', "a node's folder; it may be in use")
    .argument('[frame]', 'only what concerns this frame')
    .option('--since <time>', 'from when on, like 2026-01-01T00:00:00Z or 2026-01-01')
    .option('--until <time>', 'until when')
    .option('--limit <count>', 'how many of the latest moments are shown', '40')
    .option('--json', 'JSON instead of a screen, with every moment')
    .action(async (dir: string, frame: string | undefined, options: LogOptions) => {
      const choice = { frame: frameFrom(frame), ...spanFrom(options), signal: terminal.stop }
      if (!/^\d{1,9}$/.test(options.limit)) throw misuse(`--limit takes a number, not "${options.limit}"`)
      const life = await readLife(dir)
      const wipe = terminal.working(`living ${life.dir} again`)
      const story = await storyOf(life, choice).finally(wipe)
      const { dir: held, founding, author, domains, left } = life
      const report = { dir: held, realm: founding.name, author, domains, left, frame: choice.frame, ...story }
      if (options.json === true) terminal.out(JSON.stringify(report))
      else terminal.out(storyLines(report, Number(options.limit), terminal).join('\n'))
      for (const why of life.damage) terminal.err(`tracord: damaged: ${why}`)
    })
}

function frameFrom(frame: string | undefined): string | null {
  if (frame === undefined) return null
  const fault = frameFault(frame.normalize('NFC'))
  if (fault !== undefined) throw misuse(`the frame ${fault}`)
  return frame.normalize('NFC')
}

function spanFrom({ since, until }: LogOptions): { readonly since: number | null; readonly until: number | null } {
  return { since: instantFrom('--since', since), until: instantFrom('--until', until) }
}

/** The instant that a time or a day names; null where none is given. */
function instantFrom(option: string, text: string | undefined): number | null {
  if (text === undefined) return null
  const at = timeFrom(text)
  if (at !== undefined) return at
  throw misuse(`${option} takes a time like 2026-01-01T00:00:00Z, or a day, not "${text}"`)
}

/** Milliseconds of a time, or of the beginning of a day in UTC. */
export function timeFrom(text: string): number | undefined {
  return parseTime(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text)
}

const misuse = (message: string): TracordError => new TracordError('BAD_INPUT', message)
