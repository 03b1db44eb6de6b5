/** Simulate: runs a scenario on real nodes under virtual time, mends everything, lets it settle, and asks each checker. */
import { assert } from '../base/assert.ts'
import type { Hash } from '../base/hash.ts'
import { createRandom } from '../base/random.ts'
import type { Law } from '../frames/facet.ts'
import { foundOpen, type Founding } from '../frames/founding.ts'
import { logKeyOf } from '../frames/log.ts'
import { nodeSignatures } from '../identity/ed25519.ts'
import type { Core } from '../node/core/core.ts'
import { createEngine as createRealEngine } from '../semantics/create.ts'
import type { Engine, News } from '../semantics/engine.ts'
import { createActor, type Actor } from './actor.ts'
import { convergence } from './checkers/convergence.ts'
import { noFault } from './checkers/no-fault.ts'
import { noStorm } from './checkers/no-storm.ts'
import { nothingLost } from './checkers/nothing-lost.ts'
import { createDisk, type Disk } from './disk.ts'
import { NO_FAULTS, type FaultEvent, type Faults } from './faults.ts'
import { createNetwork, type Network } from './network.ts'
import type { Checker, NodeView, Outcome, View, Violation } from './outcome.ts'
import { createHistory, type History } from './history.ts'
import type { Scenario, Workload } from './scenario.ts'
import { createStandInAgreement, createStandInSignatures } from './stand-in.ts'
import { createTime, type Time } from './time.ts'

/** From the storm's end to the quiet: a full disk is tried again within seconds, a beacon heals the rest. */
export const SETTLE_MS = 12_000
/** How long the quiet is watched. */
export const QUIET_MS = 5_000
/** How often it is looked whether the network has healed. */
const WATCH_MS = 50
/** One seed in so many runs with real signatures. */
export const REAL_SIGNATURES_EVERY = 50
/** One seed in so many listens to every conflict as it comes: that has each claim judged at once, where a digest a beat would do. */
export const LISTENING_EVERY = 10

/** What `simulate` needs besides the scenario. */
export interface SimulateOptions {
  readonly scenario: Scenario
  /** Makes the judgement of each node. Default: the one of production. */
  readonly createEngine?: (law: Law) => Engine
  /** Promises to check besides the built-in ones, by name. */
  readonly checkers?: Readonly<Record<string, Checker>>
}

/** The promises that every run is held to. */
export const CHECKERS: Readonly<Record<string, Checker>> = { convergence, nothingLost, noStorm, noFault }

const NO_NEWS: News = { conflicts: [], settled: [] }

interface World {
  readonly scenario: Scenario
  readonly time: Time
  readonly history: History
  readonly network: Network
  readonly actors: ReadonlyMap<string, Actor>
  readonly disks: ReadonlyMap<string, Disk>
  readonly acknowledged: { readonly node: string; readonly entry: Hash }[]
  readonly forgotten: { readonly node: string; readonly entry: Hash }[]
  readonly faults: { readonly node: string; readonly why: string }[]
  /** What wires and disks are exposed to: the scenario's until the storm ends, then nothing. */
  exposure: Faults
  crashes: number
  healedAfterMs: number | null
}

/** Runs `scenario` from its beginning to its end. The same options give the same outcome. */
export function simulate(options: SimulateOptions): Outcome {
  const { scenario } = options
  const world = createWorld(options)
  const { time, actors, network } = world
  for (const actor of actors.values()) actor.boot()
  for (const write of scenario.workload.writes) time.after(write.atMs, () => actors.get(write.node)?.write(write))
  for (const event of scenario.faults.events) time.after(event.atMs, () => strike(world, event))
  time.runUntil(scenario.workload.stormMs)
  world.history.note('the storm ends')
  world.exposure = { ...NO_FAULTS, wire: { ...NO_FAULTS.wire, delayMsMax: scenario.faults.wire.delayMsMax } }
  for (const actor of actors.values()) actor.boot()
  time.runUntil(time.now() + longestEventMs(scenario))
  watchHealing(world, time.now())
  time.runUntil(time.now() + SETTLE_MS)
  const before = network.counts.sent
  time.runUntil(time.now() + QUIET_MS)
  const quiet = { messages: network.counts.sent - before, lastedMs: QUIET_MS, wires: scenario.topology.links.length }
  return conclude(world, quiet, { ...CHECKERS, ...options.checkers })
}

/** Looks every {@link WATCH_MS} whether all nodes hold the same, until they do. */
function watchHealing(world: World, sinceMs: number): void {
  const states = new Set([...world.actors.values()].map((actor) => holdingsOf(actor)))
  if (states.size === 1 && !states.has(null)) world.healedAfterMs = world.time.now() - sinceMs
  else world.time.after(WATCH_MS, () => watchHealing(world, sinceMs))
}

/** What a node holds, log by log; null while it is down. */
function holdingsOf(actor: Actor): string | null {
  const core = actor.core()
  if (core === null) return null
  return Array.from(core.logs(), ({ log, held }) => `${logKeyOf(log)} ${held.count} ${held.head ?? ''}`)
    .sort()
    .join()
}

/** The founding history of a simulated realm. Throws when the workload's law is malformed: a fault of the scenario. */
export function foundingOf({ slots, rules }: Workload): Founding {
  const founding = foundOpen('simulation', { slots, rules })
  assert(founding.ok, 'the workload of a scenario holds a valid law')
  return founding.value
}

function createWorld({ scenario, createEngine: makeEngine = createRealEngine }: SimulateOptions): World {
  const { seed, topology } = scenario
  const time = createTime()
  const history = createHistory(() => time.now())
  const network = createNetwork({ seed, links: topology.links, time, history, faults: () => world.exposure.wire })
  const isOneOf = (what: string, every: number): boolean => createRandom(`${seed}/${what}`).below(every) === 0
  const signatures = isOneOf('signatures', REAL_SIGNATURES_EVERY) ? nodeSignatures : createStandInSignatures()
  const agreement = createStandInAgreement() // the real one draws secrets that no run could repeat
  const isListening = isOneOf('listening', LISTENING_EVERY)
  const createEngine = (law: Law): Engine => (isListening ? makeEngine(law) : { ...makeEngine(law), news: () => NO_NEWS })
  const founding = foundingOf(scenario.workload)
  const disks = new Map<string, Disk>()
  const actors = new Map<string, Actor>()
  const lists = { acknowledged: [], forgotten: [], faults: [] }
  const world: World = {
    scenario,
    time,
    history,
    network,
    actors,
    disks,
    ...lists,
    exposure: scenario.faults,
    crashes: 0,
    healedAfterMs: null,
  }
  for (const name of topology.nodes) {
    const disk = createDisk({ name, seed, history, faults: () => world.exposure.disk })
    disks.set(name, disk)
    const hooks = {
      onAck: (node: string, entry: Hash) => void world.acknowledged.push({ node, entry }),
      onBoot: (node: string, core: Core) => remember(world, node, core),
      onFault: (node: string, why: string) => fault(world, node, why),
    }
    const outside = { time, history, disk, network }
    actors.set(name, createActor({ name, seed, founding, signatures, agreement, createEngine, ...outside, ...hooks }))
  }
  return world
}

/** After a start: what the node acknowledged before, it must hold, whatever its peers hold. */
function remember(world: World, node: string, core: Core): void {
  for (const { node: author, entry } of world.acknowledged) {
    if (author === node && core.locate(entry) === undefined) world.forgotten.push({ node, entry })
  }
}

function fault(world: World, node: string, why: string): void {
  world.history.note(`${node} fault ${why.split('\n', 1)[0] ?? ''}`)
  world.faults.push({ node, why })
}

function strike(world: World, event: FaultEvent): void {
  const { time, network, history, actors, disks } = world
  history.note(`fault ${JSON.stringify(event)}`)
  switch (event.type) {
    case 'partition':
      return partition(world, event)
    case 'cut':
      network.addCut(event.from, event.to, 1)
      time.after(event.lastMs, () => network.addCut(event.from, event.to, -1))
      return
    case 'crash': {
      const actor = actors.get(event.node)
      world.crashes += 1
      actor?.crash(event.isPowerLoss)
      time.after(event.downMs, () => actor?.boot())
      return
    }
    case 'diskFull':
      disks.get(event.node)?.addFull(1)
      time.after(event.lastMs, () => disks.get(event.node)?.addFull(-1))
  }
}

function partition({ scenario, network, time }: World, event: Extract<FaultEvent, { type: 'partition' }>): void {
  const groupOf = (node: string): number => event.groups.findIndex((group) => group.includes(node))
  const apply = (count: 1 | -1): void => {
    for (const [a, b] of scenario.topology.links) {
      if (groupOf(a) === groupOf(b)) continue
      if (!event.isSilent) network.addClosed(a, b, count)
      else
        for (const [from, to] of [
          [a, b],
          [b, a],
        ] as const)
          network.addCut(from, to, count)
    }
  }
  apply(1)
  time.after(event.lastMs, () => apply(-1))
}

/** Events that began in the storm may outlast it by so much. */
function longestEventMs({ workload, faults }: Scenario): number {
  const ends = faults.events.map((event) => event.atMs + (event.type === 'crash' ? event.downMs : event.lastMs))
  return Math.max(0, ...ends.map((endMs) => endMs - workload.stormMs))
}

function conclude(world: World, quiet: View['quiet'], checkers: Readonly<Record<string, Checker>>): Outcome {
  const { scenario, time, history, network, acknowledged, forgotten, faults } = world
  const nodes = [...world.actors.values()].map((actor) => viewOf(world, actor))
  const view: View = { nodes, acknowledged, forgotten, faults, quiet }
  const violations: Violation[] = Object.entries(checkers).flatMap(([promise, check]) =>
    check(view).map((why) => ({ promise, why })),
  )
  for (const { name, state, verdict } of nodes) history.note(`${name} ends ${state} ${verdict}`)
  const tail = history.tail()
  return {
    scenario,
    isKept: violations.length === 0,
    violations,
    logHash: history.finish(),
    counts: {
      simulatedMs: time.now(),
      events: time.count(),
      messagesSent: network.counts.sent,
      messagesLost: network.counts.lost,
      messagesDoubled: network.counts.doubled,
      acknowledged: acknowledged.length,
      entries: Math.max(0, ...nodes.map(({ entries }) => entries)),
      crashes: world.crashes,
      healedAfterMs: world.healedAfterMs,
    },
    tail,
  }
}

function viewOf(world: World, actor: Actor): NodeView {
  const down: NodeView = { name: actor.name, entries: 0, state: 'down', verdict: 'down', holds: () => false }
  const core = actor.core()
  if (core === null) return down
  try {
    const { state, verdict, entries } = core.certificate()
    return { name: actor.name, entries, state, verdict, holds: (entry) => core.locate(entry) !== undefined }
  } catch (thrown) {
    fault(world, actor.name, String(thrown))
    return down
  }
}
