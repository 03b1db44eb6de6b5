/** Wanted: of which logs a node asks for more than it holds: what counts for nothing is not asked for. */
import type { LogKey } from '../../frames/log.ts'
import type { Holdings } from './holdings.ts'
import type { Members } from './members.ts'
import { readJournalKey } from './proof.ts'
import type { Strangers } from './strangers.ts'

/** Whether more is wanted of a log, by who belongs now. */
export function isWantedBy(parts: {
  readonly members: Members
  readonly strangers: Strangers
  readonly holdings: Holdings
}): (log: LogKey) => boolean {
  return (key) => {
    const log = readJournalKey(key)?.log
    if (log === undefined) return false
    const { members, strangers, holdings } = parts
    const holding = holdings.get(key)
    const held = holding?.ids.length ?? 0
    const most = members.countable(log)
    // Up to its cut, and where we hold another branch than the one that counts, to see where they part.
    if (held < most || (holding !== undefined && members.countOf(holding) < most)) return true
    if (members.isRemoved(log.author)) return false
    return log.kind === 'realm' || strangers.hasRoom(log.author, 1, holding === undefined)
  }
}
