/**
 * Interest: which domains a node holds, all where it does not say. Two nodes compare, offer and want what both of them hold, and the logs
 * of the realm always; each names what it holds to the other, and in every beacon by a hash, so that a lost word is said again (R17).
 */
import { sendBeacon } from './beacon.ts'
import { viewOf } from './common.ts'
import { covers, coversKey, interestIn } from './interest-name.ts'
import { drop, send, type Machine, type Peer } from './machine.ts'
import type { Beacon, InterestMessage } from './message.ts'

/** From now on these domains are held; logs of others leave the vector, those that come in are told by `grown`. */
export function hold(machine: Machine, domains: readonly string[] | null): void {
  const interest = interestIn(domains)
  if (interest.name === machine.interest.name) return
  machine.interest = interest
  for (const [key] of [...machine.vector.lines(null)]) {
    const log = machine.vector.logOf(key)
    if (log === undefined || covers(interest, log)) continue
    machine.vector.set(log, { count: 0, head: null })
    machine.unconfirmed.delete(key)
    machine.unsafe.delete(key)
  }
  for (const peer of machine.peers.values()) {
    for (const key of peer.lacking.keys()) if (!coversKey(interest, key)) peer.lacking.delete(key)
    if (peer.hello !== null) tellInterest(machine, peer)
  }
}

/** Names what is held to a peer. */
export function tellInterest(machine: Machine, peer: Peer): void {
  send(machine, peer, interestOf(machine))
  sendBeacon(machine, peer)
}

/** What is held, as it is named to peers. */
export function interestOf({ interest: { domains } }: Machine): InterestMessage {
  return { t: 'interest', domains: domains === null ? null : [...domains] }
}

/** A peer names what it holds. One that changes its mind all the time is heard now and then. */
export function takeInterest(machine: Machine, peer: Peer, { domains }: InterestMessage): void {
  const interest = interestIn(domains)
  if (interest.name === peer.interest.name || machine.now - peer.interestAt < machine.limits.compareMs) return
  peer.interestAt = machine.now
  peer.interest = interest
  if (viewOf(machine, peer) !== null) return sendBeacon(machine, peer)
  drop(machine, peer.id, `more than ${machine.limits.views} sets of domains are subscribed to here`)
}

/** Whether both know what the other holds; a peer that does not know ours is told. Otherwise roots say nothing. */
export function areInterestsKnown(machine: Machine, peer: Peer, { of = '', seen = '' }: Beacon): boolean {
  if (seen !== machine.interest.name) tellInterest(machine, peer)
  return seen === machine.interest.name && of === peer.interest.name
}
