/** Pact: what is coded cannot be spoken, changed or repeated by anybody in between; whole nodes over wires that are tampered with. */
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../src/base/random.ts'
import { fc } from '../seeded.ts'
import { PACT_WINDOW } from '../../src/node/core/limits.ts'
import { createPact, type Pact } from '../../src/node/core/pact.ts'
import { nodeAgreement } from '../../src/identity/x25519.ts'
import { boot, connect, createVirtualClock, door, writing } from './world.ts'

/** Both ends of one connection. */
function pactPair(): readonly [Pact, Pact] {
  const keys = nodeAgreement.ephemeral().agree(nodeAgreement.ephemeral().share, '')
  if (keys === null) throw new Error('no keys')
  const { first, second } = keys
  return [createPact({ ours: first, theirs: second }, nodeAgreement), createPact({ ours: second, theirs: first }, nodeAgreement)]
}
const packed = (text: string) => ({ isDeflated: false, body: new TextEncoder().encode(text) })
const textIn = (pact: Pact, frame: Uint8Array): string => {
  const opened = pact.open(frame)
  if (!opened.ok) return 'refused'
  return opened.value.type === 'body' ? new TextDecoder().decode(opened.value.body) : opened.value.type
}

describe('frames', () => {
  test('[NOD130] each is heard once, in whatever order, and only by the other end', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 200 }), { maxLength: 400 }), (order) => {
        const [here, there] = pactPair()
        const frames = Array.from({ length: 201 }, (_, index) => here.seal(packed(`message ${index}`)))
        const seen = new Set<number>()
        for (const index of order) {
          const frame = frames[index] ?? new Uint8Array()
          expect(textIn(there, frame)).toBe(seen.has(index) ? 'repeated' : `message ${index}`)
          expect(textIn(here, frame)).toBe('refused')
          seen.add(index)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('[NOD130] one that comes later than the window reaches is not heard, and the window may jump', () => {
    const [here, there] = pactPair()
    const frames = Array.from({ length: 3 * PACT_WINDOW }, (_, index) => here.seal(packed(String(index))))
    const hear = (index: number): string => textIn(there, frames[index] ?? new Uint8Array())
    for (const index of [5, 3 * PACT_WINDOW - 1, 2 * PACT_WINDOW + 64]) expect(hear(index)).toBe(String(index))
    for (const index of [5, 6, 2 * PACT_WINDOW - 64, 2 * PACT_WINDOW + 64]) expect(hear(index)).toBe('repeated')
  })

  test('[NOD131] with any bit changed, cut or lengthened it is refused', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(), fc.nat({ max: 7 }), (text, place, bit) => {
        const [here, there] = pactPair()
        const frame = here.seal(packed(text))
        const at = 1 + (place % (frame.length - 1)) // the magic byte only says whose message it is
        const changed = Uint8Array.from(frame)
        changed[at] = (changed[at] ?? 0) ^ (1 << bit)
        expect(textIn(there, changed)).toBe('refused')
        expect(textIn(there, frame.subarray(0, at))).toBe('refused')
        expect(textIn(there, new Uint8Array([...frame, 0]))).toBe('refused')
        expect(textIn(there, frame)).toBe(text)
      }),
    )
  })
})

describe('whole nodes', () => {
  test('[NOD130] a link that plays every message again and again changes nothing', () => {
    const clock = createVirtualClock()
    const [a, b] = [boot(clock, 'a'), boot(clock, 'b')]
    const recorded: Uint8Array[] = []
    connect(clock, a.core, b.core, (bytes) => {
      recorded.push(bytes)
      return bytes
    })
    writing(a.core, [door('d1', 'open')])
    clock.pass(3_000)
    const { digest } = a.core.certificate()
    const sink = { label: 'nobody', send: () => {}, buffered: () => 0, close: () => {} }
    // What was said on one connection is nothing on another: no keys, no hello.
    const [toA, toB] = [a.core.attach(sink), b.core.attach(sink)]
    for (const bytes of recorded) {
      toA.onMessage(bytes)
      toB.onMessage(bytes)
    }
    clock.pass(3_000)
    expect(recorded.length).toBeGreaterThan(5)
    for (const { core } of [a, b]) expect(core.status().peers.filter(({ state }) => state === 'ready')).toHaveLength(1)
    for (const { core } of [a, b]) expect(core.certificate().digest).toBe(digest)
  })

  test('[NOD131] one in the middle who puts in its own words is not believed, and the peers go on', () => {
    const clock = createVirtualClock()
    const [a, b] = [boot(clock, 'a'), boot(clock, 'b')]
    let before: Uint8Array | null = null
    const random = createRandom('forgeries')
    connect(clock, a.core, b.core, (bytes) => {
      if ((bytes[1] ?? 0) < 2) return bytes
      // One message in three gives way to an earlier one with its counter raised.
      const forged = before === null ? bytes : Uint8Array.from(before, (byte, at) => (at === 7 ? byte + 1 : byte))
      before = bytes
      return random.below(3) === 0 ? forged : bytes
    })
    writing(a.core, [door('d1', 'open')])
    writing(b.core, [door('d2', 'open')])
    clock.pass(20_000)
    expect(a.core.status().messages.refused + b.core.status().messages.refused).toBeGreaterThan(0)
    expect(b.core.engine.frames()).toEqual(['d1', 'd2'])
    expect(a.core.certificate().digest).toBe(b.core.certificate().digest)
  })

  test('[NOD131] without keys nothing but a hello is heard, and too much of it ends the wire', () => {
    const clock = createVirtualClock()
    const a = boot(clock, 'a')
    let why = ''
    const handlers = a.core.attach({ label: 'x', send: () => {}, buffered: () => 0, close: (reason) => (why = reason) })
    for (let time = 0; time <= 100; time += 1) handlers.onMessage(new Uint8Array([0x54, 2, ...new Uint8Array(40)]))
    expect(why).toBe('it speaks without a hello')
    expect(a.core.status().entries).toBe(0)
  })

  test('[NOD132] a node that restarts behind the same wire is met again, and what it says is heard', () => {
    const clock = createVirtualClock()
    const b = boot(clock, 'b')
    const sent: { toA: ((bytes: Uint8Array) => void) | null } = { toA: null }
    const wireOf = (deliver: (bytes: Uint8Array) => void) => ({
      label: 'one wire for both lives',
      send: (bytes: Uint8Array) => void clock.after(5, () => deliver(bytes)),
      buffered: () => 0,
      close: () => {},
    })
    const toB = b.core.attach(wireOf((bytes) => sent.toA?.(bytes)))
    for (const frame of ['d1', 'd2', 'd3']) {
      const a = boot(clock, 'a', undefined, { agreement: nodeAgreement })
      const handlers = a.core.attach(wireOf((bytes) => toB.onMessage(bytes)))
      sent.toA = (bytes) => handlers.onMessage(bytes)
      writing(a.core, [door(frame, 'open')])
      clock.pass(4_000)
      expect(a.core.certificate().digest).toBe(b.core.certificate().digest)
    }
    expect(b.core.engine.frames()).toEqual(['d1', 'd2', 'd3'])
  })
})
