/** Canned: a scenario with a name and a page of words, and what most of them have in common. */
import { NO_FAULTS, type Faults } from '../faults.ts'
import type { Ask, Scenario, Thinking, Topology, Write } from '../scenario.ts'

/** A scenario that is told. */
export interface Canned {
  readonly name: string
  readonly title: string
  /** What happens, and what tracord makes of it; for people. */
  readonly story: string
  readonly scenario: Scenario
}

/** A network of `topology` in which nothing goes wrong but `faults`; a door or a thing has at most one state. */
export function told(parts: {
  readonly name: string
  readonly title: string
  readonly story: string
  readonly topology: Topology
  readonly writes: readonly Write[]
  readonly stormMs: number
  readonly faults: Partial<Faults>
  readonly rules?: readonly string[]
  readonly goals?: readonly Ask[]
  readonly modules?: readonly Thinking[]
}): Canned {
  const { name, title, story, topology, stormMs, faults, rules = [], writes, goals, modules } = parts
  const reasoning = { ...(goals === undefined ? {} : { goals }), ...(modules === undefined ? {} : { modules }) }
  const workload = { slots: { state: [{ k: 'atMost', n: 1 }] }, rules, writes, stormMs, ...reasoning }
  return { name, title, story, scenario: { version: 1, seed: name, topology, workload, faults: { ...NO_FAULTS, ...faults } } }
}

/** `node` says every `everyMs` something of a thing of its own, so that there is traffic. */
export function talk(nodes: readonly string[], untilMs: number, everyMs = 500): readonly Write[] {
  const count = Math.floor(untilMs / everyMs)
  return nodes.flatMap((node, index) =>
    Array.from({ length: count }, (_, at): Write => {
      const atMs = at * everyMs + index * 37
      return { atMs, node, frame: `thing-${node}-${at}`, slot: 'state', value: at }
    }),
  )
}
