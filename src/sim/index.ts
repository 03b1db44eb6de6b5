/** The public surface of `tracord/sim`: scenarios as data, the run of one, and the promises it is held to. */
export { drawScenario, wired, type DrawOptions, type Shape } from './draw.ts'
export { NO_FAULTS, type DiskFaults, type FaultEvent, type Faults, type WireFaults } from './faults.ts'
export type { Checker, NodeView, Outcome, RunCounts, View, Violation } from './outcome.ts'
export type { Scenario, Topology, Workload, Write } from './scenario.ts'
export { CHECKERS, simulate, type SimulateOptions } from './simulate.ts'
