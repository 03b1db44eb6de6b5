/** World: everything that a run consists of, made from its scenario. */
import { assert } from '../base/assert.ts'
import type { Clock } from '../base/clock.ts'
import { cidOf, sha256, type Hash } from '../base/hash.ts'
import { createRandom } from '../base/random.ts'
import type { Law } from '../frames/facet.ts'
import { foundClosed, foundOpen, realmOf, type Founding } from '../frames/founding.ts'
import { nodeSignatures } from '../identity/ed25519.ts'
import { signedText, type AuthorKey, type KeyPair, type Signatures } from '../identity/signature.ts'
import type { Core } from '../node/core/core.ts'
import type { CoreParts } from '../node/core/parts.ts'
import type { NodeEvent } from '../node/node.ts'
import { createEngine as createRealEngine } from '../semantics/create.ts'
import type { Engine, News } from '../semantics/engine.ts'
import { createAnswers, type Answers } from '../semantics/verdict/answers.ts'
import { createActor, type Actor, type ActorParts } from './actor.ts'
import type { Carriers, MakeCarriers } from './documents/carriers.ts'
import { createDial, type Dial } from './dial.ts'
import { createDisk, type Disk } from './disk.ts'
import type { Faults } from './faults.ts'
import { createGate, type Gate } from './gate.ts'
import { createHistory, type History } from './history.ts'
import { createHostile, type HostileMember } from './hostile.ts'
import { createNetwork, type Network } from './network.ts'
import { createMind, createPretence, type Mind } from './reasoning/mind.ts'
import type { Removal, Signed } from './outcome.ts'
import type { Say, Scenario, Workload } from './scenario.ts'
import { createSometimes, type Sometimes } from './sometimes.ts'
import { describe } from './speech.ts'
import { createStandInAgreement, createStandInSignatures } from './stand-in.ts'
import { createTime, type Time } from './time.ts'

/** One seed in so many runs with real signatures. */
export const REAL_SIGNATURES_EVERY = 50
/** One seed in so many listens to every conflict as it comes: that has each claim judged at once, where a digest a beat would do. */
export const LISTENING_EVERY = 10
/** One seed in so many keeps its nodes' judgements wholly apart; in the others what one worked out of a dispute is there for all. */
export const APART_EVERY = 4

/** What a run may be told besides its scenario. */
export interface WorldOptions {
  readonly scenario: Scenario
  /** Changes what a node's core is made of: to see that the checkers find it. */
  readonly alter?: (parts: CoreParts, node: string) => CoreParts
  /** How documents and stock peers are made; `play` finds them where a scenario wants them. */
  readonly carriers?: MakeCarriers
  /** Whether nodes judge wholly by themselves. Default: drawn, see {@link APART_EVERY}. */
  readonly judgesApart?: boolean
  /** Keep all happenings, for stories and diagrams. Default: the last lines only. */
  readonly isRecording?: boolean
}

/** One node of a world: what it is, and what outlives its crashes. */
export interface Place {
  readonly actor: Actor
  readonly disk: Disk
  readonly dial: Dial
  readonly gate: Gate
  /** Null for an honest node. */
  readonly hostile: HostileMember | null
}

/** An entry and the node that it is about. */
export interface Noted {
  readonly node: string
  readonly entry: Hash
}

/** A claim that a node acknowledged, and its entry. */
export interface Kept {
  readonly entry: Hash
  readonly said: Say
}

/** What is noted on the way, for the checkers. */
export interface Notes {
  readonly acknowledged: Noted[]
  readonly forgotten: Noted[]
  /** By node: the latest claim that it acknowledged, if it rests on no other and nothing was taken back since. */
  readonly latest: Map<string, Kept>
  readonly overstated: Noted[]
  readonly confirmed: Noted[]
  readonly unforked: { readonly node: string; readonly log: string }[]
  readonly faults: { readonly node: string; readonly why: string }[]
  readonly removals: Removal[]
  /** By id. */
  readonly signed: Map<Hash, Signed>
  /** Logs known to be forked, by node, and how many commits its disk had begun when it was learned. */
  readonly forked: Map<string, Map<string, number>>
}

/** Everything in motion. */
export interface World {
  readonly scenario: Scenario
  readonly founding: Founding
  readonly time: Time
  readonly history: History
  readonly network: Network
  readonly places: ReadonlyMap<string, Place>
  /** Names and keys of hostile members. */
  readonly hostile: Set<string>
  readonly notes: Notes
  readonly sometimes: Sometimes
  /** Null: no documents are kept. */
  carriers: Carriers | null
  /** What wires and disks are exposed to: the scenario's until the storm ends, then nothing. */
  exposure: Faults
  crashes: number
}

/** What simulated realms are called. */
const REALM = 'simulation'

/** The founding history of a simulated realm. Throws when the workload's law is malformed: a fault of the scenario. */
export function foundingOf({ slots, rules, types = [], policy = {}, realm }: Workload, keyOf: (node: string) => AuthorKey): Founding {
  const law = { slots, rules, types, policy }
  const founding = realm === undefined ? foundOpen(REALM, law) : foundClosed(REALM, keyOf(realm.founder), law)
  assert(founding.ok, 'the workload of a scenario holds a valid law')
  return founding.value
}

/** The world of a scenario, at its beginning. */
export function createWorld({ scenario, alter = (parts) => parts, carriers, isRecording = false, judgesApart }: WorldOptions): World {
  const { seed, topology, faults } = scenario
  const time = createTime()
  const history = createHistory(() => time.now(), isRecording)
  const network = createNetwork({ seed, links: topology.links, time, history, faults: () => world.exposure.wire, describe })
  // Real agreement draws secrets that no run could repeat.
  const means = { signatures: signaturesOf(seed), agreement: createStandInAgreement(), answers: answersOf(seed, judgesApart) }
  const keyOf = (node: string): AuthorKey => means.signatures.keyPairFromSeed(sha256(`${seed}/key/${node}`)).author
  const founding = foundingOf(scenario.workload, keyOf)
  const places = new Map<string, Place>()
  const sometimes = createSometimes()
  const world: World = {
    ...{ scenario, founding, time, history, network, places, sometimes },
    hostile: new Set(faults.hostile.map(({ node }) => node)),
    notes: emptyNotes(),
    carriers: null,
    exposure: faults,
    crashes: 0,
  }
  const carried = { scenario, time, history, reach: sometimes.reach, wire: () => world.exposure.wire, cores: () => honestCores(world) }
  world.carriers = carriers?.(carried) ?? null
  for (const name of topology.nodes) places.set(name, createPlace(world, name, means, (parts) => alter(parts, name)))
  return world
}

function emptyNotes(): Notes {
  const lists = { acknowledged: [], forgotten: [], overstated: [], confirmed: [], unforked: [], faults: [], removals: [] }
  return { ...lists, signed: new Map(), forked: new Map(), latest: new Map() }
}

function isOneOf(seed: string, what: string, every: number): boolean {
  return createRandom(`${seed}/${what}`).below(every) === 0
}

function signaturesOf(seed: string): Signatures {
  return isOneOf(seed, 'signatures', REAL_SIGNATURES_EVERY) ? nodeSignatures : createStandInSignatures()
}

function answersOf(seed: string, isApart = isOneOf(seed, 'apart', APART_EVERY)): Answers | undefined {
  return isApart ? undefined : createAnswers()
}

/** What all nodes of a world sign and agree by, and what they share of their judgement. */
interface WorldMeans extends Pick<CoreParts, 'signatures' | 'agreement'> {
  readonly answers: Answers | undefined
}

const NO_NEWS: News = { conflicts: [], settled: [] }

function createPlace(world: World, name: string, means: WorldMeans, alter: (parts: CoreParts) => CoreParts): Place {
  const { scenario, founding, time, history, network, sometimes } = world
  const { seed, faults } = scenario
  const { signatures, agreement, answers } = means
  const disk = createDisk({ name, seed, history, faults: () => world.exposure.disk, reach: sometimes.reach })
  const dial = createDial(time)
  const gate = createGate(time)
  const told = faults.hostile.find(({ node }) => node === name)
  const keyPairOf = (of: string): KeyPair => witnessed(world, name, signatures.keyPairFromSeed(sha256(`${seed}/key/${of}`)))
  const keyPair = keyPairOf(told?.twinOf ?? name)
  const random = createRandom(`${seed}/hostile/${name}`)
  let strangers = 0
  const newKey = (): KeyPair => {
    const stranger = keyPairOf(`${name}/stranger/${(strangers += 1)}`)
    world.hostile.add(stranger.author)
    return stranger
  }
  const hostile = told === undefined ? null : createHostile({ hostile: told, random, keyPair, newKey })
  if (hostile !== null) world.hostile.add(keyPair.author)
  const isListening = isOneOf(seed, 'listening', LISTENING_EVERY)
  const createEngine = (law: Law): Engine =>
    isListening ? createRealEngine(law, undefined, answers) : { ...createRealEngine(law, undefined, answers), news: () => NO_NEWS }
  const actor = createActor({
    ...{ name, seed, founding, keyPair, signatures, agreement, createEngine, time, history, disk, dial, gate, network },
    alter: hostile === null ? alter : (parts) => hostile.alter(alter(parts)),
    alterWire: (wire) => hostile?.alterWire(wire) ?? wire,
    documentsOf: documentsOf(world, name),
    mindOf: (clock, isOver) => mindOf(world, name, clock, isOver),
    onBoot: (core) => remember(world, name, core),
    onEvent: (event) => (hostile === null ? witness(world, name, event) : undefined),
    onFault: (why) => fault(world, name, why),
  })
  return { actor, disk, dial, gate, hostile }
}

function honestCores({ places }: World): readonly Core[] {
  const cores = [...places.values()].map(({ actor, hostile }) => (hostile === null ? actor.core() : null))
  return cores.filter((core) => core !== null)
}

/** Where documents are kept, honest nodes do: all of them, or those near a stock peer. */
function documentsOf({ scenario, carriers, hostile }: World, node: string): ActorParts['documentsOf'] {
  const { topology, workload } = scenario
  const isNear = (topology.stock ?? []).some(({ near }) => near.includes(node))
  const keeps = carriers !== null && !hostile.has(node) && (workload.documents === true || isNear)
  return keeps ? { open: (place) => carriers.open({ ...place, node }), close: () => carriers.close(node) } : null
}

/** Where goals are asked every node reasons. */
function mindOf({ scenario, notes }: World, node: string, clock: Clock, isOver: () => boolean): Mind | null {
  const { goals, modules = [] } = scenario.workload
  if (goals === undefined) return null
  const isStalling = scenario.faults.hostile.some((one) => one.node === node && one.tricks.includes('stall'))
  if (isStalling) return createPretence(node, modules, clock)
  return createMind({ node, modules, clock, isOver, onKept: (entry) => void notes.acknowledged.push({ node, entry }) })
}

/** A key pair whose signed entries are noted. */
function witnessed({ founding, notes, time }: World, node: string, keyPair: KeyPair): KeyPair {
  const head = signedText('entry', realmOf(founding), '')
  return {
    author: keyPair.author,
    sign(text) {
      if (text.startsWith(head))
        notes.signed.set(cidOf(text.slice(head.length)), { node, author: keyPair.author, atMs: time.now() })
      return keyPair.sign(text)
    },
  }
}

/** After a start: what the node acknowledged before, it must hold, whatever its peers hold, unless its row rotted. */
function remember({ notes, places, sometimes }: World, node: string, core: Core): void {
  const disk = places.get(node)?.disk
  for (const { node: author, entry } of notes.acknowledged) {
    if (author !== node || core.locate(entry) !== undefined || disk?.isOutOfReach(entry) === true) continue
    notes.forgotten.push({ node, entry })
  }
  const forked = new Set([...core.logs()].filter(({ held }) => held.count > 0 && held.head === null).map(({ log }) => JSON.stringify(log)))
  const learned = notes.forked.get(node) ?? new Map<string, number>()
  for (const [log, begun] of learned) {
    if (forked.has(log)) continue
    // What was learned while the disk refused, and no commit after it was kept, nobody can know after a loss of power.
    if ((disk?.kept() ?? 0) > begun) notes.unforked.push({ node, log })
    else learned.delete(log)
  }
  if (forked.size > 0) sometimes.reach('equivocation proven')
}

/** What an honest node tells its owner. */
function witness(world: World, node: string, event: NodeEvent): void {
  const { notes, sometimes, history, hostile, places } = world
  if (event.type === 'refused') sometimes.reach('message refused')
  if (event.type === 'confirmed') {
    sometimes.reach('own entry confirmed by another')
    const others = [...places].filter(([name, { hostile: harm }]) => name !== node && harm === null)
    const isKept = others.some(([, { disk }]) => disk.has(event.entry) || disk.isDamaged(event.entry))
    // A hostile member may say that it keeps what it does not: that outlives nobody.
    if (isKept) notes.confirmed.push({ node, entry: event.entry })
    else if (hostile.size === 0) notes.overstated.push({ node, entry: event.entry })
  }
  if (event.type !== 'alarm') return
  history.note({ kind: 'alarm', node, text: `${event.peer}: ${event.why.split('\n', 1)[0] ?? ''}` })
  if (!hostile.has(event.peer)) return fault(world, node, `alarm about ${event.peer}: ${event.why}`)
  sometimes.reach('alarm about a hostile member')
  noteForks(world, node)
}

/** Notes which logs a node knows to be forked now. */
function noteForks({ notes, places }: World, node: string): void {
  const place = places.get(node)
  const core = place?.actor.core()
  if (place === undefined || core === null || core === undefined) return
  const learned = notes.forked.get(node) ?? new Map<string, number>()
  for (const { log, held } of core.logs()) {
    const name = JSON.stringify(log)
    if (held.count > 0 && held.head === null && !learned.has(name)) learned.set(name, place.disk.begun())
  }
  notes.forked.set(node, learned)
}

/** A node did what no node may. */
export function fault({ history, notes, hostile }: World, node: string, why: string): void {
  history.note({ kind: 'fault', node, text: why.split('\n', 1)[0] ?? '' })
  if (!hostile.has(node)) notes.faults.push({ node, why })
}
