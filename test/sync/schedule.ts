/**
 * Schedule: two machines and whatever a link may do to what they say, step by step. Each is drawn from its number: what is written where,
 * which message in flight is delivered, doubled, lost, overtaken or bent, who crashes, when the clock goes on.
 */
import { crc32 } from 'node:zlib'
import { cidOf, sha256, type Hash } from '../../src/base/hash.ts'
import { createRandom, type Random } from '../../src/base/random.ts'
import type { Range } from '../../src/frames/entry.ts'
import { logKeyOf, type Log, type LogKey } from '../../src/frames/log.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import { nodeAgreement } from '../../src/identity/x25519.ts'
import { createStandInAgreement, createStandInSignatures } from '../../src/sim/stand-in.ts'
import type { Means } from '../../src/sync/handshake.ts'
import type { SyncLimits } from '../../src/sync/limits.ts'
import type { Effect, Input } from '../../src/sync/machine.ts'
import type { Message } from '../../src/sync/message.ts'
import { writeProfile, type WrittenProfile } from '../../src/sync/presence.ts'
import { createSync, type Sync } from '../../src/sync/sync.ts'
import { REALM } from './toy.ts'

const STEPS = 24
/** Messages in flight; a link that holds more loses the oldest. */
const FLIGHT_MAX = 24
/** Entries read for one piece of an answer. */
const SERVED_MAX = 2
/** One schedule in so many has real signatures and keys. */
const REAL_ONE_IN = 500
const LIMITS: Partial<SyncLimits> = { wantsPerPeer: 2, servesPerPeer: 4, knownLogs: 8, lackingLogs: 8, entriesChars: 24, creditChars: 60 }

/** What a schedule may do besides delivering; each is counted. */
export const MISHAPS = ['lost', 'doubled', 'overtaken', 'bent', 'too late', 'under other keys', 'crashed', 'forgotten'] as const
type Mishap = (typeof MISHAPS)[number]
/** How often each came about. */
export type Mishaps = Map<Mishap, number>

interface Stored {
  readonly log: Log
  readonly bodies: string[]
  /** Of each entry: one names all before it. */
  readonly ids: Hash[]
  /** How many of them are on disk. */
  durable: number
}

/** One of the two, and its other. */
export interface Side {
  readonly name: 'a' | 'b'
  readonly means: Means
  readonly profile: WrittenProfile
  sync: Sync
  life: number
  /** Of its connection, once it knows the other: what it sends is coded by `ours`, and what is not coded by `theirs` is not heard. */
  keys: { readonly ours: string; readonly theirs: string } | null
  readonly logs: Map<LogKey, Stored>
}

/** A message in flight. */
interface Sent {
  readonly to: Side
  /** The life of the receiver that it was sent to. */
  readonly life: number
  /** The key that it is coded by; null: it is a hello. */
  readonly code: string | null
  readonly message: Message
}

/** Two machines, the link between them, and the time they share. */
export interface World {
  readonly sides: readonly [Side, Side]
  readonly random: Random
  readonly mishaps: Mishaps
  readonly flight: Sent[]
  now: number
  /** What each log was written with, by its author alone: what is not here is a forgery. */
  readonly written: Map<LogKey, string[]>
  sent: number
}

function meansOf(name: string, signatures: Means['signatures'], agreement: Means['agreement']): Means {
  return { signatures, agreement, keyPair: signatures.keyPairFromSeed(sha256(name)) }
}
/** Keys in common are made anew for each schedule, since stand-ins remember all that they ever made. */
const signatures = createStandInSignatures()
const STAND_INS = { a: meansOf('a', signatures, createStandInAgreement()), b: meansOf('b', signatures, createStandInAgreement()) }
const REAL = { a: meansOf('a', nodeSignatures, nodeAgreement), b: meansOf('b', nodeSignatures, nodeAgreement) }
const PROFILES = { a: profileOf('a'), b: profileOf('b') }

function profileOf(name: string): WrittenProfile {
  const written = writeProfile({ name, domains: null, modules: [], meaning: [] })
  if (!written.ok) throw new Error(written.error.why)
  return written.value
}

/** The schedule of this number, played to its end: whatever is in flight still is. `seed` draws other ones. */
export function playSchedule(number: number, seed: string, mishaps: Mishaps): World {
  const random = createRandom(`schedule ${seed} ${number}`)
  const nobody = null as unknown as Sync // until it has started, below
  const agreement = createStandInAgreement()
  const side = (name: 'a' | 'b'): Side => {
    const means = number % REAL_ONE_IN === 0 ? REAL[name] : { ...STAND_INS[name], agreement }
    return { name, means, profile: PROFILES[name], sync: nobody, life: 0, keys: null, logs: new Map() }
  }
  const world: World = { sides: [side('a'), side('b')], random, mishaps, flight: [], now: 0, written: new Map(), sent: 0 }
  for (const one of world.sides) start(world, one)
  for (let count = 0; count < STEPS; count += 1) stir(world)
  return world
}

/** The link works for so long: everything arrives, in order. */
export function calm(world: World, ms: number): void {
  for (const until = world.now + ms; world.now < until; world.now += 400) {
    for (let sent = world.flight.shift(); sent !== undefined; sent = world.flight.shift()) {
      if (sent.life === sent.to.life) hear(world, sent, sent.message)
    }
    for (const side of world.sides) {
      step(world, side, { type: 'tick' })
      save(world, side)
    }
  }
}

function stir(world: World): void {
  const { random } = world
  const side = world.sides[random.below(2)] ?? world.sides[0]
  const dice = random.below(16)
  if (dice < 3) write(world, side)
  else if (dice < 5) {
    world.now += random.below(1_500)
    for (const one of world.sides) step(world, one, { type: 'tick' })
  } else if (dice === 5) save(world, side)
  else if (dice === 6 && random.below(3) === 0) crash(world, side)
  else for (let time = 0; time < 3; time += 1) deliver(world)
}

/** Takes a message out of flight and does to it what the dice say. */
function deliver(world: World): void {
  const { flight, random } = world
  if (flight.length === 0) return
  const at = random.below(3) === 0 ? random.below(flight.length) : 0
  if (at > 0) count(world, 'overtaken')
  const isDoubled = random.below(8) === 0
  const [sent] = isDoubled ? [flight[at]] : flight.splice(at, 1)
  if (isDoubled) count(world, 'doubled')
  if (sent === undefined) return
  if (random.below(6) === 0) return count(world, 'lost')
  if (sent.life !== sent.to.life) return count(world, 'too late')
  hear(world, sent, random.below(12) === 0 ? bent(world, sent.message) : sent.message)
}

function hear(world: World, { to, code }: Sent, message: Message): void {
  if (code !== null && code !== to.keys?.theirs) return count(world, 'under other keys')
  step(world, to, { type: 'message', peer: 'other', message })
}

/** Entries are bent where the code of a connection does not reach, on the disk of whoever serves them; other messages are as they were. */
function bent(world: World, message: Message): Message {
  if (message.t !== 'entries') return message
  count(world, 'bent')
  const [first = '', ...bodies] = message.range.bodies
  return { ...message, range: { ...message.range, bodies: [`${first}!`, ...bodies] } }
}

function start(world: World, side: Side): void {
  side.life += 1
  side.keys = null
  const self = { realm: REALM, author: side.means.keyPair.author, name: side.name, role: 'member' } as const
  const random = createRandom(`${side.name} ${side.life} ${world.random.uint32()}`)
  side.sync = createSync({ self, means: side.means, random, limits: LIMITS })
  for (const held of side.logs.values()) {
    step(world, side, { type: 'grown', log: held.log, held: holdingOf(held), from: null, range: null })
  }
  step(world, side, { type: 'self', start: side.life, load: 0, profile: side.profile })
  step(world, side, { type: 'up', peer: 'other' })
}

function step(world: World, side: Side, input: Input): void {
  for (const effect of side.sync.step(input, world.now)) act(world, side, effect)
}

function act(world: World, side: Side, effect: Effect): void {
  const other = side === world.sides[0] ? world.sides[1] : world.sides[0]
  switch (effect.type) {
    case 'send':
      world.sent += 1
      world.flight.push({ to: other, life: other.life, code: codeOf(side, effect.message), message: effect.message })
      if (world.flight.length > FLIGHT_MAX) world.flight.shift()
      return
    case 'ready':
      side.keys = { ours: hexOf(effect.keys.ours), theirs: hexOf(effect.keys.theirs) }
      return
    case 'serve':
      return step(world, side, { type: 'served', peer: 'other', log: effect.log, range: read(side, effect.log, effect.from) })
    case 'admit':
      return take(world, side, effect.range)
    case 'blame':
    case 'drop':
    case 'alarm':
      throw new Error(`an honest peer is met with ${effect.type}: ${effect.why}`)
    default:
  }
}

const hexOf = (key: Uint8Array): string => Buffer.from(key).toString('hex')

function codeOf({ name, keys }: Side, { t }: Message): string | null {
  if (t === 'hello') return null
  if (keys === null) throw new Error(`${name} says ${t} to a stranger`)
  return keys.ours
}

function read(side: Side, key: LogKey, from: number): Range | null {
  const held = side.logs.get(key)
  if (held === undefined || from >= held.bodies.length) return null
  return { log: held.log, from, prev: held.ids[from - 1] ?? null, bodies: held.bodies.slice(from, from + SERVED_MAX) }
}

/** What intake does: entries that their author did not write so are refused, the others follow what is held. */
function take(world: World, side: Side, range: Range): void {
  const key = logKeyOf(range.log)
  const held = side.logs.get(key) ?? { log: range.log, bodies: [], ids: [], durable: 0 }
  const fresh = range.bodies.slice(held.bodies.length - range.from)
  const isTrue = range.from <= held.bodies.length && fresh.length > 0 && range.bodies.every(isAuthentic)
  if (isTrue) grow(world, side, key, held, fresh, 'other')
  else step(world, side, { type: 'refused', peer: 'other', log: key })
}

function grow(world: World, side: Side, key: LogKey, held: Stored, fresh: readonly string[], from: string | null): void {
  side.logs.set(key, held)
  const range: Range = { log: held.log, from: held.bodies.length, prev: held.ids.at(-1) ?? null, bodies: fresh }
  for (const body of fresh) {
    held.ids.push(cidOf(`${held.ids.at(-1) ?? key} ${body}`))
    held.bodies.push(body)
  }
  step(world, side, { type: 'grown', log: held.log, held: holdingOf(held), from, range })
}

function write(world: World, side: Side): void {
  const log: Log = { realm: REALM, domain: 'main', kind: 'frames', author: side.means.keyPair.author, epoch: side.life }
  const key = logKeyOf(log)
  const body = signed(`${side.name}${side.life} ${world.random.below(1_000)}`)
  const written = world.written.get(key)
  if (written === undefined) world.written.set(key, [body])
  else written.push(body)
  grow(world, side, key, side.logs.get(key) ?? { log, bodies: [], ids: [], durable: 0 }, [body], null)
}

/** A checksum stands in for an author's signature. */
const signed = (text: string): string => `${text} ${crc32(text)}`
const isAuthentic = (body: string): boolean => signed(body.slice(0, body.lastIndexOf(' '))) === body

/** What was not on disk is gone; a log that was cut is never written again, so its author cannot contradict itself. */
function crash(world: World, side: Side): void {
  count(world, 'crashed')
  for (const [key, held] of side.logs) {
    if (held.durable < held.bodies.length) count(world, 'forgotten')
    held.bodies.length = held.durable
    held.ids.length = held.durable
    if (held.durable === 0) side.logs.delete(key)
  }
  start(world, side)
}

function save(world: World, side: Side): void {
  const logs = Array.from(side.logs, ([key, held]) => {
    held.durable = held.bodies.length
    return [key, held.durable] as const
  })
  step(world, side, { type: 'durable', logs })
}

function holdingOf({ bodies, ids }: Stored): { readonly count: number; readonly head: Hash | null } {
  return { count: bodies.length, head: ids.at(-1) ?? null }
}

function count({ mishaps }: World, mishap: Mishap): void {
  mishaps.set(mishap, (mishaps.get(mishap) ?? 0) + 1)
}
