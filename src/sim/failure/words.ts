/** Words: what one happening says to a person. */
import type { Item } from '../../frames/item.ts'
import type { FaultEvent } from '../faults.ts'
import type { Happening } from '../history.ts'

/** Characters of an entry's id that tell it from others. */
const ID_FROM = 9
const ID_UNTIL = 17

/** As `claims door.state = "open"`; messages are told elsewhere. */
export function wordsOf({ kind, text, peer = '' }: Happening): string {
  switch (kind) {
    case 'claim':
      return claimWords(JSON.parse(text) as Item)
    case 'ack':
      return `acknowledges ${text.slice(ID_FROM, ID_UNTIL)}`
    case 'fault':
      return text.startsWith('{') ? faultWords(JSON.parse(text) as FaultEvent) : text
    case 'open':
      return `wire to ${peer} opens`
    case 'close':
      return `wire to ${peer} closes`
    case 'refuse':
      return `refuses with ${text}`
    case 'alarm':
      return `alarm: ${text}`
    case 'crash':
      return `ends: ${text}`
    case 'start':
      return `starts: ${text}`
    case 'fail':
      return `cannot write: ${text}`
    case 'end':
      return `ends with state ${text.slice(0, ID_FROM)}`
    default:
      return text
  }
}

function claimWords(item: Item): string {
  if (item.k === 'withdraw') return `takes back ${item.claim.slice(ID_FROM, ID_UNTIL)}`
  if (item.k !== 'claim') return item.k
  return `claims ${item.frame}.${item.slot} ${item.not === true ? '≠' : '='} ${JSON.stringify(item.value)}`
}

function faultWords(event: FaultEvent): string {
  const { type, atMs: _atMs, ...rest } = event
  const parts = Object.entries(rest).flatMap(([key, value]) => {
    if (key === 'groups') return [(value as readonly (readonly string[])[]).map((group) => group.join('+')).join(' | ')]
    if (typeof value === 'boolean') return value ? [key] : []
    return [typeof value === 'number' ? `${key} ${value}` : String(value)]
  })
  return [type, ...parts].join(' ')
}
