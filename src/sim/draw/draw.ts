/** Draw: makes a scenario from a seed: a topology, what the nodes say, and a storm. */
import { createRandom, type Random } from '../../base/random.ts'
import type { DiskFaults, Faults, Hostile, WireFaults } from '../faults.ts'
import { NO_FAULTS } from '../faults.ts'
import type { Meddling, Say, Scenario, Topology, Workload } from '../scenario.ts'
import { drawEvents } from './events.ts'
import { drawDrains, drawGoals } from './goals.ts'
import { drawHostile, type Placed } from './hostile.ts'
import { drawRealm } from './realm.ts'
import { bridged, meddled, wired, withNode, type Shape } from './topology.ts'
import { drawWrites, spreadClaims } from './writes.ts'

/** What a storm is made of: nothing, wires and partitions, nodes and disks besides, or hostile members too. */
export type Storm = 'calm' | 'wires' | 'nodes' | 'full'

/** What a drawn scenario may be told instead of drawing it. */
export interface DrawOptions {
  /** Honest members. Default: 3 to 5, drawn. */
  readonly nodes?: number
  /** Default 20,000. */
  readonly stormMs?: number
  /** Default: drawn. */
  readonly shape?: Shape
  /** Default `full`. */
  readonly storm?: Storm
  /** By what the nodes judge. Default: at most one `state` of a thing. */
  readonly law?: Pick<Workload, 'slots' | 'rules'> & Partial<Pick<Workload, 'types' | 'policy'>>
  /** What is said, each by a node and at a time that are drawn. Default: one claim a node and second about fifty things. */
  readonly claims?: readonly Omit<Say, 'atMs' | 'node'>[]
  /** true: goals are asked, too, and modules reason toward them; such a scenario is for `play`. Default false. */
  readonly reasons?: boolean
  /** true: the realm is closed; members are invited and removed in the storm. Default false. */
  readonly closed?: boolean
  /** true: nodes keep their logs as documents, too; such a scenario is for `play`. Default false. */
  readonly documents?: boolean
  /**
   * true: a stock peer alone connects the last node with the one before it, or two stand beside their wire and one of them writes; such a
   * scenario is for `play`. Default false.
   */
  readonly stock?: boolean
}

const SHAPES: readonly Shape[] = ['line', 'ring', 'star', 'mesh']
const STORM_MS = 20_000
/** Nodes of the largest mesh drawn. */
const MESH_MAX = 5

/** One seed in so many of a campaign draws nodes that reason, and one in so many a closed realm. */
const REASONS_EVERY = 4
const CLOSED_EVERY = 5
/** One in so many keeps documents, and one in so many has a stock peer. These are the slow ones. */
const DOCUMENTS_EVERY = 10
const STOCK_EVERY = 20

/** What a campaign draws besides from this seed: its scenario may be one for `play`. */
export function sharesOf(seed: string): Pick<DrawOptions, 'reasons' | 'closed' | 'documents' | 'stock'> {
  const random = createRandom(`${seed}/shares`)
  const [reasons, closed, documents, stock] = [REASONS_EVERY, CLOSED_EVERY, DOCUMENTS_EVERY, STOCK_EVERY].map(
    (every) => random.below(every) === 0,
  )
  // A stock peer cannot be asked and knows of no members: what is said there is documents.
  return stock === true ? { documents: true, stock } : { reasons: reasons === true, closed: closed === true, documents: documents === true }
}

/** The scenario of `seed`. */
export function drawScenario(seed: string, options: DrawOptions = {}): Scenario {
  const random = createRandom(`${seed}/scenario`)
  const { stormMs = STORM_MS, storm = 'full', law = { slots: { state: [{ k: 'atMost', n: 1 }] }, rules: [] } } = options
  const drawnNodes = 3 + random.below(3)
  const drawnShape = SHAPES[random.below(SHAPES.length)] ?? 'ring'
  const count = options.nodes ?? drawnNodes
  // Many nodes do not all keep wires to each other.
  const likely = drawnShape === 'mesh' && count > MESH_MAX ? 'web' : drawnShape
  const shape = options.shape ?? likely
  const honest = options.stock === true ? drawStock(createRandom(`${seed}/stock`), count, stormMs) : wired(count, shape)
  const drawn = storm === 'full' ? drawHostile(createRandom(`${seed}/members`), honest) : []
  const hostile = options.stock === true ? drawn.flatMap(ofOneVoice) : drawn
  const topology = hostile.reduce((before, { node, near }) => withNode(before, node, near), honest)
  const writes = options.claims === undefined ? drawWrites(seed, honest, stormMs) : spreadClaims(seed, honest, stormMs, options.claims)
  const faults = drawFaults(createRandom(`${seed}/faults`), honest, stormMs, storm)
  const thought = createRandom(`${seed}/goals`)
  const reasoning = options.reasons === true ? drawGoals(thought, honest, stormMs) : {}
  const drains = options.reasons === true && storm !== 'calm' ? drawDrains(thought, honest, stormMs) : []
  const events = [...faults.events, ...drains]
  const members = reasoningMembers(hostile, options.reasons === true ? createRandom(`${seed}/stall`) : null)
  const hostileNames = hostile.map(({ node }) => node)
  const realm = options.closed === true ? { realm: drawRealm(createRandom(`${seed}/realm`), honest, hostileNames, stormMs) } : {}
  const workload = { ...law, writes, ...(options.documents === true ? { documents: true } : {}), ...realm, ...reasoning, stormMs }
  return { version: 1, seed, topology, workload, faults: { ...faults, events, hostile: members } }
}

/** Half of the stock peers are the only bridge to the last node; half stand beside it, and one of them writes. */
function drawStock(random: Random, count: number, stormMs: number): Topology {
  if (random.below(2) === 0) return bridged(count)
  const meddles = Array.from({ length: 1 + random.below(3) }, (_, at): Meddling => {
    const atMs = Math.floor(stormMs / 3) + random.below(Math.max(1, Math.floor(stormMs / 2)))
    return { atMs, act: at % 2 === 0 ? 'change' : 'share' }
  })
  return meddled(count, meddles)
}

/** Where nodes reason hostile members lie in that, too; half of those without a twin do nothing else, and stay to stall. */
function reasoningMembers(placed: readonly Placed[], random: Random | null): readonly Hostile[] {
  const members = placed.map(({ near: _near, ...member }): Hostile => member)
  if (random === null) return members
  if (members.length === 1 && random.below(2) === 0) return members.map((member) => ({ ...member, tricks: ['reason', 'stall'] }))
  return members.map((member) => ({ ...member, tricks: [...member.tricks, 'reason'] }))
}

/** Behind a stock peer nobody learns of a second branch: proofs are no documents. So none is made where one is the only bridge. */
function ofOneVoice({ tricks, ...member }: Placed): readonly Placed[] {
  return member.twinOf === undefined ? [{ ...member, tricks: tricks.filter((trick) => trick !== 'equivocate') }] : []
}

function drawFaults(random: Random, topology: Topology, stormMs: number, storm: Storm): Faults {
  const wire = drawWire(random)
  const disk = drawDisk(random)
  if (storm === 'calm') return NO_FAULTS
  const events = drawEvents(random, topology, stormMs, storm === 'wires')
  return { wire, disk: storm === 'wires' ? NO_FAULTS.disk : disk, events, hostile: [] }
}

function drawWire(random: Random): WireFaults {
  return {
    delayMsMin: 1 + random.below(10),
    delayMsMax: 11 + random.below(60),
    lossPermille: random.below(3) * random.below(60),
    duplicatePermille: random.below(3) * random.below(50),
    reorderPermille: random.below(3) * random.below(100),
    reorderMsMax: 1 + random.below(400),
    corruptPermille: random.below(4) === 0 ? random.below(30) : 0,
  }
}

function drawDisk(random: Random): DiskFaults {
  return {
    commitMsMin: 1,
    commitMsMax: 2 + random.below(30),
    errorPermille: random.below(4) === 0 ? random.below(60) : 0,
    readErrorPermille: random.below(4) === 0 ? random.below(200) : 0,
  }
}

