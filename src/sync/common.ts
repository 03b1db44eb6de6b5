/** Common: what this node and a peer both hold; they speak of nothing else. */
import type { Log } from '../frames/log.ts'
import { covers } from './interest-name.ts'
import type { Machine, Peer } from './machine.ts'
import type { StateVector } from './vector.ts'

/** What is held of that which a peer holds, too; null when peers hold too many different sets. */
export function viewOf({ interest: { domains: own }, vector, views }: Machine, { interest }: Peer): StateVector | null {
  const { domains: theirs } = interest
  const isWhole = theirs === null || (own !== null && [...own].every((domain) => theirs.has(domain)))
  return isWhole ? vector : views.of(interest)
}

/** Whether a peer holds a log that is held here. */
export function isCommon({ interest }: Peer, log: Log): boolean {
  return covers(interest, log)
}
