/** Handshake: who is believed, and who is not. */
import { expect, test } from 'vitest'
import { cidOf } from '../../src/base/hash.ts'
import { createRandom } from '../../src/base/random.ts'
import { proveHello, type Keys } from '../../src/sync/handshake.ts'
import type { SyncLimits } from '../../src/sync/limits.ts'
import type { Effect } from '../../src/sync/machine.ts'
import type { Hello, Message } from '../../src/sync/message.ts'
import { createSync, type Sync } from '../../src/sync/sync.ts'
import { createEnd, introduce, openTo } from './end.ts'
import { authorOf, createNet, logOf, meansOf, REALM } from './toy.ts'

const selfOf = (name: string) => ({ realm: REALM, author: authorOf(name), name, role: 'member' }) as const
function machineOf(name: string, limits: Partial<SyncLimits> = {}): Sync {
  return createSync({ self: selfOf(name), means: meansOf(name), random: createRandom(`machine ${name}`), limits })
}
const hear = (sync: Sync, message: Message, now = 1): readonly Effect[] =>
  sync.step({ type: 'message', peer: 'p', message }, now)
const kinds = (effects: readonly Effect[]): string[] =>
  effects.map((effect) => (effect.type === 'send' ? effect.message.t : effect.type))
const helloIn = (effects: readonly Effect[]): Hello => {
  for (const effect of effects) if (effect.type === 'send' && effect.message.t === 'hello') return effect.message
  throw new Error('no hello')
}
const readyIn = (effects: readonly Effect[]): { readonly hello: Hello; readonly keys: Keys } | undefined =>
  effects.find((effect) => effect.type === 'ready')

test('[SYN21] a signed hello opens the connection, and both ends come to the same keys', () => {
  const [sync, end] = [machineOf('me'), createEnd('p')]
  const greeting = openTo(sync, 'p')
  expect(greeting).toMatchObject({ heard: null, met: false })
  const effects = hear(sync, end.answer(greeting))
  expect(kinds(effects)).toEqual(['ready', 'hello'])
  const answer = helloIn(effects)
  expect(answer).toMatchObject({ heard: end.own.nonce, met: true, opening: [{ t: 'beacon', root: sync.root() }] })
  expect(proveHello(meansOf('p'), selfOf('p'), end.own, answer)).toEqual({
    ours: readyIn(effects)?.keys.theirs,
    theirs: readyIn(effects)?.keys.ours,
  })
})

test('[SYN21] a hello without a signature is answered and believed nothing', () => {
  const sync = machineOf('me')
  const greeting = openTo(sync, 'p')
  const end = createEnd('p')
  expect(kinds(hear(sync, end.greeting))).toEqual(['hello'])
  expect(kinds(hear(sync, { t: 'want', log: 'x' as never, from: 0, credit: 1 }))).toEqual([])
  const { sig, ...unsigned } = end.answer(greeting)
  expect(sig).toBeDefined()
  expect(kinds(hear(sync, unsigned))).toEqual([])
})

test.each<readonly [string, Partial<Hello>]>([
  ['a swapped identity', { author: authorOf('mallory') }],
  ['another name', { name: 'q' }],
  ['another role', { role: 'leaf' }],
  ['another share, as a man in the middle would put in', { share: createEnd('mallory').own.ephemeral.share }],
  ['a downgraded version', { versions: [2, 1] }],
  ['another challenge', { challenge: createEnd('mallory').own.nonce }],
  ['a word more', { met: true }],
  ['another signature', { sig: 'A'.repeat(86) }],
])('[SYN22] a signed hello with %s is not believed', (_what, changed) => {
  const sync = machineOf('me')
  const end = createEnd('p')
  expect(readyIn(hear(sync, end.answer(openTo(sync, 'p'), changed)))).toBe(undefined)
  expect(hear(sync, { t: 'beacon', root: sync.root(), entries: 0, durable: true })).toEqual([])
})

test('[SYN22] a relay cannot pass the hello that was signed for it on as one for another', () => {
  // mallory accepts p's connection, and opens one to me with what p says to her.
  const [sync, p, mallory] = [machineOf('me'), createEnd('p'), createEnd('mallory')]
  const mine = openTo(sync, 'p')
  const toMallory = p.answer(mallory.greeting)
  expect(readyIn(hear(sync, toMallory))).toBe(undefined)
  expect(readyIn(hear(sync, { ...toMallory, heard: mine.nonce }))).toBe(undefined)
  // As long as she passes everything on unchanged she is a wire, and has no keys.
  const honest = readyIn(hear(sync, p.answer(mine)))
  expect(honest?.hello.author).toBe(authorOf('p'))
  expect(mallory.own.ephemeral.agree(mine.share, '')?.first).not.toEqual(honest?.keys.ours)
})

test('[SYN23] a hello played again on another connection opens nothing', () => {
  const sync = machineOf('me')
  const p = createEnd('p')
  const recorded = p.answer(openTo(sync, 'p'))
  expect(readyIn(hear(sync, recorded))).toBeDefined()
  sync.step({ type: 'down', peer: 'p' }, 2)
  openTo(sync, 'p')
  expect(kinds(hear(sync, recorded))).toEqual(['hello'])
  expect(kinds(hear(sync, p.greeting))).toEqual(['hello'])
})

test('[SYN23] after a restart of the peer the hello of its earlier life counts no more', () => {
  const sync = machineOf('me')
  const greeting = openTo(sync, 'p')
  const [before, after] = [createEnd('p'), createEnd('p')]
  hear(sync, before.answer(greeting))
  // Its greeting alone, which anybody could say, does not end what stands.
  const challenge = hear(sync, after.greeting)
  expect(kinds(challenge)).toEqual(['hello'])
  expect(kinds(sync.step({ type: 'tick' }, 2_000))).toContain('beacon')
  expect(kinds(hear(sync, after.answer(helloIn(challenge))))).toEqual(['ready', 'hello'])
  for (const old of [before.answer(greeting), before.answer(helloIn(challenge)), before.greeting]) expect(hear(sync, old)).toEqual([])
})

test('[SYN23] a peer that starts too often behind one connection loses it', () => {
  const sync = machineOf('me', { restarts: 2 })
  openTo(sync, 'p')
  const starts = Array.from({ length: 4 }, () => {
    const end = createEnd('p')
    return kinds(hear(sync, end.answer(helloIn(hear(sync, end.greeting)))))[0]
  })
  expect(starts).toEqual(['ready', 'ready', 'ready', 'drop'])
})

test('[SYN24] one who says one hello after the other and proves none loses the connection', () => {
  const sync = machineOf('me', { strangerMessages: 3 })
  const greeting = openTo(sync, 'p')
  for (let time = 0; time < 3; time += 1) expect(kinds(hear(sync, createEnd('p').greeting))).toEqual(['hello'])
  expect(kinds(hear(sync, createEnd('p').greeting))).toEqual(['drop'])
  const other = machineOf('other', { strangerMessages: 3 })
  const forged = createEnd('p').answer(openTo(other, 'p'), { author: authorOf('q') })
  expect(greeting.nonce).not.toBe(forged.heard)
  expect(Array.from({ length: 4 }, () => kinds(hear(other, forged))).flat()).toEqual(['drop'])
})

test.each<readonly [string, Partial<Hello>, string]>([
  ['another realm', { realm: cidOf('elsewhere') }, 'belongs to another realm'],
  ['another version', { versions: [1, 3] }, 'speaks versions 1, 3'],
])('[SYN10] a hello of %s is refused, but not in the name of a peer that is known', (_what, more, why) => {
  const sync = machineOf('me')
  openTo(sync, 'p')
  const refusal = { type: 'drop', peer: 'p', why: expect.stringContaining(why) as string }
  expect(hear(sync, { ...createEnd('p').greeting, ...more })).toEqual([refusal])
  introduce(sync, 'q')
  const forged = { ...createEnd('q').greeting, ...more }
  expect(sync.step({ type: 'message', peer: 'q', message: forged }, 2)).toEqual([])
})

test('[SYN10] a connection to itself is refused', () => {
  const sync = machineOf('me')
  openTo(sync, 'p')
  const there = openTo(sync, 'q')
  expect(hear(sync, there)).toEqual([{ type: 'drop', peer: 'p', why: 'it is this very node' }])
})

test('[SYN10] a hello is repeated until the peer shows that it heard it', () => {
  const [sync, p] = [machineOf('me'), createEnd('p')]
  const greeting = openTo(sync, 'p')
  expect(kinds(sync.step({ type: 'tick' }, 2_000))).toEqual(['hello'])
  expect(kinds(hear(sync, p.greeting, 2_001))).toEqual(['hello'])
  expect(kinds(hear(sync, p.answer(greeting), 2_002))).toEqual(['ready', 'beacon'])
  expect(kinds(sync.step({ type: 'tick' }, 4_000))).toEqual(['hello', 'beacon'])
  expect(helloIn(hear(sync, p.answer(greeting), 4_001))).toMatchObject({ heard: p.own.nonce, met: true })
  expect(kinds(hear(sync, p.answer(greeting, { met: true }), 4_001))).toEqual(['beacon'])
  hear(sync, { t: 'beacon', root: sync.root(), entries: 0, durable: true }, 4_002)
  expect(kinds(sync.step({ type: 'tick' }, 6_000))).toEqual(['beacon'])
  expect(hear(sync, p.greeting, 6_001)).toEqual([])
})

test('[SYN10] [SYN21] hellos over a link that loses two of three: they meet, and then say no more of it', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const net = createNet({ seed: `lossy ${seed}`, names: ['a', 'b'], links: [['a', 'b']] })
    net.setFate((_from, _to, random) => (random.below(3) > 0 ? [] : [5, 5 + random.below(400)]))
    net.run(60_000)
    net.setFate(() => [5])
    net.write('a', 'one')
    net.run(70_000)
    expect(net.toys.get('b')?.logs.size, `seed ${seed}`).toBe(1)
    const { hello } = net.sent()
    net.run(100_000)
    expect(net.sent()['hello']).toBe(hello)
  }
})

test('[SYN10] nothing of a peer is taken before it is known', () => {
  const sync = machineOf('me')
  openTo(sync, 'p')
  hear(sync, createEnd('p').greeting)
  const pushed: Message = { t: 'entries', range: { log: logOf('p'), from: 0, prev: null, bodies: ['{}'] } }
  expect(hear(sync, pushed)).toEqual([])
  expect(sync.entries()).toBe(0)
})
