/** Writes: what the nodes of a drawn scenario say, and when. */
import { createRandom } from '../../base/random.ts'
import type { Say, Topology, Write } from '../scenario.ts'

/** Frames spoken of at a time: few, so that nodes contradict each other. */
const FRAMES = 50
/** After so many seconds they speak of others. */
const TOPIC_SECONDS = 20
const VALUES = 4

/** One write a node and second, at a time of its own within each second; now and then one takes back or rests on an earlier one. */
export function drawWrites(seed: string, { nodes }: Topology, stormMs: number): readonly Write[] {
  return nodes.flatMap((node) => {
    const random = createRandom(`${seed}/workload/${node}`)
    return Array.from({ length: Math.floor(stormMs / 1_000) }, (_, second): Write => {
      const atMs = second * 1_000 + random.below(1_000)
      const earlier = `${node}.${random.below(second + 1)}`
      const kind = random.below(20)
      const frame = `thing-${random.below(FRAMES) + FRAMES * Math.floor(second / TOPIC_SECONDS)}`
      const value = random.below(VALUES)
      if (kind === 0) return { atMs, node, withdraw: earlier }
      const plain: Say = { atMs, node, frame, slot: 'state', value, name: `${node}.${second}` }
      if (kind === 1) return { ...plain, because: [earlier] }
      if (kind === 2) return { ...plain, not: true }
      return kind === 3 ? { ...plain, confidence: 500 } : plain
    })
  })
}

/** The given claims, each by a node and at a time that are drawn, so that what rests on another comes after it. */
export function spreadClaims(
  seed: string,
  { nodes }: Topology,
  stormMs: number,
  claims: readonly Omit<Say, 'atMs' | 'node'>[],
): readonly Write[] {
  return claims.map((claim, at) => {
    const random = createRandom(`${seed}/claim/${at}`)
    const slice = stormMs / Math.max(1, claims.length)
    const atMs = Math.floor(at * slice) + random.below(Math.max(1, Math.floor(slice)))
    return { ...claim, atMs, node: nodes[random.below(nodes.length)] ?? '' }
  })
}
