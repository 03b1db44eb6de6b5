/** Toy nodes over the real sync machine and codec: a store without signatures, wires with faults, virtual time. */
import { cidOf, sha256, type Hash } from '../../src/base/hash.ts'
import { createRandom, type Random } from '../../src/base/random.ts'
import type { Range } from '../../src/frames/entry.ts'
import { logKeyOf, type Log, type LogKey } from '../../src/frames/log.ts'
import type { AuthorKey } from '../../src/identity/signature.ts'
import { createStandInAgreement, createStandInSignatures } from '../../src/sim/stand-in.ts'
import { decodeMessage, encodeMessage } from '../../src/sync/codec.ts'
import type { Means } from '../../src/sync/handshake.ts'
import type { Effect, Input } from '../../src/sync/machine.ts'
import type { Message } from '../../src/sync/message.ts'
import type { SyncLimits } from '../../src/sync/limits.ts'
import { createSync, type Sync } from '../../src/sync/sync.ts'

/** The realm of all toy nodes. */
export const REALM = cidOf('the realm')

const signatures = createStandInSignatures()
const agreement = createStandInAgreement()

/** Signatures and keys of a name; hashes stand in for both. */
export const meansOf = (name: string): Means => ({ signatures, agreement, keyPair: signatures.keyPairFromSeed(sha256(name)) })

/** The key of a name. */
export const authorOf = (name: string): AuthorKey => meansOf(name).keyPair.author

/** A log of `name`. */
export const logOf = (name: string, epoch = 0, domain = 'main'): Log => ({
  realm: REALM,
  domain,
  kind: 'frames',
  author: authorOf(name),
  epoch,
})

interface Stored {
  readonly log: Log
  readonly bodies: string[]
  readonly ids: Hash[]
  durable: number
}

/** One toy node. */
export interface Toy {
  readonly name: string
  sync: Sync
  epoch: number
  isUp: boolean
  timerAt: number | null
  readonly logs: Map<LogKey, Stored>
  /** Which it holds; null: all. */
  domains: readonly string[] | null
  readonly effects: Effect[]
}

/** What a link does with its n-th message: the delays after which copies arrive, in ms. */
export type Fate = (from: string, to: string, random: Random, now: number) => readonly number[]

/** Toy nodes, their links, and the time they share. */
export interface Net {
  readonly toys: ReadonlyMap<string, Toy>
  now(): number
  /** Messages sent so far, by kind. */
  sent(): Readonly<Record<string, number>>
  write(name: string, body: string, domain?: string): void
  hold(name: string, domains: readonly string[] | null): void
  crash(name: string): void
  restart(name: string): void
  setFate(fate: Fate): void
  run(untilMs: number): void
  roots(): readonly string[]
}

/** What a net is made of. */
export interface NetOptions {
  readonly seed: string
  readonly names: readonly string[]
  readonly links: readonly (readonly [string, string])[]
  readonly leaves?: readonly string[]
  readonly limits?: Partial<SyncLimits>
  readonly fsyncMs?: number
}

/** A net at work: what its functions below share. */
interface World {
  readonly options: NetOptions
  readonly toys: Map<string, Toy>
  readonly randoms: ReadonlyMap<string, Random>
  readonly sent: Record<string, number>
  events: { at: number; order: number; run: () => void }[]
  order: number
  now: number
  fate: Fate
}

const PERFECT: Fate = () => [5]

/** A net of toy nodes, all up, all links open. */
export function createNet(options: NetOptions): Net {
  const directions = options.links.flatMap(([a, b]) => [`${a}>${b}`, `${b}>${a}`])
  const randoms = new Map(directions.map((link) => [link, createRandom(options.seed + link)]))
  const world: World = { options, toys: new Map(), randoms, sent: {}, events: [], order: 0, now: 0, fate: PERFECT }
  for (const name of options.names) boot(world, name)
  for (const [a, b] of options.links) connect(world, a, b)
  return {
    toys: world.toys,
    now: () => world.now,
    sent: () => ({ ...world.sent }),
    write: (name, body, domain) => write(world, name, body, domain),
    hold: (name, domains) => hold(world, name, domains),
    crash: (name) => crash(world, name),
    restart: (name) => restart(world, name),
    setFate(fate) {
      world.fate = fate
    },
    run: (untilMs) => run(world, untilMs),
    roots: () => [...world.toys.values()].map((toy) => toy.sync.root()),
  }
}

function at(world: World, delayMs: number, action: () => void): void {
  world.events.push({ at: world.now + delayMs, order: world.order++, run: action })
}

function run(world: World, untilMs: number): void {
  for (;;) {
    let first: World['events'][number] | undefined
    for (const event of world.events) {
      if (first === undefined || event.at < first.at || (event.at === first.at && event.order < first.order)) first = event
    }
    if (first === undefined || first.at > untilMs) break
    world.events.splice(world.events.indexOf(first), 1)
    world.now = first.at
    first.run()
  }
  world.now = untilMs
}

function step(world: World, toy: Toy, input: Input): void {
  if (!toy.isUp) return
  const effects = toy.sync.step(input, world.now)
  toy.effects.push(...effects)
  for (const effect of effects) act(world, toy, effect)
  arm(world, toy)
}

function arm(world: World, toy: Toy): void {
  const due = toy.sync.due()
  if (due === null || toy.timerAt === due) return
  toy.timerAt = due
  const { sync } = toy
  at(world, due - world.now, () => {
    if (toy.sync === sync && toy.timerAt === due) step(world, toy, { type: 'tick' })
  })
}

function act(world: World, toy: Toy, effect: Effect): void {
  if (effect.type === 'send') return transmit(world, toy, effect.peer, effect.message)
  if (effect.type === 'admit') return admit(world, toy, effect.peer, effect.range)
  if (effect.type !== 'serve') return
  const { sync } = toy
  at(world, 1, () => {
    if (toy.sync !== sync) return
    const range = readRange(toy, effect.log, effect.from, effect.charsMax)
    step(world, toy, { type: 'served', peer: effect.peer, log: effect.log, range })
  })
}

function transmit(world: World, toy: Toy, to: string, message: Message): void {
  world.sent[message.t] = (world.sent[message.t] ?? 0) + 1
  const text = encodeMessage(message)
  const random = world.randoms.get(`${toy.name}>${to}`)
  const receiver = world.toys.get(to)
  if (random === undefined || receiver === undefined) throw new Error(`no link from ${toy.name} to ${to}`)
  const { sync } = receiver
  for (const delayMs of world.fate(toy.name, to, random, world.now)) {
    at(world, delayMs, () => {
      const decoded = decodeMessage(text)
      if (!decoded.ok) throw new Error(`${decoded.error.path} ${decoded.error.why}`)
      if (receiver.sync === sync) step(world, receiver, { type: 'message', peer: toy.name, message: decoded.value })
    })
  }
}

function store(world: World, toy: Toy, log: Log, bodies: readonly string[]): LogKey {
  const key = logKeyOf(log)
  const stored = toy.logs.get(key) ?? { log, bodies: [], ids: [], durable: 0 }
  toy.logs.set(key, stored)
  for (const body of bodies) {
    stored.ids.push(cidOf(`${stored.ids.at(-1) ?? ''} ${body}`))
    stored.bodies.push(body)
  }
  const { sync } = toy
  const count = stored.bodies.length
  at(world, world.options.fsyncMs ?? 5, () => {
    if (toy.sync !== sync || !toy.isUp) return
    stored.durable = Math.max(stored.durable, count)
    step(world, toy, { type: 'durable', logs: [[key, count]] })
  })
  return key
}

function grown(world: World, toy: Toy, key: LogKey, from: string | null, range: Range | null): void {
  const stored = toy.logs.get(key)
  if (stored === undefined) throw new Error('grown before stored')
  const held = { count: stored.bodies.length, head: stored.ids.at(-1) ?? null }
  step(world, toy, { type: 'grown', log: stored.log, held, from, range })
}

function admit(world: World, toy: Toy, peer: string, range: Range): void {
  const key = logKeyOf(range.log)
  const ids = toy.logs.get(key)?.ids ?? []
  const held = ids.length
  const prev = ids.at(-1) ?? null
  const fresh = range.bodies.slice(held - range.from)
  if (range.from > held || fresh.length === 0) return step(world, toy, { type: 'refused', peer, log: key })
  store(world, toy, range.log, fresh)
  grown(world, toy, key, peer, { log: range.log, from: held, prev, bodies: fresh })
}

function write(world: World, name: string, body: string, domain = 'main'): void {
  const toy = world.toys.get(name)
  if (toy === undefined || !toy.isUp) return
  const log = logOf(name, toy.epoch, domain)
  const ids = toy.logs.get(logKeyOf(log))?.ids ?? []
  const from = ids.length
  const prev = ids.at(-1) ?? null
  const key = store(world, toy, log, [body])
  grown(world, toy, key, null, { log, from, prev, bodies: [body] })
}

function boot(world: World, name: string): void {
  const before = world.toys.get(name)
  const epoch = (before?.epoch ?? -1) + 1
  const role = world.options.leaves?.includes(name) === true ? 'leaf' : 'member'
  const self = { realm: REALM, author: authorOf(name), name, role } as const
  const random = createRandom(`${world.options.seed} ${name} ${epoch}`)
  const sync = createSync({ self, means: meansOf(name), random, limits: world.options.limits ?? {} })
  const toy: Toy = before ?? { name, sync, epoch, isUp: true, timerAt: null, logs: new Map(), effects: [], domains: null }
  Object.assign(toy, { sync, epoch, isUp: true, timerAt: null })
  world.toys.set(name, toy)
  if (toy.domains !== null) step(world, toy, { type: 'hold', domains: toy.domains })
  tellHeld(world, toy)
}

/** What a node holds of its domains; what it does not is still on its disk. */
function tellHeld(world: World, toy: Toy): void {
  for (const [key, { log }] of toy.logs) if (toy.domains?.includes(log.domain) !== false) grown(world, toy, key, null, null)
}

function hold(world: World, name: string, domains: readonly string[] | null): void {
  const toy = world.toys.get(name)
  if (toy === undefined) return
  toy.domains = domains
  step(world, toy, { type: 'hold', domains })
  tellHeld(world, toy)
}

function connect(world: World, a: string, b: string): void {
  const [here, there] = [world.toys.get(a), world.toys.get(b)]
  if (here?.isUp !== true || there?.isUp !== true) return
  step(world, here, { type: 'up', peer: b })
  step(world, there, { type: 'up', peer: a })
}

function crash(world: World, name: string): void {
  const toy = world.toys.get(name)
  if (toy === undefined || !toy.isUp) return
  toy.isUp = false
  for (const [key, stored] of toy.logs) {
    stored.bodies.length = stored.durable
    stored.ids.length = stored.durable
    if (stored.durable === 0) toy.logs.delete(key)
  }
  for (const other of neighboursOf(world, name)) step(world, other, { type: 'down', peer: name })
}

function restart(world: World, name: string): void {
  const toy = world.toys.get(name)
  if (toy === undefined || toy.isUp) return
  boot(world, name)
  for (const other of neighboursOf(world, name)) connect(world, name, other.name)
}

function neighboursOf({ options, toys }: World, name: string): Toy[] {
  const names = options.links.flatMap(([a, b]) => (a === name ? [b] : b === name ? [a] : []))
  return names.flatMap((other) => toys.get(other) ?? [])
}

/** The stored range from `from` on, about `charsMax` characters, at least one entry; null when there is none. */
function readRange(toy: Toy, key: LogKey, from: number, charsMax: number): Range | null {
  const stored = toy.logs.get(key)
  if (stored === undefined || from >= stored.bodies.length) return null
  const bodies: string[] = []
  let chars = 0
  for (const body of stored.bodies.slice(from)) {
    if (bodies.length > 0 && chars + body.length > charsMax) break
    bodies.push(body)
    chars += body.length
  }
  return { log: stored.log, from, prev: from === 0 ? null : (stored.ids[from - 1] ?? null), bodies }
}
