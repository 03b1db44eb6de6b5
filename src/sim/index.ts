/** The public surface of `tracord/sim`: scenarios as data, the run of one, and the promises it is held to. */
export { CHECKERS } from './checkers/index.ts'
export { drawScenario, type DrawOptions, type Storm } from './draw/draw.ts'
export { wired, type Shape } from './draw/topology.ts'
export {
  NO_FAULTS,
  type DiskFaults,
  type FaultEvent,
  type Faults,
  type Hostile,
  type Trick,
  type WireFaults,
} from './faults.ts'
export type { Happening } from './history.ts'
export type { Alike, Asked, Checker, Complaint, NodeView, Outcome, Prints, Reasoned, RunCounts, View, Violation } from './outcome.ts'
export { play } from './play.ts'
export type { Ask, Say, Scenario, TakeBack, Thinking, Topology, Workload, Write } from './scenario.ts'
export { simulate, type SimulateOptions } from './simulate.ts'
export { REASONING_SITUATIONS, SITUATIONS, type Met, type Situation } from './sometimes.ts'
