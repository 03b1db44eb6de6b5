/** Network: wires in memory that delay, lose, double and reorder, each direction by a stream of chance of its own. */
import { crc32 } from 'node:zlib'
import { createRandom, type Random } from '../base/random.ts'
import type { Wire, WireHandlers } from '../ports/wire.ts'
import { drawBetween } from './disk.ts'
import type { WireFaults } from './faults.ts'
import type { History } from './history.ts'
import type { Time } from './time.ts'

/** How soon a client tries again after its wire was closed. */
const RECONNECT_MS = 300

/** One who can be connected: a node that is up. */
export interface Station {
  readonly name: string
  attach(wire: Wire): WireHandlers
}

/** What has been sent, lost and delivered so far. */
export interface NetworkCounts {
  sent: number
  lost: number
  doubled: number
  delivered: number
}

/** The wires of a world. */
export interface Network {
  /** The node can be connected, and is, to all its neighbours that are up and not cut off. */
  up(station: Station): void
  /** The node is gone; its peers learn it now or, after a power loss, when it is back. */
  down(name: string, isPowerLoss: boolean): void
  /** Whether messages can pass between these two: there is an open wire, and neither direction is cut. */
  isJoined(a: string, b: string): boolean
  /** Between these two, messages vanish (+1) or pass again (-1); cuts add up. */
  addCut(from: string, to: string, count: 1 | -1): void
  /** The wire between these two closes and stays closed (+1), or may open again (-1). */
  addClosed(a: string, b: string, count: 1 | -1): void
  readonly counts: NetworkCounts
}

/** What a network is made of. */
export interface NetworkParts {
  readonly seed: string
  readonly links: readonly (readonly [string, string])[]
  readonly time: Time
  readonly history: History
  /** The faults of now. */
  readonly faults: () => WireFaults
  /** What a message is about, for people; asked only while a history is recorded. */
  readonly describe: (bytes: Uint8Array) => string
}

interface Direction {
  readonly from: string
  readonly to: string
  readonly random: Random
  cuts: number
  /** When the latest message in order arrives: others of its kind do not overtake it. */
  lastAt: number
}

interface Link {
  readonly ends: readonly [string, string]
  readonly directions: readonly [Direction, Direction]
  closed: number
  open: Connection | null
}

interface Connection {
  isOpen: boolean
  /** By the name of the node that they belong to. */
  readonly handlers: Map<string, WireHandlers>
}

interface Mesh extends NetworkParts {
  readonly stations: Map<string, Station>
  readonly all: readonly Link[]
  readonly counts: NetworkCounts
}

/** Wires between nodes none of which is up yet. */
export function createNetwork(parts: NetworkParts): Network {
  const directionOf = (from: string, to: string): Direction => {
    return { from, to, random: createRandom(`${parts.seed}/wire/${from}>${to}`), cuts: 0, lastAt: 0 }
  }
  const all = parts.links.map(([a, b]): Link => {
    return { ends: [a, b], directions: [directionOf(a, b), directionOf(b, a)], closed: 0, open: null }
  })
  const mesh: Mesh = { ...parts, all, stations: new Map(), counts: { sent: 0, lost: 0, doubled: 0, delivered: 0 } }
  return {
    counts: mesh.counts,
    up(station) {
      mesh.stations.set(station.name, station)
      for (const link of linksOf(mesh, station.name)) {
        close(mesh, link, null)
        connect(mesh, link)
      }
    },
    down(name, isPowerLoss) {
      mesh.stations.delete(name)
      if (isPowerLoss) return
      for (const link of linksOf(mesh, name)) close(mesh, link, name)
    },
    isJoined: (a, b) => all.some((link) => link.ends.includes(a) && link.ends.includes(b) && isSound(link)),
    addCut(from, to, count) {
      for (const direction of all.flatMap(({ directions }) => directions)) {
        if (direction.from === from && direction.to === to) direction.cuts += count
      }
    },
    addClosed(a, b, count) {
      for (const link of all) {
        if (!link.ends.includes(a) || !link.ends.includes(b)) continue
        link.closed += count
        if (link.closed > 0) close(mesh, link, null)
        else connect(mesh, link)
      }
    },
  }
}

function linksOf({ all }: Mesh, name: string): readonly Link[] {
  return all.filter(({ ends }) => ends.includes(name))
}

function isSound({ open, directions }: Link): boolean {
  return open !== null && directions.every(({ cuts }) => cuts === 0)
}

function connect(mesh: Mesh, link: Link): void {
  const [here, there] = link.ends.map((name) => mesh.stations.get(name))
  if (here === undefined || there === undefined || link.closed > 0 || link.open !== null) return
  mesh.history.note({ kind: 'open', node: here.name, peer: there.name, text: '' })
  const connection: Connection = { isOpen: true, handlers: new Map() }
  link.open = connection
  const [forth, back] = link.directions
  connection.handlers.set(here.name, here.attach(wireOf(mesh, link, connection, forth)))
  connection.handlers.set(there.name, there.attach({ ...wireOf(mesh, link, connection, back), isAccepted: true }))
}

/** Closes the wire; `gone` is the end that no longer exists and is told nothing. */
function close(mesh: Mesh, link: Link, gone: string | null): void {
  const connection = link.open
  if (connection === null) return
  link.open = null
  connection.isOpen = false
  mesh.history.note({ kind: 'close', node: link.ends[0], peer: link.ends[1], text: '' })
  for (const [name, handlers] of connection.handlers) {
    if (name !== gone) handlers.onClose()
  }
}

function wireOf(mesh: Mesh, link: Link, connection: Connection, direction: Direction): Wire {
  return {
    label: `sim://${direction.to}`,
    buffered: () => 0,
    send(bytes) {
      if (connection.isOpen) transmit(mesh, connection, direction, bytes)
    },
    close() {
      if (!connection.isOpen) return
      close(mesh, link, null)
      mesh.time.after(RECONNECT_MS, () => connect(mesh, link))
    },
  }
}

/** Every message draws the same number of times, so that a fault taken away shifts no other message's luck. */
function transmit(mesh: Mesh, connection: Connection, direction: Direction, bytes: Uint8Array): void {
  const { time, history, counts } = mesh
  const faults = mesh.faults()
  const { random, from, to } = direction
  const delayMs = drawBetween(random, faults.delayMsMin, faults.delayMsMax)
  const isLost = random.below(1_000) < faults.lossPermille || direction.cuts > 0
  const isDoubled = random.below(1_000) < faults.duplicatePermille
  const isLate = random.below(1_000) < faults.reorderPermille
  const lateMs = drawBetween(random, 0, faults.reorderMsMax)
  const isCorrupt = random.below(1_000) < faults.corruptPermille
  const spoilt = random.uint32()
  counts.sent += 1
  const message = counts.sent
  const text = `${bytes.length} ${crc32(bytes).toString(16)}`
  const about = history.isRecording ? { about: mesh.describe(bytes) } : {}
  if (isLost) {
    counts.lost += 1
    return history.note({ kind: 'lose', node: from, peer: to, message, text, ...about })
  }
  history.note({ kind: 'send', node: from, peer: to, message, text: isCorrupt ? `${text} spoilt` : text, ...about })
  const inOrderAt = Math.max(time.now() + delayMs, direction.lastAt)
  if (!isLate) direction.lastAt = inOrderAt
  const arrive = (): void => {
    if (!connection.isOpen) return
    counts.delivered += 1
    history.note({ kind: 'take', node: to, peer: from, message, text: '' })
    connection.handlers.get(to)?.onMessage(isCorrupt ? spoil(bytes, spoilt) : bytes)
  }
  time.after((isLate ? time.now() + delayMs + lateMs : inOrderAt) - time.now(), arrive)
  if (!isDoubled) return
  counts.doubled += 1
  time.after(delayMs + lateMs, arrive)
}

/** The same bytes but for one, chosen by `draw`. */
function spoil(bytes: Uint8Array, draw: number): Uint8Array {
  const other = Uint8Array.from(bytes)
  const at = draw % Math.max(1, bytes.length)
  other[at] = (other[at] ?? 0) ^ (1 + ((draw >>> 16) % 255))
  return other
}
