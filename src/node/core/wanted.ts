/** Wanted: of which logs a node asks for more than it holds: what counts for nothing is not asked for. */
import type { LogKey } from '../../frames/log.ts'
import type { Holdings } from './holdings.ts'
import type { Members } from './members.ts'
import { readJournalKey } from './proof.ts'
import type { Strangers } from './strangers.ts'

/** Whether entry `seq` of a log is wanted, by who belongs now. */
export function isWantedBy(parts: {
  readonly members: Members
  readonly strangers: Strangers
  readonly holdings: Holdings
}): (log: LogKey, seq: number) => boolean {
  return (key, seq) => {
    const log = readJournalKey(key)?.log
    if (log === undefined) return false
    const { members, strangers, holdings } = parts
    if (seq < members.countable(log)) return true
    if (members.isRemoved(log.author)) return false
    // Whoever takes the founder's place is a stranger until its log is here.
    return log.kind === 'realm' || strangers.hasRoom(log.author, 1, holdings.get(key) === undefined)
  }
}
