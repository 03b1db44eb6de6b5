/** Toy nodes over the real sync machine and codec: a store without signatures, wires with faults, virtual time. */
import { base64urlFromBytes } from '../../src/base/bytes.ts'
import { cidOf, sha256, type Hash } from '../../src/base/hash.ts'
import { createRandom, type Random } from '../../src/base/random.ts'
import type { Range } from '../../src/frames/entry.ts'
import { logKeyOf, type Log, type LogKey } from '../../src/frames/log.ts'
import type { AuthorKey } from '../../src/identity/signature.ts'
import { decodeMessage, encodeMessage } from '../../src/sync/codec.ts'
import type { Effect, Input } from '../../src/sync/machine.ts'
import type { Message } from '../../src/sync/message.ts'
import type { SyncLimits } from '../../src/sync/limits.ts'
import { createSync, type Sync } from '../../src/sync/sync.ts'

export const REALM = cidOf('the realm')

/** The key of a name; nobody signs here. */
export const authorOf = (name: string): AuthorKey => base64urlFromBytes(sha256(name)) as AuthorKey

/** A log of `name`. */
export const logOf = (name: string, epoch = 0): Log => ({ realm: REALM, domain: 'main', kind: 'frames', author: authorOf(name), epoch })

interface Stored {
  readonly log: Log
  readonly bodies: string[]
  readonly ids: Hash[]
  durable: number
}

export interface Toy {
  readonly name: string
  sync: Sync
  epoch: number
  isUp: boolean
  timerAt: number | null
  readonly logs: Map<LogKey, Stored>
  readonly effects: Effect[]
}

/** What a link does with its n-th message: the delays after which copies arrive, in ms. */
export type Fate = (from: string, to: string, random: Random, now: number) => readonly number[]

export interface Net {
  readonly toys: ReadonlyMap<string, Toy>
  now(): number
  /** Messages sent so far, by kind. */
  sent(): Readonly<Record<string, number>>
  write(name: string, body: string): void
  crash(name: string): void
  restart(name: string): void
  setFate(fate: Fate): void
  run(untilMs: number): void
  roots(): readonly string[]
}

export interface NetOptions {
  readonly seed: string
  readonly names: readonly string[]
  readonly links: readonly (readonly [string, string])[]
  readonly leaves?: readonly string[]
  readonly limits?: Partial<SyncLimits>
  readonly fsyncMs?: number
}

const PERFECT: Fate = () => [5]

/** A net of toy nodes, all up, all links open. */
export function createNet(options: NetOptions): Net {
  const events: { at: number; order: number; run: () => void }[] = []
  const toys = new Map<string, Toy>()
  const sentByKind: Record<string, number> = {}
  const links = options.links.flatMap(([a, b]) => [`${a}>${b}`, `${b}>${a}`])
  const randoms = new Map(links.map((link) => [link, createRandom(options.seed + link)]))
  let now = 0
  let order = 0
  let fate = PERFECT

  const at = (delayMs: number, run: () => void): void => {
    events.push({ at: now + delayMs, order: order++, run })
  }
  const neighbours = (name: string): string[] =>
    options.links.flatMap(([a, b]) => (a === name ? [b] : b === name ? [a] : []))

  const step = (toy: Toy, input: Input): void => {
    if (!toy.isUp) return
    const effects = toy.sync.step(input, now)
    toy.effects.push(...effects)
    for (const effect of effects) act(toy, effect)
    arm(toy)
  }
  const arm = (toy: Toy): void => {
    const due = toy.sync.due()
    if (due === null || toy.timerAt === due) return
    toy.timerAt = due
    const { sync } = toy
    at(due - now, () => {
      if (toy.sync === sync && toy.timerAt === due) step(toy, { type: 'tick' })
    })
  }
  const act = (toy: Toy, effect: Effect): void => {
    if (effect.type === 'send') transmit(toy, effect.peer, effect.message)
    else if (effect.type === 'admit') admit(toy, effect.peer, effect.range)
    else if (effect.type === 'serve') {
      const { sync } = toy
      at(1, () => {
        if (toy.sync !== sync) return
        const range = readRange(toy, effect.log, effect.from, effect.charsMax)
        step(toy, { type: 'served', peer: effect.peer, log: effect.log, range })
      })
    }
  }
  const transmit = (toy: Toy, to: string, message: Message): void => {
    sentByKind[message.t] = (sentByKind[message.t] ?? 0) + 1
    const text = encodeMessage(message)
    const random = randoms.get(`${toy.name}>${to}`)
    if (random === undefined) throw new Error(`no link from ${toy.name} to ${to}`)
    const receiver = toys.get(to)
    const sync = receiver?.sync
    for (const delayMs of fate(toy.name, to, random, now)) {
      at(delayMs, () => {
        const decoded = decodeMessage(text)
        if (!decoded.ok) throw new Error(`${decoded.error.path} ${decoded.error.why}`)
        if (receiver !== undefined && receiver.sync === sync) step(receiver, { type: 'message', peer: toy.name, message: decoded.value })
      })
    }
  }
  const store = (toy: Toy, log: Log, bodies: readonly string[]): LogKey => {
    const key = logKeyOf(log)
    const stored = toy.logs.get(key) ?? { log, bodies: [], ids: [], durable: 0 }
    toy.logs.set(key, stored)
    for (const body of bodies) {
      stored.ids.push(cidOf(`${stored.ids.at(-1) ?? ''} ${body}`))
      stored.bodies.push(body)
    }
    const { sync } = toy
    const count = stored.bodies.length
    at(options.fsyncMs ?? 5, () => {
      if (toy.sync !== sync || !toy.isUp) return
      stored.durable = Math.max(stored.durable, count)
      step(toy, { type: 'durable', logs: [[key, count]] })
    })
    return key
  }
  const grown = (toy: Toy, key: LogKey, from: string | null, range: Range | null): void => {
    const stored = toy.logs.get(key)
    if (stored === undefined) throw new Error('grown before stored')
    step(toy, { type: 'grown', log: stored.log, held: { count: stored.bodies.length, head: stored.ids.at(-1) ?? null }, from, range })
  }
  const admit = (toy: Toy, peer: string, range: Range): void => {
    if (!toy.isUp) return
    const key = logKeyOf(range.log)
    const held = toy.logs.get(key)?.bodies.length ?? 0
    const fresh = range.bodies.slice(held - range.from)
    const prev = held === 0 ? null : (toy.logs.get(key)?.ids[held - 1] ?? null)
    if (range.from > held || fresh.length === 0) return step(toy, { type: 'refused', peer, log: key })
    store(toy, range.log, fresh)
    grown(toy, key, peer, { log: range.log, from: held, prev, bodies: fresh })
  }
  const boot = (toy: Toy): void => {
    toy.isUp = true
    toy.epoch += 1
    const { name } = toy
    const nonce = base64urlFromBytes(sha256(`${name} ${toy.epoch}`).slice(0, 16))
    const role = options.leaves?.includes(name) === true ? 'leaf' : 'member'
    const self = { realm: REALM, author: authorOf(name), name, role, nonce } as const
    toy.sync = createSync({ self, random: createRandom(`${options.seed} ${name} ${toy.epoch}`), limits: options.limits ?? {} })
    for (const key of toy.logs.keys()) grown(toy, key, null, null)
  }
  const isConnected = (a: string, b: string): boolean => toys.get(a)?.isUp === true && toys.get(b)?.isUp === true
  const connect = (a: string, b: string): void => {
    for (const [here, there] of [[a, b], [b, a]] as const) {
      const toy = toys.get(here)
      if (toy !== undefined) step(toy, { type: 'up', peer: there })
    }
  }

  for (const name of options.names) {
    const toy: Toy = { name, sync: undefined as unknown as Sync, epoch: -1, isUp: false, timerAt: null, logs: new Map(), effects: [] }
    toys.set(name, toy)
    boot(toy)
  }
  for (const [a, b] of options.links) connect(a, b)

  return {
    toys,
    now: () => now,
    sent: () => ({ ...sentByKind }),
    write(name, body) {
      const toy = toys.get(name)
      if (toy === undefined || !toy.isUp) return
      const log = logOf(name, toy.epoch)
      const key = logKeyOf(log)
      const from = toy.logs.get(key)?.bodies.length ?? 0
      const prev = toy.logs.get(key)?.ids.at(-1) ?? null
      store(toy, log, [body])
      grown(toy, key, null, { log, from, prev, bodies: [body] })
    },
    crash(name) {
      const toy = toys.get(name)
      if (toy === undefined || !toy.isUp) return
      toy.isUp = false
      for (const [key, stored] of toy.logs) {
        stored.bodies.length = stored.durable
        stored.ids.length = stored.durable
        if (stored.durable === 0) toy.logs.delete(key)
      }
      for (const other of neighbours(name)) {
        const peer = toys.get(other)
        if (peer !== undefined) step(peer, { type: 'down', peer: name })
      }
    },
    restart(name) {
      const toy = toys.get(name)
      if (toy === undefined || toy.isUp) return
      boot(toy)
      for (const other of neighbours(name)) if (isConnected(name, other)) connect(name, other)
    },
    setFate(next) {
      fate = next
    },
    run(untilMs) {
      for (;;) {
        let first: (typeof events)[number] | undefined
        for (const event of events) {
          if (first === undefined || event.at < first.at || (event.at === first.at && event.order < first.order)) first = event
        }
        if (first === undefined || first.at > untilMs) break
        events.splice(events.indexOf(first), 1)
        now = first.at
        first.run()
      }
      now = untilMs
    },
    roots: () => [...toys.values()].map((toy) => toy.sync.root()),
  }
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
