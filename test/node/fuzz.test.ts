/** Fuzz: a member that says garbage by the rules of the wire, and strangers that say it without; the honest are served throughout. */
import { describe, expect, test } from 'vitest'
import { createRandom, type Random } from '../../src/base/random.ts'
import type { Core } from '../../src/node/core/core.ts'
import { createPact, type Pact } from '../../src/node/core/pact.ts'
import { decodeHello, encodeHello } from '../../src/node/core/wire.ts'
import { ok } from '../../src/base/result.ts'
import { sha256 } from '../../src/base/hash.ts'
import { contribute, proveHello, signHello, SYNC_VERSIONS, type Means, type Self } from '../../src/sync/handshake.ts'
import { encodeMessage } from '../../src/sync/codec.ts'
import type { Hello, Message } from '../../src/sync/message.ts'
import { createStandInAgreement, createStandInSignatures } from '../../src/sim/stand-in.ts'
import type { CoreParts } from '../../src/node/core/parts.ts'
import { boot, connect, createVirtualClock, door, writing, type VirtualClock } from './world.ts'

/** Inputs of each run; `TRACORD_RUNS=10` tries ten times as many. */
const INPUTS = Math.ceil(50_000 * Number(process.env['TRACORD_RUNS'] ?? 1))

interface Town {
  readonly clock: VirtualClock
  readonly parts: Pick<CoreParts, 'signatures' | 'agreement'>
  /** Under attack, and a peer of it. */
  readonly victim: Core
  readonly friend: Core
}

function town(): Town {
  const clock = createVirtualClock()
  const parts = { signatures: createStandInSignatures(), agreement: createStandInAgreement() }
  const [victim, friend] = ['victim', 'friend'].map((name) => {
    const keyPair = parts.signatures.keyPairFromSeed(sha256(name))
    const onAsk: CoreParts['onAsk'] = (_from, question, reply) => reply(ok(question))
    return boot(clock, name, undefined, { ...parts, keyPair, onAsk }).core
  })
  if (victim === undefined || friend === undefined) throw new Error('nobody')
  connect(clock, victim, friend)
  clock.pass(2_000)
  return { clock, parts, victim, friend }
}

/** A connection of one who knows the protocol and has a key: what it says is coded and counted as it should be. */
interface Insider {
  say(body: Uint8Array): void
  readonly pact: Pact
  readonly isOpen: () => boolean
}

function insider({ clock, parts, victim }: Town, name: string): Insider {
  const means: Means = { ...parts, keyPair: parts.signatures.keyPairFromSeed(sha256(name)) }
  const self: Self = { realm: victim.realm, author: means.keyPair.author, name, role: 'member' }
  const own = contribute(means, createRandom(name))
  const heard: Hello[] = []
  let isOpen = true
  const handlers = victim.attach({
    label: name,
    send(bytes) {
      const hello = decodeHello(bytes)
      if (hello.ok) heard.push(hello.value)
    },
    buffered: () => 0,
    close: () => void (isOpen = false),
  })
  const theirs = heard[0]
  if (theirs === undefined) throw new Error('no hello')
  const { author, role, realm } = self
  const said = { t: 'hello', versions: SYNC_VERSIONS, realm, author, name, role, nonce: own.nonce, share: own.ephemeral.share } as const
  handlers.onMessage(encodeHello(signHello(means, { ...said, heard: theirs.nonce, met: false }, theirs)))
  const keys = heard.map((hello) => proveHello(means, self, own, hello)).find((made) => made !== null)
  if (keys === null || keys === undefined) throw new Error('no keys')
  const pact = createPact(keys, parts.agreement)
  clock.pass(1)
  return { pact, isOpen: () => isOpen, say: (body) => handlers.onMessage(pact.seal({ isDeflated: false, body })) }
}

/** What goes over a connection in an eventful minute, as texts. */
function recordedTraffic(): readonly string[] {
  const { clock, victim, friend, parts } = town()
  const texts = new Set<string>()
  const keyPair = parts.signatures.keyPairFromSeed(sha256('third'))
  const third = boot(clock, 'third', undefined, { ...parts, keyPair }).core
  connect(clock, friend, third, (bytes) => {
    texts.add(Buffer.from(bytes.subarray(24)).toString('latin1'))
    return bytes
  })
  for (let at = 0; at < 20; at += 1) {
    for (const core of [victim, friend, third]) writing(core, [door(`d${at % 7}`, at % 2 === 0 ? 'open' : 'shut')])
    friend.ask(third.author, 'why?', 1_000, () => {})
    clock.pass(300)
  }
  return [...texts]
}

function mutated(text: string, random: Random): Uint8Array {
  const bytes = Buffer.from(text, 'latin1')
  const times = 1 + random.below(4)
  let made = bytes
  for (let time = 0; time < times; time += 1) {
    const at = random.below(made.length + 1)
    const kind = random.below(5)
    if (kind === 0) made = Buffer.concat([made.subarray(0, at), made.subarray(at + random.below(20))])
    else if (kind === 1) made = Buffer.concat([made.subarray(0, at), Buffer.from(JUNK[random.below(JUNK.length)] ?? ''), made.subarray(at)])
    else if (kind === 2) made = Buffer.concat([made.subarray(0, at), made.subarray(random.below(made.length + 1))])
    else {
      made = Buffer.from(made)
      if (at < made.length) made[at] = random.below(256)
    }
  }
  return made
}
const JUNK = ['"', '{', '[', ',', '9007199254740993', '-1', 'null', '\n', '[]', '"t":"beacon",', '\u0000', '__proto__', '1e400', 'forked']

/** Whether the friend is served as if nothing had happened. */
function isServed({ clock, victim, friend }: Town, frame: string): boolean {
  let answer = ''
  writing(friend, [door(frame, 'open')])
  const before = clock.now()
  friend.ask(victim.author, 'still there?', 2_000, (result) => (answer = result.ok ? result.value : result.error.code))
  clock.pass(1_500)
  return answer === 'still there?' && victim.engine.frames().includes(frame) && clock.now() > before
}

describe('an insider', () => {
  test('[NOD139] says what was said to others, changed: nothing throws, nothing forged is held, the honest are served', () => {
    const traffic = recordedTraffic()
    const world = town()
    const random = createRandom('fuzz')
    const alarms: string[] = []
    world.victim.subscribe((event) => void (event.type === 'alarm' && event.peer === 'self' && alarms.push(event.why)))
    let lives = 0
    let attacker = insider(world, 'insider 0')
    for (let input = 0; input < INPUTS; input += 1) {
      if (!attacker.isOpen()) attacker = insider(world, `insider ${(lives += 1)}`)
      attacker.say(mutated(traffic[random.below(traffic.length)] ?? '', random))
      if (input % 2_000 === 0) expect(isServed(world, `f${input}`)).toBe(true)
    }
    expect(alarms).toEqual([])
    expect(lives).toBeGreaterThan(0)
    const authors = new Set(Array.from(world.victim.logs(), ({ log }) => log.author))
    // What others really signed may arrive whole; nobody else is believed to have said a word.
    const known = ['victim', 'friend', 'third'].map((name) => world.parts.signatures.keyPairFromSeed(sha256(name)).author)
    for (const author of authors) expect(known).toContain(author)
  })
})

describe('a stranger', () => {
  test('[NOD139] says anything at all: no keys, no entry, and the honest are served', () => {
    const world = town()
    const random = createRandom('strangers')
    let closed = 0
    let handlers = world.victim.attach({ label: 'x', send: () => {}, buffered: () => 0, close: () => (closed += 1) })
    const before = world.victim.certificate().digest
    let closedBefore = 0
    for (let input = 0; input < INPUTS; input += 1) {
      if (closed > closedBefore) {
        closedBefore = closed
        handlers = world.victim.attach({ label: 'x', send: () => {}, buffered: () => 0, close: () => (closed += 1) })
      }
      const bytes = Uint8Array.from({ length: 2 + random.below(80) }, () => random.below(256))
      if (random.below(2) === 0) bytes.set([0x54, random.below(4)])
      handlers.onMessage(bytes)
    }
    expect(world.victim.certificate().digest).toBe(before)
    expect(closed).toBeGreaterThan(INPUTS / 1_000)
    expect(isServed(world, 'after')).toBe(true)
  })

  test('[NOD140] one that sends more than is read in a second is not read further, and the honest are served', () => {
    const world = town()
    const attacker = insider(world, 'flooder')
    const beacon: Message = { t: 'beacon', root: '0'.repeat(64), entries: 1, durable: false }
    const text = new TextEncoder().encode(encodeMessage(beacon))
    for (let time = 0; time < 21_000; time += 1) attacker.say(text)
    expect(isServed(world, 'after')).toBe(true)
    expect(attacker.isOpen()).toBe(true)
  })
})
