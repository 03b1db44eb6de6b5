/** Rounds: once faults stop all hold the same within so many beats, however long the storm was. */
import { BEACON_MS } from '../../node/core/limits.ts'
import type { Checker } from '../outcome.ts'
import type { Topology } from '../scenario.ts'

/** Beats besides one for each wire of the longest way: a disk that was full is tried again, who starts reads its journal first. */
const BEATS_SPARE = 4

/** Complains of a network that healed in more beats than that; of one that never did, `liveness` does. */
export const rounds: Checker = ({ healedAfterMs, scenario: { topology } }) => {
  const beats = Math.ceil((healedAfterMs ?? 0) / BEACON_MS)
  const most = longestWay(topology) + BEATS_SPARE
  return beats <= most ? [] : [{ why: `${beats} beats passed until all held the same, where ${most} are enough` }]
}

/** Wires on the longest of the shortest ways between two nodes. */
function longestWay({ nodes, links }: Topology): number {
  const near = new Map<string, string[]>(nodes.map((node) => [node, []]))
  for (const [a, b] of links) {
    near.get(a)?.push(b)
    near.get(b)?.push(a)
  }
  return Math.max(0, ...nodes.map((node) => farthestFrom(node, near)))
}

function farthestFrom(node: string, near: ReadonlyMap<string, readonly string[]>): number {
  const seen = new Set([node])
  let ring = [node]
  for (let wires = 0; ; wires += 1) {
    ring = ring.flatMap((at) => near.get(at) ?? []).filter((next) => !seen.has(next))
    if (ring.length === 0) return wires
    for (const next of ring) seen.add(next)
  }
}
