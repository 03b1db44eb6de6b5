/** Line: one connection whose two ends start again and again without the other's notice; what they say is carried as the test wills. */
import { createRandom } from '../../src/base/random.ts'
import { decodeMessage, encodeMessage } from '../../src/sync/codec.ts'
import type { Keys } from '../../src/sync/handshake.ts'
import type { Effect, Input } from '../../src/sync/machine.ts'
import type { Message } from '../../src/sync/message.ts'
import { createSync, type Sync } from '../../src/sync/sync.ts'
import { authorOf, meansOf, REALM } from './toy.ts'

/** The two ends. */
export const ENDS = ['a', 'b'] as const
/** One of them. */
export type EndName = (typeof ENDS)[number]

/** A message on its way; but for hellos only who has the key it was coded with can read it, and only once. */
export interface Flight {
  readonly to: EndName
  readonly message: Message
  readonly text: string
  readonly key: string
  readonly number: number
}

/** The latest start of one end, as far as it can be seen from outside. */
export interface Start {
  /** Its own nonce; empty until it said something. */
  nonce: string
  keys: Keys | null
  /** The nonce of the one whom it believes. */
  knows: string | null
}

/** Both ends, and what they said. */
export interface Line {
  readonly starts: Readonly<Record<EndName, Start>>
  /** On its way. */
  readonly flights: Flight[]
  /** All that was ever said. */
  readonly said: readonly Flight[]
  readonly effects: readonly Effect[]
  /** A new start of an end; the other one is told nothing. */
  start(name: EndName): void
  /** How often either started. */
  count(): number
  deliver(flight: Flight): void
  /** All that is on its way arrives in order, and what follows from it. */
  settle(): void
  beat(name: EndName): void
}

interface Living extends Start {
  readonly sync: Sync
  readonly heard: Set<number>
}

const MESSAGES_MAX = 500
const BEAT_MS = 1_300

/** A line that has just opened; the end `waiter` lets the other one speak first. */
export function createLine(waiter: EndName | null): Line {
  const [flights, said, effects]: [Flight[], Flight[], Effect[]] = [[], [], []]
  let [now, count] = [0, 0]
  const boot = (name: EndName): Living => {
    count += 1
    const self = { realm: REALM, author: authorOf(name), name, role: 'member' } as const
    const sync = createSync({ self, means: meansOf(name), random: createRandom(`start ${count}`) })
    return { sync, nonce: '', keys: null, knows: null, heard: new Set() }
  }
  const starts: Record<EndName, Living> = { a: boot('a'), b: boot('b') }
  const step = (name: EndName, input: Input): void => {
    const start = starts[name]
    for (const effect of start.sync.step(input, now)) {
      effects.push(effect)
      if (effect.type === 'ready') Object.assign(start, { keys: effect.keys, knows: effect.hello.nonce })
      if (effect.type !== 'send') continue
      const { message } = effect
      const isHello = message.t === 'hello'
      if (isHello) start.nonce = message.nonce
      const key = isHello ? '' : String(start.keys?.ours)
      const flight: Flight = { to: name === 'a' ? 'b' : 'a', message, text: encodeMessage(message), key, number: said.length }
      said.push(flight)
      flights.push(flight)
    }
  }
  const open = (name: EndName): void => step(name, { type: 'up', peer: 'peer', awaits: name === waiter })
  const deliver = ({ to, text, key, number }: Flight): void => {
    const { keys, heard } = starts[to]
    if (key !== '' && (key !== String(keys?.theirs) || heard.has(number))) return
    if (key !== '') heard.add(number)
    const read = decodeMessage(text)
    if (!read.ok) throw new Error(read.error.why)
    step(to, { type: 'message', peer: 'peer', message: read.value })
  }
  ENDS.forEach(open)
  return {
    ...{ starts, flights, said, effects, deliver },
    start(name) {
      starts[name] = boot(name)
      open(name)
    },
    count: () => count,
    settle() {
      for (let time = 0; time < MESSAGES_MAX; time += 1) {
        const flight = flights.shift()
        if (flight === undefined) return
        deliver(flight)
      }
      throw new Error('they talk without end')
    },
    beat(name) {
      now += BEAT_MS
      step(name, { type: 'tick' })
    },
  }
}
