/** World: a virtual clock, wires in memory and cores on them: what the tests of the node run in. */
import type { Clock } from '../../src/base/clock.ts'
import { createRandom } from '../../src/base/random.ts'
import { sha256 } from '../../src/base/hash.ts'
import { foundOpen, type Founding } from '../../src/frames/founding.ts'
import type { Item } from '../../src/frames/item.ts'
import type { LawInput } from '../../src/frames/read-law.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import { nodeAgreement } from '../../src/identity/x25519.ts'
import { createCore, type Core } from '../../src/node/core/core.ts'
import { createMemoryDisk, createMemoryJournal, type MemoryDisk } from '../../src/node/memory-journal.ts'
import type { Claimed } from '../../src/node/node.ts'
import type { CoreParts } from '../../src/node/core/parts.ts'
import type { Wire, WireHandlers } from '../../src/ports/wire.ts'

export interface VirtualClock extends Clock {
  /** Runs everything due within the next `ms`. */
  pass(ms: number): void
}

export function createVirtualClock(): VirtualClock {
  let now = 1_700_000_000_000
  let count = 0
  const timers = new Map<number, { at: number; run: () => void }>()
  const next = (until: number): number | undefined => {
    let best: number | undefined
    for (const [id, { at }] of timers) {
      if (at <= until && (best === undefined || at < (timers.get(best)?.at ?? 0))) best = id
    }
    return best
  }
  return {
    now: () => now,
    after(delayMs, run) {
      count += 1
      const id = count
      timers.set(id, { at: now + Math.max(0, delayMs), run })
      return () => void timers.delete(id)
    },
    pass(ms) {
      const until = now + ms
      for (let id = next(until); id !== undefined; id = next(until)) {
        const timer = timers.get(id)
        timers.delete(id)
        now = Math.max(now, timer?.at ?? now)
        timer?.run()
      }
      now = until
    },
  }
}

export interface Link {
  cut(): void
  /** Messages that went over it, both ways. */
  readonly count: { messages: number }
}

/** What a wire does to bytes; null: swallows them. */
export type Tamper = (bytes: Uint8Array) => Uint8Array | null

/** Connects two cores; each message takes `delayMs`. `tamper` may change or swallow one. */
export function connect(clock: Clock, a: Core, b: Core, tamper: Tamper = (bytes) => bytes, delayMs = 5): Link {
  const count = { messages: 0 }
  let isOpen = true
  const ends: { a?: WireHandlers; b?: WireHandlers } = {}
  const cut = (): void => {
    if (!isOpen) return
    isOpen = false
    ends.a?.onClose()
    ends.b?.onClose()
  }
  const wireTo = (side: 'a' | 'b', label: string): Wire => ({
    label,
    send(bytes) {
      count.messages += 1
      const sent = tamper(bytes)
      if (sent !== null) clock.after(delayMs, () => (isOpen ? ends[side]?.onMessage(sent) : undefined))
    },
    buffered: () => 0,
    close: cut,
  })
  ends.a = a.attach(wireTo('b', `to ${b.name}`))
  ends.b = b.attach(wireTo('a', `to ${a.name}`))
  return { cut, count }
}

export const LAW: LawInput = { slots: { state: [{ k: 'atMost', n: 1 }] } }

export function foundingOf(law: LawInput = LAW): Founding {
  const founding = foundOpen('test', law)
  if (!founding.ok) throw new Error(founding.error.why)
  return founding.value
}

export interface Booted {
  readonly core: Core
  readonly disk: MemoryDisk
}

let boots = 0

/** A core that has started. The same name is the same author. */
export function boot(
  clock: VirtualClock,
  name: string,
  disk: MemoryDisk = createMemoryDisk(),
  more: Partial<CoreParts> = {},
): Booted {
  boots += 1
  const core = createCore({
    founding: foundingOf(),
    keyPair: nodeSignatures.keyPairFromSeed(sha256(`seed of ${name}`)),
    signatures: nodeSignatures,
    agreement: nodeAgreement,
    clock,
    random: createRandom(`${name} ${boots}`),
    journal: createMemoryJournal(clock, disk),

    name,
    ...more,
  })
  let isStarted = false
  core.start((result) => {
    isStarted = result.ok
  })
  clock.pass(1)
  if (!isStarted) throw new Error(`${name} did not start`)
  return { core, disk }
}

/** A claim about a door. */
export const door = (frame: string, state: string): Item => ({ k: 'claim', frame, slot: 'state', value: state })

/** What became of a write, as far as it is known. */
export interface Outcome {
  claimed?: Claimed
  code?: string
  id?: string | undefined
}

/** Writes; the outcome fills itself in when it comes. */
export function writing(core: Core, items: readonly Item[]): Outcome {
  const outcome: Outcome = {}
  core.write(items, (result) => {
    if (result.ok) outcome.claimed = result.value
    else Object.assign(outcome, { code: result.error.code, id: result.error.id })
  })
  return outcome
}
