/** Minimise: the same failure with as little as can be: whole events, members and writes go first, then rates, then durations shrink. */
import { endOf, NO_FAULTS, type FaultEvent } from '../faults.ts'
import { isConnected, without } from '../draw/topology.ts'
import { nodesOf } from '../read-scenario.ts'
import type { Scenario } from '../scenario.ts'

/** Runs that a minimising may take. */
export const RUNS_MAX = 300

/** A smaller scenario that fails alike. */
export interface Minimised {
  readonly scenario: Scenario
  /** Runs it took. */
  readonly runs: number
}

type Attempt = (smaller: Scenario) => boolean

/** Makes `scenario`, which `isBroken`, smaller for as long as it stays broken. */
export function minimise(scenario: Scenario, isBroken: (scenario: Scenario) => boolean, runsMax = RUNS_MAX): Minimised {
  let best = scenario
  let runs = 0
  const attempt: Attempt = (smaller) => {
    if (runs >= runsMax) return false
    runs += 1
    if (!isBroken(smaller)) return false
    best = smaller
    return true
  }
  for (let before: Scenario | null = null; before !== best && runs < runsMax; ) {
    before = best
    for (const pass of [dropEvents, dropHostile, dropNodes, dropWrites, dropRates, shrinkStorm, shrinkEvents]) pass(() => best, attempt)
  }
  return { scenario: best, runs }
}

type Pass = (best: () => Scenario, attempt: Attempt) => void

/** Tries to leave out ever smaller pieces of a list. */
function dropPieces<T>(list: () => readonly T[], attempt: (rest: readonly T[]) => boolean): void {
  for (let size = list().length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < list().length; ) {
      const rest = list().filter((_, index) => index < at || index >= at + size)
      if (!attempt(rest)) at += size
    }
  }
}

const withEvents = (scenario: Scenario, events: readonly FaultEvent[]): Scenario => ({
  ...scenario,
  faults: { ...scenario.faults, events },
})

const dropEvents: Pass = (best, attempt) =>
  dropPieces(
    () => best().faults.events,
    (events) => attempt(withEvents(best(), events)),
  )

const dropWrites: Pass = (best, attempt) =>
  dropPieces(
    () => best().workload.writes,
    (writes) => attempt({ ...best(), workload: { ...best().workload, writes } }),
  )

const dropHostile: Pass = (best, attempt) => {
  for (const { node } of best().faults.hostile) attempt(withoutNode(best(), node))
}

const dropNodes: Pass = (best, attempt) => {
  for (const node of best().topology.nodes) {
    const smaller = withoutNode(best(), node)
    const harm = new Set(smaller.faults.hostile.map((member) => member.node))
    if (smaller.topology.nodes.length > 0 && isConnected(without(smaller.topology, harm))) attempt(smaller)
  }
}

function withoutNode(scenario: Scenario, node: string): Scenario {
  const { topology, workload, faults } = scenario
  const among = (group: readonly string[]): readonly string[] => group.filter((name) => name !== node)
  const events = faults.events
    .map((event) => (event.type === 'partition' ? { ...event, groups: event.groups.map(among) } : event))
    .filter((event) => !nodesOf(event).includes(node))
  const hostile = faults.hostile.filter((member) => member.node !== node && member.twinOf !== node)
  return {
    ...scenario,
    topology: without(topology, new Set([node])),
    workload: { ...workload, writes: workload.writes.filter((write) => write.node !== node) },
    faults: { ...faults, events, hostile },
  }
}

const dropRates: Pass = (best, attempt) => {
  const rates = ['lossPermille', 'duplicatePermille', 'reorderPermille', 'corruptPermille'] as const
  for (const rate of rates) {
    const { faults } = best()
    if (faults.wire[rate] > 0) attempt({ ...best(), faults: { ...faults, wire: { ...faults.wire, [rate]: 0 } } })
  }
  if (best().faults.disk !== NO_FAULTS.disk) attempt({ ...best(), faults: { ...best().faults, disk: NO_FAULTS.disk } })
}

/** The storm need not last longer than what happens in it. */
const shrinkStorm: Pass = (best, attempt) => {
  const { workload, faults } = best()
  const last = Math.max(1, ...faults.events.map(endOf), ...workload.writes.map(({ atMs }) => atMs + 1))
  if (last < workload.stormMs) attempt({ ...best(), workload: { ...workload, stormMs: last } })
}

/** Halves what events last for. */
const shrinkEvents: Pass = (best, attempt) => {
  for (const at of best().faults.events.keys()) {
    for (let event = best().faults.events[at]; event !== undefined; event = best().faults.events[at]) {
      const shorter = halved(event)
      if (shorter === null) break
      const events = best().faults.events.with(at, shorter)
      if (!attempt(withEvents(best(), events))) break
    }
  }
}

/** Below so many ms nothing is halved: nobody reads a story better for it. */
const SHORT_MS = 100

function halved(event: FaultEvent): FaultEvent | null {
  if (event.type === 'crash') return event.downMs > SHORT_MS ? { ...event, downMs: Math.floor(event.downMs / 2) } : null
  return 'lastMs' in event && event.lastMs > SHORT_MS ? { ...event, lastMs: Math.floor(event.lastMs / 2) } : null
}
