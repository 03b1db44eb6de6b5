/** No storm: a network in which nothing happens sends beacons and nothing else. */
import type { Checker } from '../outcome.ts'

/** Least time between two beacons of one node to one neighbour. */
const BEACON_MS_MIN = 1_000

/** Complains when more was sent than a beacon a beat, in both directions of each wire. */
export const noStorm: Checker = ({ quiet }) => {
  const most = 2 * quiet.wires * (Math.ceil(quiet.lastedMs / BEACON_MS_MIN) + 1)
  return quiet.messages <= most
    ? []
    : [{ why: `${quiet.messages} messages in ${quiet.lastedMs} quiet ms, where ${most} beacons are the most` }]
}
