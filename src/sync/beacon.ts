/** Beacon: one root of what two nodes both hold, and the latest judgement, sent now and then. */
import { viewOf } from './common.ts'
import { send, type Machine, type Peer } from './machine.ts'
import type { Beacon } from './message.ts'

/** Sends the beacon. */
export function sendBeacon(machine: Machine, peer: Peer): void {
  const beacon = beaconTo(machine, peer)
  if (beacon !== null) send(machine, peer, beacon)
}

/** The beacon that is about to be said to a peer; null when peers hold too many different sets. */
export function beaconTo(machine: Machine, peer: Peer): Beacon | null {
  const beacon = currentBeacon(machine, peer)
  if (beacon === null) return null
  peer.beaconAt = machine.now
  peer.beaconRoot = beacon.root
  return beacon
}

/** The same object as long as it says the same, so that for many peers it is encoded once. */
function currentBeacon(machine: Machine, peer: Peer): Beacon | null {
  const { verdict, beacon: last, interest } = machine
  const vector = viewOf(machine, peer)
  if (vector === null) return null
  const root = vector.root()
  const durable = machine.unsafe.size === 0
  const [of, seen] = [interest.name || undefined, peer.interest.name || undefined]
  const isLast = last?.root === root && last.durable === durable && last.verdict === (verdict ?? undefined)
  if (isLast && last.of === of && last.seen === seen) return last
  machine.beacon = {
    ...{ t: 'beacon', root, entries: vector.entries(), durable },
    ...(of === undefined ? {} : { of }),
    ...(seen === undefined ? {} : { seen }),
    ...(verdict === null ? {} : { verdict }),
  }
  return machine.beacon
}

/** Whether this beat's beacon goes to `peer`: always between members; with a leaf when something changed or it is long ago (R18). */
export function isBeaconDue(machine: Machine, peer: Peer): boolean {
  if (machine.self.role === 'member' && peer.hello?.role === 'member') return true
  return viewOf(machine, peer)?.root() !== peer.beaconRoot || machine.now - peer.beaconAt >= machine.limits.leafBeatMs
}
