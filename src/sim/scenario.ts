/** Scenario: a whole simulated run as plain data. The same scenario is the same run, to the last message. */
import type { Value } from '../frames/value.ts'
import type { Faults } from './faults.ts'

/** One claim that a node is told to make. */
export interface Write {
  readonly atMs: number
  readonly node: string
  readonly frame: string
  readonly slot: string
  readonly value: Value
}

/** Who there is, and which pairs have a wire. */
export interface Topology {
  readonly nodes: readonly string[]
  readonly links: readonly (readonly [string, string])[]
}

/** What the nodes judge by and what they are told to say. */
export interface Workload {
  /** Facets that hold whatever the frame's type, as in a founding history. */
  readonly slots: Readonly<Record<string, readonly unknown[]>>
  /** Rules as text. */
  readonly rules: readonly string[]
  readonly writes: readonly Write[]
  /** How long the storm lasts; afterwards all faults are mended and the network may settle. */
  readonly stormMs: number
}

/** Everything that decides a run. */
export interface Scenario {
  readonly version: 1
  /** Decides every draw of the run: delays, losses, epochs, keys. Each consumer has a stream of its own. */
  readonly seed: string
  readonly topology: Topology
  readonly workload: Workload
  readonly faults: Faults
}
