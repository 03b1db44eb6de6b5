/** Nodes: real ones for situations, joined by wires in memory that can be cut and mended; and modules with little to say. */
import { createNode } from '../../src/node/create.ts'
import type { TracordNode } from '../../src/node/node.ts'
import type { NodeOptions } from '../../src/node/options.ts'
import type { Module, Step, Work } from '../../src/node/reasoning/module.ts'
import type { WireSource } from '../../src/ports/wire.ts'
import { pair, type Pair } from '../node/pair.ts'

/** Nodes that run, by name, and the wires between them. */
export interface Place {
  node(name: string): TracordNode
  nodes(): readonly TracordNode[]
  /** One more node, joined to these. */
  add(name: string, joined: readonly string[], options?: NodeOptions): Promise<TracordNode>
  cut(a: string, b: string): void
  mend(a: string, b: string): void
  /** Cut off from everybody, without a word. */
  isolate(name: string): void
  close(): Promise<void>
}

/** A beacon soon enough for tests. */
export const BEACON_MS = 50

/** The law of all situations: a state is one. */
export const LAW = { slots: { state: { atMost: 1 } } } as const

/** Nodes of these names, each joined to each. */
export async function placeOf(options: Readonly<Record<string, NodeOptions>>): Promise<Place> {
  const nodes = new Map<string, TracordNode>()
  const wires = new Map<string, Pair>()
  const pairOf = (a: string, b: string): Pair => {
    const name = [a, b].sort().join(' ')
    const held = wires.get(name) ?? pair()
    wires.set(name, held)
    return held
  }
  const ways = (name: string, joined: readonly string[], made: Map<string, WireSource[]>): readonly WireSource[] =>
    joined.map((other) => {
      const { ends } = pairOf(name, other)
      made.set(other, [...(made.get(other) ?? []), ends[1]])
      return ends[0]
    })
  // A node is given all of its wires when it is made, so those that join later are there from the start, unconnected.
  const later = new Map<string, { accept?: Parameters<WireSource['start']>[0] }>()
  const doorOf = (name: string): WireSource => {
    const door = later.get(name) ?? {}
    later.set(name, door)
    return { start: (accept) => void (door.accept = accept), stop: async () => undefined }
  }
  const add = async (name: string, joined: readonly string[], more: NodeOptions = {}): Promise<TracordNode> => {
    const made = new Map<string, WireSource[]>()
    const own = ways(name, joined, made)
    const node = await createNode({ name, beaconMs: BEACON_MS, ...LAW, ...more, wires: [...own, doorOf(name), ...(more.wires ?? [])] })
    nodes.set(name, node)
    for (const [other, sources] of made) for (const source of sources) source.start(later.get(other)!.accept!)
    return node
  }
  const names = Object.keys(options)
  for (const [at, name] of names.entries()) await add(name, names.slice(0, at), options[name])
  return {
    add,
    node: (name) => nodes.get(name)!,
    nodes: () => [...nodes.values()],
    cut: (a, b) => pairOf(a, b).cut(),
    mend: (a, b) => pairOf(a, b).mend(),
    isolate(name) {
      for (const [ends, wire] of wires) if (ends.split(' ').includes(name)) wire.cut()
    },
    close: async () => void (await Promise.all([...nodes.values()].map((node) => node.close()))),
  }
}

const LOOK_MS = 5
const PATIENCE_MS = 20_000

/** Resolves when `isTrue`; looks again every few milliseconds, since not all that is waited for tells of itself. */
export async function until(isTrue: () => boolean, what: string): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`waited too long: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}

/** Whether each of the nodes sees all others alive, with their modules. */
export function isMet(place: Place): boolean {
  const nodes = place.nodes()
  return nodes.every((node) => node.members().filter(({ isLive, modules }) => isLive && modules !== null).length === nodes.length - 1)
}

/** A module of one step that concludes about `frame`; it accepts goals with its word in them. */
export function knowing(word: string, value: string, frame = `about-${word}`): Module {
  return moduleOf(word, async function* () {
    yield { text: `${word} was looked up`, concludes: { frame, slot: 'state', value } }
  })
}

/** A module that accepts goals with its name in them. */
export function moduleOf(name: string, run: (work: Work) => AsyncIterable<Step>): Module {
  return { name, version: '1', accepts: ({ goal }) => (goal.includes(name) ? 900 : 0), run }
}
