/** Events: what goes wrong in a drawn storm, and when. */
import type { Random } from '../../base/random.ts'
import type { FaultEvent, PartitionEvent } from '../faults.ts'
import type { Topology } from '../scenario.ts'
import { isConnected, without } from './topology.ts'

/** Mean time between two fault events. */
const CALM_MS = 2_500
/** A clock jumps by up to so much, either way. */
const JUMP_MS_MAX = 3_600_000
const DRIFT_PPM_MAX = 20_000

/** The events of a storm over `topology`; `onlyWires` leaves nodes and disks alone. */
export function drawEvents(random: Random, topology: Topology, stormMs: number, onlyWires: boolean): readonly FaultEvent[] {
  const events: FaultEvent[] = onlyWires ? [] : [...comings(random, topology, stormMs)]
  for (let atMs = random.below(CALM_MS); atMs < stormMs; atMs += 1 + random.below(2 * CALM_MS)) {
    const [ofWires, ofNodes] = [drawWireEvent(random, topology, atMs), drawNodeEvent(random, topology, atMs)]
    events.push(random.below(2) === 0 || onlyWires ? ofWires : ofNodes)
  }
  return events
}

/** One in four storms has a member that comes late, one in six a member that goes for good. */
function comings(random: Random, topology: Topology, stormMs: number): readonly FaultEvent[] {
  const node = topology.nodes[random.below(topology.nodes.length)] ?? ''
  const atMs = Math.floor(stormMs / 4) + random.below(Math.max(1, Math.floor(stormMs / 2)))
  const kind = random.below(12)
  if (kind < 3) return [{ type: 'join', atMs, node }]
  const isSpare = topology.nodes.length > 2 && isConnected(without(topology, new Set([node])))
  return kind < 5 && isSpare ? [{ type: 'leave', atMs, node }] : []
}

function drawWireEvent(random: Random, { nodes, links }: Topology, atMs: number): FaultEvent {
  const lastMs = 200 + random.below(5_000)
  const isSilent = random.below(2) === 0
  const [a, b] = links[random.below(Math.max(1, links.length))] ?? ['', '']
  const groups = drawGroups(random, nodes)
  const kind = random.below(8)
  if (kind < 5) return { type: 'partition', atMs, lastMs, groups, isSilent } satisfies PartitionEvent
  if (kind === 5) return { type: 'flap', atMs, lastMs, a, b, periodMs: 100 + random.below(900) }
  return { type: 'cut', atMs, lastMs, from: isSilent ? a : b, to: isSilent ? b : a }
}

/** Halves, one alone, a bridge between halves, or a ring in which each sees a majority and no two the same. */
function drawGroups(random: Random, nodes: readonly string[]): readonly (readonly string[])[] {
  const kind = random.below(4)
  const left = nodes.filter(() => random.below(2) === 0)
  const right = nodes.filter((node) => !left.includes(node))
  const one = nodes[random.below(nodes.length)] ?? ''
  if (kind === 0) return [[one], nodes.filter((node) => node !== one)]
  if (kind === 1) return [[...new Set([...left, one])], [...new Set([...right, one])]]
  if (kind === 2) return nodes.map((_, at) => majorityFrom(nodes, at))
  return [left, right]
}

function majorityFrom(nodes: readonly string[], at: number): readonly string[] {
  const size = Math.floor(nodes.length / 2) + 1
  return Array.from({ length: size }, (_, step) => nodes[(at + step) % nodes.length] ?? '')
}

function drawNodeEvent(random: Random, { nodes }: Topology, atMs: number): FaultEvent {
  const node = nodes[random.below(nodes.length)] ?? ''
  const lastMs = 200 + random.below(5_000)
  const amount = random.below(1_000)
  const isOther = random.below(2) === 0
  const kind = random.below(12)
  if (kind < 5) return { type: 'crash', atMs, downMs: lastMs, node, isPowerLoss: isOther }
  if (kind === 5) return { type: 'diskFull', atMs, lastMs, node }
  if (kind === 6) return { type: 'diskSlow', atMs, lastMs, node, commitMs: 10 + amount }
  if (kind === 7) return { type: 'slow', atMs, lastMs, node, stepMs: 1 + (amount % 40) }
  if (kind === 8) return { type: 'pause', atMs, lastMs, node }
  if (kind === 9) return { type: 'rot', atMs, node, rows: 1 + (amount % 8) }
  const share = (amount - 500) / 500
  if (kind === 10) return { type: 'clockJump', atMs, node, byMs: Math.round(share * JUMP_MS_MAX) }
  return { type: 'clockDrift', atMs, node, ppm: Math.round(share * DRIFT_PPM_MAX) }
}
