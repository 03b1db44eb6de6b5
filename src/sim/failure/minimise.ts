/** Minimise: the same failure with as little as can be: whole events, members and writes go first, then rates, then durations shrink. */
import { endOf, NO_FAULTS, type FaultEvent } from '../faults.ts'
import { isConnected, without } from '../draw/topology.ts'
import { nodesOf } from '../read-scenario.ts'
import type { RealmAct, Scenario, Workload } from '../scenario.ts'

/** Runs that a minimising may take. */
export const RUNS_MAX = 300

/** A smaller scenario that fails alike. */
export interface Minimised {
  readonly scenario: Scenario
  /** Runs it took. */
  readonly runs: number
}

type Attempt = (smaller: Scenario) => Promise<boolean>

/** Makes `scenario`, which `isBroken`, smaller for as long as it stays broken. */
export async function minimise(
  scenario: Scenario,
  isBroken: (scenario: Scenario) => boolean | Promise<boolean>,
  runsMax = RUNS_MAX,
): Promise<Minimised> {
  let best = scenario
  let runs = 0
  const attempt: Attempt = async (smaller) => {
    if (runs >= runsMax) return false
    runs += 1
    if (!(await isBroken(smaller))) return false
    best = smaller
    return true
  }
  for (let before: Scenario | null = null; before !== best && runs < runsMax; ) {
    before = best
    for (const pass of PASSES) await pass(() => best, attempt)
  }
  return { scenario: best, runs }
}

type Pass = (best: () => Scenario, attempt: Attempt) => Promise<void>

/** Tries to leave out ever smaller pieces of a list. */
async function dropPieces<T>(list: () => readonly T[], attempt: (rest: readonly T[]) => Promise<boolean>): Promise<void> {
  for (let size = list().length; size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < list().length; ) {
      const rest = list().filter((_, index) => index < at || index >= at + size)
      if (!(await attempt(rest))) at += size
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

const dropGoals: Pass = (best, attempt) =>
  dropPieces(
    () => best().workload.goals ?? [],
    (goals) => attempt({ ...best(), workload: { ...best().workload, goals } }),
  )

const dropActs: Pass = async (best, attempt) => {
  const { realm } = best().workload
  if (realm === undefined) return
  const withActs = (acts: readonly RealmAct[]): Scenario => ({ ...best(), workload: { ...best().workload, realm: { ...realm, acts } } })
  await dropPieces(
    () => best().workload.realm?.acts ?? [],
    (acts) => attempt(withActs(acts)),
  )
}

const dropHostile: Pass = async (best, attempt) => {
  for (const { node } of best().faults.hostile) await attempt(withoutNode(best(), node))
}

const dropNodes: Pass = async (best, attempt) => {
  for (const node of best().topology.nodes) {
    if (node === best().workload.realm?.founder) continue
    const smaller = withoutNode(best(), node)
    const harm = new Set(smaller.faults.hostile.map((member) => member.node))
    if (smaller.topology.nodes.length > 0 && isConnected(without(smaller.topology, harm))) await attempt(smaller)
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
    workload: workloadWithout(workload, node),
    faults: { ...faults, events, hostile },
  }
}

function workloadWithout(workload: Workload, node: string): Workload {
  const { writes, goals, modules, realm } = workload
  const isElsewhere = (one: { readonly node: string; readonly whom?: string }): boolean => one.node !== node && one.whom !== node
  return {
    ...{ ...workload, writes: writes.filter(isElsewhere) },
    ...(realm === undefined ? {} : { realm: { ...realm, acts: realm.acts.filter(isElsewhere) } }),
    ...(goals === undefined ? {} : { goals: goals.filter(isElsewhere) }),
    ...(modules === undefined ? {} : { modules: modules.map((one) => ({ ...one, nodes: one.nodes.filter((name) => name !== node) })) }),
  }
}

const dropRates: Pass = async (best, attempt) => {
  const rates = ['lossPermille', 'duplicatePermille', 'reorderPermille', 'corruptPermille'] as const
  for (const rate of rates) {
    const { faults } = best()
    if (faults.wire[rate] > 0) await attempt({ ...best(), faults: { ...faults, wire: { ...faults.wire, [rate]: 0 } } })
  }
  if (best().faults.disk !== NO_FAULTS.disk) await attempt({ ...best(), faults: { ...best().faults, disk: NO_FAULTS.disk } })
}

/** The storm need not last longer than what happens in it. */
const shrinkStorm: Pass = async (best, attempt) => {
  const { workload, faults } = best()
  const told = [...workload.writes, ...(workload.goals ?? []), ...(workload.realm?.acts ?? [])]
  const last = Math.max(1, ...faults.events.map(endOf), ...told.map(({ atMs }) => atMs + 1))
  if (last < workload.stormMs) await attempt({ ...best(), workload: { ...workload, stormMs: last } })
}

/** Halves what events last for. */
const shrinkEvents: Pass = async (best, attempt) => {
  for (const at of best().faults.events.keys()) {
    for (let event = best().faults.events[at]; event !== undefined; event = best().faults.events[at]) {
      const shorter = halved(event)
      if (shorter === null) break
      const events = best().faults.events.with(at, shorter)
      if (!(await attempt(withEvents(best(), events)))) break
    }
  }
}

/** Below so many ms nothing is halved: nobody reads a story better for it. */
const SHORT_MS = 100

const PASSES: readonly Pass[] = [dropEvents, dropHostile, dropNodes, dropActs, dropGoals, dropWrites, dropRates, shrinkStorm, shrinkEvents]

function halved(event: FaultEvent): FaultEvent | null {
  if ('downMs' in event) return event.downMs > SHORT_MS ? { ...event, downMs: Math.floor(event.downMs / 2) } : null
  return 'lastMs' in event && event.lastMs > SHORT_MS ? { ...event, lastMs: Math.floor(event.lastMs / 2) } : null
}
