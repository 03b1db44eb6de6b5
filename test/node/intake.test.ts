/** Intake: hostile, broken, repeated and reordered input; none of it harms the node, and blame falls only on who deserves it. */
import { fc } from '../seeded.ts'
import { describe, expect, test } from 'vitest'
import { sha256 } from '../../src/base/hash.ts'
import { createRandom } from '../../src/base/random.ts'
import { sealEntry } from '../../src/frames/chain.ts'
import type { Range } from '../../src/frames/entry.ts'
import type { Item } from '../../src/frames/item.ts'
import { realmOf } from '../../src/frames/founding.ts'
import { logKeyOf, type Log } from '../../src/frames/log.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import type { Core } from '../../src/node/core/core.ts'
import { boot, connect, createVirtualClock, door, foundingOf, writing } from './world.ts'

const author = nodeSignatures.keyPairFromSeed(sha256('seed of the author'))
const realm = realmOf(foundingOf())
const log: Log = { realm, domain: 'main', kind: 'frames', author: author.author, epoch: 7 }

/** A range of entries that claim `frames`, one each, from the beginning of the log or after `prev`. */
function rangeOf(frames: readonly string[], from = 0, prev: Range['prev'] = null): Range & { readonly head: Range['prev'] } {
  const bodies: string[] = []
  let head = prev
  for (const [index, frame] of frames.entries()) {
    const link = sealEntry(log, from + index, head, 1_000 + from + index, [door(frame, 'open')], author)
    bodies.push(link.text)
    head = link.id
  }
  return { log, from, prev, bodies, head }
}

function started(): { core: Core; pass(): void } {
  const clock = createVirtualClock()
  return { core: boot(clock, 'a').core, pass: () => clock.pass(100) }
}

describe('a range', () => {
  test('[NOD13] is taken once, however often and in whatever pieces it comes', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(11), fc.integer({ min: 1, max: 12 })), { maxLength: 30 }), (pieces) => {
        const { core } = started()
        const whole = rangeOf(Array.from({ length: 12 }, (_, at) => `f${at}`))
        const { core: source } = started()
        source.offer(whole, 'x')
        const ids = source.ids(logKeyOf(log), 0, 12)
        for (const [from, length] of [...pieces, [0, 12] as const]) {
          const bodies = whole.bodies.slice(from, from + length)
          core.offer({ log, from, prev: from === 0 ? null : (ids[from - 1] ?? null), bodies }, 'x')
        }
        expect(core.status().entries).toBe(12)
        expect(core.status().claims).toBe(12)
        expect(core.certificate().digest).toBe(source.certificate().digest)
      }),
      { numRuns: 12 },
    )
  })

  test('[NOD14] is refused for a forged signature, another realm, a wrong header; the node goes on', () => {
    const { core } = started()
    const good = rangeOf(['f0', 'f1'])
    const [first = '', second = ''] = good.bodies
    const bad: readonly Range[] = [
      { ...good, bodies: [first, second.replace('open', 'shut')] },
      { ...good, bodies: [second] },
      { ...good, bodies: [first, second.slice(1)] },
      { ...good, bodies: [] },
      { ...good, log: { ...log, epoch: -1 } },
      { ...good, log: { ...log, domain: 'a/b' } },
      { ...good, log: { ...log, realm: realmOf(foundingOf({ rules: [] })) } },
      { ...good, log: { ...log, author: core.author } },
      { ...good, from: 9_999 },
      { ...good, prev: good.head },
    ]
    expect(bad.map((range) => core.offer(range, 'x'))).toEqual(bad.map(() => 'refused'))
    expect(core.offer(good, 'x')).toBe('admitted')
    expect(core.status().entries).toBe(2)
  })

  test('[NOD15] waits for its predecessor, within bounds, and goes with the peer that brought it', () => {
    const { core } = started()
    const whole = rangeOf(['f0', 'f1', 'f2'])
    const tail = rangeOf(['f3'], 3, whole.head)
    expect(core.offer(tail, 'x')).toBe('waiting')
    expect(core.offer(tail, 'x')).toBe('waiting')
    expect(core.offer(whole, 'x')).toBe('admitted')
    expect(core.status().entries).toBe(4)
    const flood = Array.from({ length: 100 }, (_, at) => core.offer(rangeOf([`g${at}`], 10 + at, whole.head), 'y'))
    expect(flood.filter((type) => type === 'waiting').length).toBeLessThan(100)
    expect(core.status().entries).toBe(4)
  })
})

describe('bytes', () => {
  test('[NOD16] that are no message are counted, and a wire that sends only such is cut', () => {
    const clock = createVirtualClock()
    const { core } = boot(clock, 'a')
    let isClosed = false
    const wire = { label: 'x', send: () => undefined, buffered: () => 0, close: () => (isClosed = true) }
    const handlers = core.attach({ ...wire, close: () => void wire.close() })
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        handlers.onMessage(bytes)
        handlers.onMessage(Uint8Array.from([0x54, 0, ...bytes]))
        handlers.onMessage(Uint8Array.from([0x54, 1, ...bytes]))
      }),
      { numRuns: 100 },
    )
    expect(isClosed).toBe(true)
    expect(core.status().messages.refused).toBeGreaterThan(60)
    writing(core, [door('d1', 'open')])
    clock.pass(10)
    expect(core.engine.frames()).toEqual(['d1'])
  })

  test('[NOD17] that are damaged on the way delay two nodes, and part them never', () => {
    const clock = createVirtualClock()
    const [a, b] = [boot(clock, 'a'), boot(clock, 'b')]
    const random = createRandom('damage')
    connect(clock, a.core, b.core, (bytes) => {
      if (random.below(5) > 0) return bytes
      const damaged = Uint8Array.from(bytes)
      const at = random.below(damaged.length)
      damaged[at] = (damaged[at] ?? 0) ^ 0x10
      return damaged
    })
    for (let at = 0; at < 20; at += 1) {
      writing(a.core, [door(`a${at}`, 'open')])
      writing(b.core, [door(`b${at}`, 'open')])
      clock.pass(100)
    }
    clock.pass(20_000)
    expect(a.core.engine.frames()).toHaveLength(40)
    expect(b.core.certificate().digest).toBe(a.core.certificate().digest)
  })
})

describe('equivocation', () => {
  const common = rangeOf(['f0', 'f1'])
  const left = rangeOf(['left', 'left2'], 2, common.head)
  const right = rangeOf(['right'], 2, common.head)

  test('[NOD18] is proved by two entries with one seq, and its author counts no more', () => {
    const { core } = started()
    core.offer(common, 'x')
    core.offer(left, 'x')
    expect(core.engine.frames()).toHaveLength(4)
    expect(core.offer(right, 'x')).toBe('forked')
    expect(core.engine.standings()).toEqual([])
    expect(core.offer(rangeOf(['more'], 4, left.head), 'x')).toBe('known')
  })

  test('[NOD19] is kept across a start', () => {
    const clock = createVirtualClock()
    const { core, disk } = boot(clock, 'a')
    core.offer(common, 'x')
    core.offer(left, 'x')
    core.offer(right, 'x')
    clock.pass(10)
    const again = boot(clock, 'a', disk)
    expect(again.core.engine.standings()).toEqual([])
    expect(again.core.certificate().digest).toBe(core.certificate().digest)
  })

  test('[NOD20] seen by two nodes from two sides ends alike on both and on a third', () => {
    const clock = createVirtualClock()
    const [a, b, c] = [boot(clock, 'a').core, boot(clock, 'b').core, boot(clock, 'c').core]
    for (const core of [a, b]) core.offer(common, 'x')
    a.offer(left, 'x')
    b.offer(right, 'x')
    writing(a, [door('left', 'shut')]) // against a branch that b never sees whole
    connect(clock, a, b)
    connect(clock, b, c)
    clock.pass(30_000)
    expect(b.certificate().digest).toBe(a.certificate().digest)
    expect(c.certificate().digest).toBe(a.certificate().digest)
    expect([a, b, c].map((core) => core.engine.frames())).toEqual([['left'], ['left'], ['left']])
    expect(a.engine.conflicts()).toEqual([])
  })
})

test('[NOD38] the order in which entries come, and who brings them, changes no certificate', () => {
  const authors = ['p', 'q', 'r'].map((name) => nodeSignatures.keyPairFromSeed(sha256(name)))
  const ranges = authors.flatMap((keyPair, index) => {
    const own: Log = { ...log, author: keyPair.author, epoch: index }
    const cut: Range[] = []
    let prev: Range['prev'] = null
    for (let seq = 0; seq < 6; seq += 1) {
      const items: readonly Item[] =
        seq === 5
          ? [{ k: 'withdraw', claim: `${prev}#0` }]
          : [door(`d${seq % 3}`, index === 0 ? 'open' : 'shut'), { ...door('wall', 'x'), because: ['#0'] } as Item]
      const link = sealEntry(own, seq, prev, seq, items, keyPair)
      cut.push({ log: own, from: seq, prev, bodies: [link.text] })
      prev = link.id
    }
    return cut
  })
  const expected = certificateAfter(ranges)
  fc.assert(
    fc.property(fc.shuffledSubarray(ranges, { minLength: ranges.length }), (shuffled) => {
      expect(certificateAfter([...shuffled, ...ranges])).toBe(expected)
    }),
    { numRuns: 12 },
  )
})

function certificateAfter(ranges: readonly Range[]): string {
  const { core } = started()
  for (const range of ranges) core.offer(range, 'x')
  expect(core.status().entries).toBe(18)
  expect(core.engine.conflicts().length).toBeGreaterThan(0)
  return core.certificate().digest
}

test('[NOD39] a wire that does not read is held back first, and cut when it is too far behind', () => {
  const clock = createVirtualClock()
  const { core } = boot(clock, 'a')
  const sent: number[] = []
  const state = { buffered: 0, closed: '' }
  core.attach({
    label: 'slow',
    send: (bytes) => sent.push(bytes.length),
    buffered: () => state.buffered,
    close: (reason) => (state.closed = reason),
  })
  expect(sent).toHaveLength(1)
  state.buffered = 5_000_000
  clock.pass(10_000)
  expect(sent).toHaveLength(1)
  expect(state.closed).toBe('')
  state.buffered = 20_000_000
  clock.pass(10_000)
  expect(state.closed).toContain('does not read')
  expect(core.status().peers).toEqual([])
})
