/** Speech: what a message is about, in a few words for people. */
import { spell } from '../node/core/pact.ts'
import type { LogKey } from '../frames/log.ts'

/** Names listed of what a message is about. */
const NAMES_MAX = 3

/** Says what `bytes` spell, as `entries 3..5 of qd8x/12`. */
export function describe(bytes: Uint8Array): string {
  const read = spell(bytes)
  if (!read.ok) return 'what is no message'
  const message = read.value
  switch (message.t) {
    case 'entries': {
      const { log, from, bodies } = message.range
      const last = from + bodies.length - 1
      return `entries ${from}${last > from ? `..${last}` : ''} of ${logName(log)}`
    }
    case 'want':
      return `want from ${message.from} of ${logName(parsed(message.log))}`
    case 'have':
      return `have ${names(message.logs.map(([log, count]) => `${count} of ${logName(parsed(log))}`))}`
    case 'vector':
      return `vector ${names(message.logs.map(([log, count, head]) => `${logName(parsed(log))}:${head === 'forked' ? 'forked' : count}`))}`
    case 'beacon':
      return `beacon ${message.root.slice(0, 8)}`
    default:
      return message.t
  }
}

/** The short name of a log: the beginning of its author's key, and its start. */
export function logName({ author, epoch }: { readonly author: string; readonly epoch: number }): string {
  return `${author.slice(0, 4)}/${Math.floor(epoch / 2 ** 24)}`
}

function parsed(key: LogKey): { author: string; epoch: number } {
  const [, , , author, epoch] = JSON.parse(key) as [string, string, string, string, number]
  return { author, epoch }
}

function names(list: readonly string[]): string {
  return list.slice(0, NAMES_MAX).join(', ') + (list.length > NAMES_MAX ? ` and ${list.length - NAMES_MAX} more` : '')
}
