/** No storm: a network in which nothing happens sends beacons and presences, and nothing else. */
import type { Checker } from '../outcome.ts'

/** Least time between two beacons of one node to one neighbour. */
const BEACON_MS_MIN = 1_000
/** Complains when more was sent than beats take: a beacon a wire and direction, and each node's presence once through the network. */
export const noStorm: Checker = ({ quiet, scenario }) => {
  const nodes = new Set(scenario.topology.links.flat()).size
  const directions = 2 * quiet.wires
  // A presence goes over every wire from its author outward, and not back to whom it came from.
  const aBeat = directions + nodes * Math.max(0, directions - nodes + 1)
  const most = aBeat * (Math.ceil(quiet.lastedMs / BEACON_MS_MIN) + 1)
  return quiet.messages <= most
    ? []
    : [{ why: `${quiet.messages} messages in ${quiet.lastedMs} quiet ms, where ${most} are the most that beacons and presences take` }]
}
