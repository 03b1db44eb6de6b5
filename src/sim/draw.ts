/** Draw: makes a scenario from a seed: a topology, one claim a node and second, and a storm. */
import { createRandom, type Random } from '../base/random.ts'
import type { FaultEvent, Faults } from './faults.ts'
import type { Scenario, Topology, Write } from './scenario.ts'

/** What a drawn scenario may be told instead of drawing it. */
export interface DrawOptions {
  /** Default: 3 to 5, drawn. */
  readonly nodes?: number
  /** Default 20,000. */
  readonly stormMs?: number
  /** Default: drawn. */
  readonly shape?: Shape
}

/** How the nodes are wired. */
export type Shape = 'line' | 'ring' | 'star' | 'mesh'

const SHAPES: readonly Shape[] = ['line', 'ring', 'star', 'mesh']
/** Frames spoken of: few, so that nodes contradict each other. */
const FRAMES = 50
const VALUES = 4
/** Mean time between two fault events. */
const CALM_MS = 2_500

/** The scenario of `seed`. */
export function drawScenario(seed: string, options: DrawOptions = {}): Scenario {
  const random = createRandom(`${seed}/scenario`)
  const stormMs = options.stormMs ?? 20_000
  const drawnNodes = 3 + random.below(3)
  const drawnShape = SHAPES[random.below(SHAPES.length)] ?? 'ring'
  const topology = wired(options.nodes ?? drawnNodes, options.shape ?? drawnShape)
  return {
    version: 1,
    seed,
    topology,
    workload: {
      slots: { state: [{ k: 'atMost', n: 1 }] },
      rules: [],
      writes: drawWrites(seed, topology, stormMs),
      stormMs,
    },
    faults: drawFaults(createRandom(`${seed}/faults`), topology, stormMs),
  }
}

/** `count` nodes named n1, n2 and so on, wired in a shape. */
export function wired(count: number, shape: Shape): Topology {
  const nodes = Array.from({ length: count }, (_, index) => `n${index + 1}`)
  const links: [string, string][] = []
  for (const [a, from] of nodes.entries()) {
    for (const [b, to] of nodes.entries()) {
      const isClosing = a === 0 && b === count - 1 && count > 2
      const isNext = b === a + 1
      const isWanted = { line: isNext, ring: isNext || isClosing, star: a === 0, mesh: true }[shape]
      if (a < b && isWanted) links.push([from, to])
    }
  }
  return { nodes, links }
}

/** One claim a node and second, at a time of its own within each second. */
function drawWrites(seed: string, { nodes }: Topology, stormMs: number): readonly Write[] {
  return nodes.flatMap((node) => {
    const random = createRandom(`${seed}/workload/${node}`)
    return Array.from({ length: Math.floor(stormMs / 1_000) }, (_, second) => ({
      atMs: second * 1_000 + random.below(1_000),
      node,
      frame: `thing-${random.below(FRAMES)}`,
      slot: 'state',
      value: random.below(VALUES),
    }))
  })
}

function drawFaults(random: Random, topology: Topology, stormMs: number): Faults {
  return {
    wire: {
      delayMsMin: 1 + random.below(10),
      delayMsMax: 11 + random.below(60),
      lossPermille: random.below(3) * random.below(60),
      duplicatePermille: random.below(3) * random.below(50),
      reorderPermille: random.below(3) * random.below(100),
      reorderMsMax: 1 + random.below(400),
      corruptPermille: random.below(4) === 0 ? random.below(30) : 0,
    },
    disk: { commitMsMin: 1, commitMsMax: 2 + random.below(30), errorPermille: random.below(4) === 0 ? random.below(60) : 0 },
    events: drawEvents(random, topology, stormMs),
  }
}

function drawEvents(random: Random, topology: Topology, stormMs: number): readonly FaultEvent[] {
  const events: FaultEvent[] = []
  for (let atMs = random.below(CALM_MS); atMs < stormMs; atMs += 1 + random.below(2 * CALM_MS)) {
    events.push(drawEvent(random, topology, atMs))
  }
  return events
}

function drawEvent(random: Random, { nodes, links }: Topology, atMs: number): FaultEvent {
  const lastMs = 200 + random.below(5_000)
  const node = nodes[random.below(nodes.length)] ?? ''
  const isOther = random.below(2) === 0
  const kind = random.below(8)
  if (kind < 3) return { type: 'partition', atMs, lastMs, groups: split(random, nodes), isSilent: isOther }
  if (kind < 5) return { type: 'crash', atMs, downMs: lastMs, node, isPowerLoss: isOther }
  if (kind === 5) return { type: 'diskFull', atMs, lastMs, node }
  const [a, b] = links[random.below(links.length)] ?? ['', '']
  return { type: 'cut', atMs, lastMs, from: isOther ? a : b, to: isOther ? b : a }
}

function split(random: Random, nodes: readonly string[]): readonly (readonly string[])[] {
  const left = nodes.filter(() => random.below(2) === 0)
  return [left, nodes.filter((node) => !left.includes(node))]
}
