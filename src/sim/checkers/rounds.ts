/** Rounds: once faults stop all hold the same within so many beats as the network is wide, three times over, and two more. */
import { SYNC_LIMITS } from '../../sync/limits.ts'
import type { Topology } from '../scenario.ts'
import type { Checker, NodeView } from '../outcome.ts'

/** The longest time between two beats of a node: what differs is found out and asked for in that time. */
const BEAT_MS_MAX = SYNC_LIMITS.beatMs + SYNC_LIMITS.beatJitterMs
/** A beacon, a question and an answer pass each wire on the way; two beats more, for a clock that drifts and a commit that fails. */
const BEATS_PER_HOP = 3
const BEATS_MORE = 2

/** Complains when it took more; that it never came is liveness' to say. */
export const rounds: Checker = ({ nodes, scenario, healedAfterMs }) => {
  if (healedAfterMs === null) return []
  const most = BEATS_PER_HOP * widthOf(scenario.topology, nodes) + BEATS_MORE
  const took = beatsOf(healedAfterMs)
  return took <= most ? [] : [{ why: `it took ${took} beats until all held the same, where ${most} are the most` }]
}

/** So many beats begin within `ms`. */
export function beatsOf(ms: number): number {
  return Math.ceil(ms / BEAT_MS_MAX)
}

/** The most wires between two of these nodes by the shortest way; 0 where there is none. */
function widthOf({ links }: Topology, nodes: readonly NodeView[]): number {
  const names = new Set(nodes.map(({ name }) => name))
  const hopsFrom = (start: string): number => {
    const hops = new Map([[start, 0]])
    for (const [name, far] of hops) {
      for (const [a, b] of links) {
        const next = a === name ? b : b === name ? a : null
        if (next !== null && names.has(next) && !hops.has(next)) hops.set(next, far + 1)
      }
    }
    return Math.max(...hops.values())
  }
  return Math.max(0, ...[...names].map(hopsFrom))
}
