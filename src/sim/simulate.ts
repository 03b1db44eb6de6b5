/** Simulate: runs a scenario on real nodes under virtual time, mends everything, lets it settle, and asks each checker. */
import { assert } from '../base/assert.ts'
import { CHECKERS } from './checkers/index.ts'
import { conclude } from './conclude.ts'
import { endOf, NO_FAULTS } from './faults.ts'
import type { Carriers } from './documents/carriers.ts'
import { logKeyOf, type LogKey } from '../frames/log.ts'
import type { Checker, Outcome } from './outcome.ts'
import { createAsking } from './reasoning/asking.ts'
import { planRealm } from './realm/acting.ts'
import { isReasoned, SESSIONS_END_MS, SESSIONS_LOOK_MS } from './reasoning/settling.ts'
import type { Scenario } from './scenario.ts'
import type { Time } from './time.ts'
import { holdingsOf } from './views.ts'
import { planFaults } from './strike.ts'
import { startReads } from './reads.ts'
import { startWatch } from './watch.ts'
import { createWorld, type World, type WorldOptions } from './world.ts'
import { createWriting, type Writing } from './writing.ts'

/** From the storm's end to the quiet: a full disk is tried again within seconds, a beacon heals the rest. */
export const SETTLE_MS = 12_000
/** How long the quiet is watched. */
export const QUIET_MS = 5_000
/** How often it is looked whether the network has healed. */
const WATCH_MS = 50
/** How often a node that acknowledged nothing since all was mended is asked to say something. */
const PROBE_MS = 1_500
/** When that begins: until then it is watched how long healing alone takes. */
const PROBE_AFTER_MS = 3_000
/** The frame that is spoken of to see whether a node still writes. */
export const PROBE_FRAME = 'tracord-sim/probe'

/** What `simulate` needs. */
export interface SimulateOptions extends WorldOptions {
  /** Promises to check besides the built-in ones, by name. */
  readonly checkers?: Readonly<Record<string, Checker>>
}

/**
 * Runs a scenario from its beginning to its end. The same options give the same outcome. What waits for promises (goals, documents) it
 * cannot run: `play` does.
 */
export function simulate(options: SimulateOptions): Outcome {
  assert(!waits(options.scenario), 'a scenario with goals or documents is run by play(), which waits for what its nodes promise')
  const run = stagesOf(options)
  for (;;) {
    const next = run.next()
    if (next.done === true) return next.value
    next.value.time.runUntil(next.value.untilMs)
  }
}

/** Whether something in a scenario waits for promises. */
export function waits(scenario: Scenario): boolean {
  return scenario.workload.goals !== undefined || hasDocuments(scenario)
}

/** Whether logs are kept as documents somewhere. */
export function hasDocuments({ topology, workload }: Scenario): boolean {
  return workload.documents === true || (topology.stock ?? []).length > 0
}

/** How far a run's time is to go before it goes on. */
export interface Stage {
  readonly time: Time
  readonly untilMs: number
}

/** A run, stopped wherever time has to pass; whoever drives it lets it pass. */
export function* stagesOf(options: SimulateOptions): Generator<Stage, Outcome> {
  const { scenario } = options
  const world = createWorld(options)
  const { time, places, network, history } = world
  const late = new Set(scenario.faults.events.flatMap((event) => (event.type === 'join' ? [event.node] : [])))
  for (const [name, { actor }] of places) if (!late.has(name)) actor.boot()
  const writing = createWriting(world)
  for (const write of scenario.workload.writes) time.after(write.atMs, () => writing.write(write))
  planRealm(world)
  const asking = createAsking(world)
  for (const ask of scenario.workload.goals ?? []) time.after(ask.atMs, () => asking.ask(ask))
  planFaults(world, (node) => {
    writing.cutOff(node)
    asking.cutOff(node)
  })
  const watch = startWatch(world)
  const reads = startReads(world)
  if (world.carriers !== null) keepLooking(world, world.carriers)
  yield { time, untilMs: scenario.workload.stormMs }
  history.note({ kind: 'world', node: '', text: 'the storm ends' })
  mend(world)
  yield { time, untilMs: time.now() + longestEventMs(world) }
  const mendedAtMs = time.now()
  const healing = { afterMs: null as number | null }
  watchHealing(world, time.now(), healing)
  time.after(PROBE_AFTER_MS, () => probe(world, writing, time.now()))
  yield { time, untilMs: time.now() + SETTLE_MS }
  const reasonsUntilMs = time.now() + (waits(scenario) ? SESSIONS_END_MS : 0)
  while (time.now() < reasonsUntilMs && !isReasoned(world)) yield { time, untilMs: time.now() + SESSIONS_LOOK_MS }
  exportAll(world)
  const [before, stockBefore] = [network.counts.sent, world.carriers?.counts().sent ?? 0]
  yield { time, untilMs: time.now() + QUIET_MS }
  const stockMessages = (world.carriers?.counts().sent ?? 0) - stockBefore
  const quiet = { messages: network.counts.sent - before, stockMessages, lastedMs: QUIET_MS, wires: scenario.topology.links.length }
  const seen = { writing, asking, quiet, alike: watch.alike(), reads: reads(), healedAfterMs: healing.afterMs, mendedAtMs }
  return conclude(world, seen, { ...CHECKERS, ...options.checkers })
}

/** How often stock peers are told what logs there are. */
const STOCK_LOOK_MS = 500

/** Stock peers know of a log only what somebody tells them. */
function keepLooking(world: World, carriers: Carriers): void {
  carriers.look()
  world.time.after(STOCK_LOOK_MS, () => keepLooking(world, carriers))
}

/** Has each node write the documents of all logs that count there. */
function exportAll({ places, carriers }: World): void {
  const all = new Set<LogKey>()
  for (const { actor } of places.values()) {
    const logs = Array.from(actor.core()?.logs() ?? []).flatMap(({ log, held }) => (held.count > 0 ? [logKeyOf(log)] : []))
    for (const log of logs) all.add(log)
    actor.documents()?.export(logs)
  }
  carriers?.export([...all])
}

/** Wires and disks are sound again, who is down starts, and hostile members leave, but for those that stay. */
function mend(world: World): void {
  const { faults } = world.scenario
  world.exposure = { ...NO_FAULTS, wire: { ...NO_FAULTS.wire, delayMsMax: Math.max(NO_FAULTS.wire.delayMsMin, faults.wire.delayMsMax) } }
  world.carriers?.mend()
  for (const { actor, hostile } of world.places.values()) {
    if (hostile?.stays !== false) actor.boot()
    else actor.leave()
  }
}

/** Looks every {@link WATCH_MS} whether all nodes hold the same, until they do. */
function watchHealing(world: World, sinceMs: number, healing: { afterMs: number | null }): void {
  const there = [...world.places.values()].map(({ actor }) => actor).filter((actor) => !actor.isGone())
  const states = new Set(there.map((actor) => holdingsOf(actor)))
  if (states.size <= 1 && !states.has(null)) healing.afterMs = world.time.now() - sinceMs
  else world.time.after(WATCH_MS, () => watchHealing(world, sinceMs, healing))
}

/** Has every node that is still to acknowledge something say something, until all have. */
function probe(world: World, writing: Writing, sinceMs: number): void {
  const { places, time } = world
  const mute = [...places].filter(([name, { actor }]) => !actor.isGone() && !writing.hasAcknowledged(name, sinceMs))
  for (const [node] of mute) writing.write({ atMs: time.now(), node, frame: PROBE_FRAME, slot: 'lives', value: node })
  if (mute.length > 0 && time.now() < sinceMs + SETTLE_MS - 2 * PROBE_AFTER_MS) time.after(PROBE_MS, () => probe(world, writing, sinceMs))
}

/** Events that began in the storm may outlast it by so much. */
function longestEventMs({ scenario: { workload, faults } }: World): number {
  return Math.max(0, ...faults.events.map((event) => endOf(event) - workload.stormMs))
}
