/**
 * Schedules: two machines and whatever a link may do to what they say, step by step, many thousand times. Each schedule is drawn from its
 * number: what is written where, which message in flight is delivered, doubled, lost or overtaken, who crashes, when the clock goes on.
 */
import { expect, test } from 'vitest'
import { cidOf, sha256Hex, type Hash } from '../../src/base/hash.ts'
import { createRandom, type Random } from '../../src/base/random.ts'
import { logKeyOf, type LogKey } from '../../src/frames/log.ts'
import type { SyncLimits } from '../../src/sync/limits.ts'
import type { Effect, Input } from '../../src/sync/machine.ts'
import type { Message } from '../../src/sync/message.ts'
import { writeProfile, type WrittenProfile } from '../../src/sync/presence.ts'
import { createSync, type Sync } from '../../src/sync/sync.ts'
import { authorOf, logOf, meansOf, REALM } from './toy.ts'

/** Schedules of one run; `TRACORD_RUNS=10` tries ten times as many. */
const SCHEDULES = Math.ceil(5_000 * Number(process.env['TRACORD_RUNS'] ?? 1))
const STEPS = 24
/** Messages in flight; a link that holds more loses the oldest. */
const FLIGHT_MAX = 24
/** Two beats with their jitter. */
const TWO_BEACONS_MS = 2 * 1_200
const LIMITS: Partial<SyncLimits> = { wantsPerPeer: 2, servesPerPeer: 4, knownLogs: 8, lackingLogs: 8, entriesChars: 12, creditChars: 30 }

interface Stored {
  readonly name: string
  readonly epoch: number
  readonly bodies: string[]
  durable: number
}
interface Side {
  readonly name: 'a' | 'b'
  sync: Sync
  life: number
  /** Every log's entries, and how many of them are on disk. */
  readonly logs: Map<LogKey, Stored>
}
interface World {
  readonly sides: readonly [Side, Side]
  readonly random: Random
  flight: { readonly to: Side; readonly life: number; readonly message: Message }[]
  now: number
  /** What each log was written with, by its author alone: what is not here is a forgery. */
  readonly written: Map<LogKey, string[]>
  sent: number
}

const headOf = (key: LogKey, bodies: readonly string[]): Hash | null =>
  bodies.length === 0 ? null : cidOf(sha256Hex(key + bodies.join('\n')))
const profiles = new Map<string, WrittenProfile>()
function profileOf(name: string): WrittenProfile {
  const known = profiles.get(name)
  if (known !== undefined) return known
  const written = writeProfile({ name, domains: null, modules: [], meaning: [] })
  if (!written.ok) throw new Error(written.error.why)
  profiles.set(name, written.value)
  return written.value
}

function start(world: World, side: Side): void {
  side.life += 1
  const self = { realm: REALM, author: authorOf(side.name), name: side.name, role: 'member' } as const
  const random = createRandom(`${side.name} ${side.life} ${world.random.uint32()}`)
  side.sync = createSync({ self, means: meansOf(side.name), random, limits: LIMITS })
  for (const [key, { name, epoch, bodies }] of side.logs) {
    const held = { count: bodies.length, head: headOf(key, bodies) }
    step(world, side, { type: 'grown', log: logOf(name, epoch), held, from: null, range: null })
  }
  step(world, side, { type: 'self', start: side.life, load: 0, profile: profileOf(side.name) })
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
      world.flight.push({ to: other, life: other.life, message: effect.message })
      if (world.flight.length > FLIGHT_MAX) world.flight.shift()
      return
    case 'serve': {
      const { bodies = [], name = '', epoch = 0 } = side.logs.get(effect.log) ?? {}
      const served = bodies.slice(effect.from, effect.from + 2)
      const prev = headOf(effect.log, bodies.slice(0, effect.from))
      const range = served.length === 0 ? null : { log: logOf(name, epoch), from: effect.from, prev, bodies: served }
      return step(world, side, { type: 'served', peer: 'other', log: effect.log, range })
    }
    case 'admit':
      return take(world, side, effect.range)
    case 'blame':
    case 'drop':
    case 'alarm':
      throw new Error(`an honest peer is met with ${effect.type}: ${effect.why}`)
    default:
  }
}

function take(world: World, side: Side, range: Extract<Effect, { type: 'admit' }>['range']): void {
  const key = logKeyOf(range.log)
  const name = range.log.author === authorOf('a') ? 'a' : 'b'
  const held = side.logs.get(key) ?? { name, epoch: range.log.epoch, bodies: [], durable: 0 }
  const fresh = range.bodies.slice(held.bodies.length - range.from)
  if (fresh.length === 0 || range.from > held.bodies.length) return step(world, side, { type: 'refused', peer: 'other', log: key })
  grow(world, side, key, held, fresh, 'other')
}

function grow(world: World, side: Side, key: LogKey, held: Stored, fresh: readonly string[], from: string | null): void {
  side.logs.set(key, held)
  const at = held.bodies.length
  const prev = headOf(key, held.bodies)
  held.bodies.push(...fresh)
  const log = logOf(held.name, held.epoch)
  const head = headOf(key, held.bodies)
  step(world, side, { type: 'grown', log, held: { count: held.bodies.length, head }, from, range: { log, from: at, prev, bodies: fresh } })
}

function write(world: World, side: Side): void {
  const log = logOf(side.name, side.life)
  const key = logKeyOf(log)
  const body = `${side.name}${side.life} ${world.random.below(1_000)}`
  world.written.set(key, [...(world.written.get(key) ?? []), body])
  grow(world, side, key, side.logs.get(key) ?? { name: side.name, epoch: side.life, bodies: [], durable: 0 }, [body], null)
}

/** What was not on disk is gone; a log that was cut is never written again, so its author cannot contradict itself. */
function crash(world: World, side: Side): void {
  for (const [key, held] of side.logs) {
    held.bodies.length = held.durable
    if (held.durable === 0) side.logs.delete(key)
  }
  start(world, side)
}

function sync(world: World, side: Side): void {
  const logs = Array.from(side.logs, ([key, held]) => {
    held.durable = held.bodies.length
    return [key, held.durable] as const
  })
  step(world, side, { type: 'durable', logs })
}

/** Takes a message out of flight and does to it what the dice say. */
function deliver(world: World): void {
  const { flight, random } = world
  if (flight.length === 0) return
  const at = random.below(3) === 0 ? random.below(flight.length) : 0
  const [sent] = random.below(8) === 0 ? [flight[at]] : flight.splice(at, 1)
  if (sent === undefined || random.below(6) === 0 || sent.life !== sent.to.life) return
  step(world, sent.to, { type: 'message', peer: 'other', message: sent.message })
}

function storm(world: World): void {
  for (let count = 0; count < STEPS; count += 1) {
    const side = world.sides[world.random.below(2)] ?? world.sides[0]
    const dice = world.random.below(16)
    if (dice < 3) write(world, side)
    else if (dice < 5) {
      world.now += world.random.below(1_500)
      for (const one of world.sides) step(world, one, { type: 'tick' })
    } else if (dice === 5) sync(world, side)
    else if (dice === 6 && world.random.below(3) === 0) crash(world, side)
    else for (let time = 0; time < 3; time += 1) deliver(world)
  }
}

/** The link works: everything arrives, in order. */
function calm(world: World, ms: number): void {
  for (const until = world.now + ms; world.now < until; world.now += 400) {
    for (let sent = world.flight.shift(); sent !== undefined; sent = world.flight.shift()) {
      if (sent.life === sent.to.life) step(world, sent.to, { type: 'message', peer: 'other', message: sent.message })
    }
    for (const side of world.sides) {
      step(world, side, { type: 'tick' })
      sync(world, side)
    }
  }
}

function play(number: number): World {
  const random = createRandom(`schedule ${number}`)
  const nobody = null as unknown as Sync // until it has started, below
  const side = (name: 'a' | 'b'): Side => ({ name, sync: nobody, life: 0, logs: new Map() })
  const world: World = { sides: [side('a'), side('b')], random, flight: [], now: 0, written: new Map(), sent: 0 }
  for (const one of world.sides) start(world, one)
  storm(world)
  return world
}

test('[SYN1] [SYN2] [SYN3] [SYN12] schedules: two beacons after the link works both hold the same, no more, and are quiet', () => {
  for (let number = 0; number < SCHEDULES; number += 1) {
    const world = play(number)
    const [a, b] = world.sides
    calm(world, TWO_BEACONS_MS + 800)
    expect(a.sync.root(), `schedule ${number}`).toBe(b.sync.root())
    for (const side of world.sides) {
      for (const [key, { bodies }] of side.logs) {
        expect(world.written.get(key)?.slice(0, bodies.length), `schedule ${number}`).toEqual(bodies)
      }
      const { wants, perPeer, members, asks } = side.sync.sizes()
      expect(wants + asks, `schedule ${number}`).toBe(0)
      expect(perPeer).toBeLessThanOrEqual(8)
      expect(members).toBe(1)
    }
    const before = world.sent
    calm(world, 2_400)
    // A beacon and a presence each beat and side, and nothing else.
    expect(world.sent - before, `schedule ${number}`).toBeLessThanOrEqual(2 * 2 * 3)
  }
})
