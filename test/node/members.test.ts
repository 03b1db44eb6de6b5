/** Members: who is there, what they are, and questions to them; whole nodes over wires in memory. */
import { describe, expect, test } from 'vitest'
import { TracordError } from '../../src/base/error.ts'
import { err, ok, type Result } from '../../src/base/result.ts'
import type { Core } from '../../src/node/core/core.ts'
import type { CoreParts } from '../../src/node/core/parts.ts'
import { createDialer } from '../../src/node/dialer.ts'
import { writeProfile } from '../../src/sync/presence.ts'
import { boot, connect, createVirtualClock, type Link, type VirtualClock } from './world.ts'

/** Nodes in a line, each knowing the next only. */
function line(clock: VirtualClock, count: number, partsOf: (at: number) => Partial<CoreParts> = () => ({})): Line {
  const cores = Array.from({ length: count }, (_, at) => boot(clock, `n${at}`, undefined, partsOf(at)).core)
  const links = cores.slice(1).map((core, at) => connect(clock, cores[at] as Core, core))
  return { cores, links }
}
interface Line {
  readonly cores: readonly Core[]
  readonly links: readonly Link[]
}
const nodeAt = ({ cores }: Line, at: number): Core => {
  const core = cores.at(at)
  if (core === undefined) throw new Error(`no node ${at}`)
  return core
}
/** A beat a second, spread by a fifth. */
const LONGEST_BEAT_MS = 1_200
const profile = (at: number) => {
  const written = { name: `n${at}`, domains: ['doors'], modules: [`m${at}@1`], meaning: Array.from({ length: 256 }, () => at) }
  return () => written
}

describe('members', () => {
  test('[NOD133] every node knows every other with its profile, however far away', () => {
    const clock = createVirtualClock()
    const world = line(clock, 5, (at) => ({ profile: profile(at), load: () => at * 100 }))
    clock.pass(5_000)
    for (const core of world.cores) {
      const others = world.cores.filter((other) => other !== core)
      const seen = core.members()
      expect(seen.map(({ presence }) => presence.author)).toEqual(others.map(({ author }) => author).sort())
      for (const { presence, profile: told, live, latencyMs } of seen) {
        const at = world.cores.findIndex(({ author }) => author === presence.author)
        expect(live).toBe(true)
        expect(presence).toMatchObject({ load: at * 100, leaf: false })
        expect(told).toEqual({ ...profile(at)(), beatMs: LONGEST_BEAT_MS })
        const isNeighbour = Math.abs(at - world.cores.indexOf(core)) === 1
        expect(latencyMs).toBe(isNeighbour ? 10 : null)
      }
    }
  })

  test('[NOD133] one that falls silent is dead after two leases, and lives again when it returns', () => {
    const clock = createVirtualClock()
    const world = line(clock, 3)
    clock.pass(3_000)
    const { author } = nodeAt(world, 2)
    const isLive = (): boolean | undefined => nodeAt(world, 0).members().find(({ presence }) => presence.author === author)?.live
    expect(isLive()).toBe(true)
    world.links[1]?.cut()
    clock.pass(3_000)
    expect(isLive()).toBe(true)
    clock.pass(6_000)
    expect(isLive()).toBe(false)
    connect(clock, nodeAt(world, 1), nodeAt(world, 2))
    clock.pass(2_000)
    expect(isLive()).toBe(true)
  })

  test('[NOD133] what changes is told at the next beat; what is no profile is named, and the one before stands', () => {
    const clock = createVirtualClock()
    let said = { name: 'first', domains: null as string[] | null, modules: ['a@1'], meaning: [] as number[] }
    const alarms: string[] = []
    const world = line(clock, 2, (at) => (at === 0 ? { profile: () => said } : {}))
    nodeAt(world, 0).subscribe((event) => void (event.type === 'alarm' && alarms.push(event.why)))
    clock.pass(3_000)
    const seen = (): unknown => nodeAt(world, 1).members()[0]?.profile
    expect(seen()).toEqual({ ...said, beatMs: LONGEST_BEAT_MS })
    said = { ...said, modules: ['a@2', 'b@1'] }
    clock.pass(3_000)
    expect(seen()).toEqual({ ...said, beatMs: LONGEST_BEAT_MS })
    const tooMany = Array.from({ length: 2_000 }, () => 'domain')
    for (const wrong of [{ modules: ['no version'] }, { meaning: [1] }, { name: 'x'.repeat(300) }, { domains: tooMany }]) {
      const before = said
      said = { ...said, ...wrong }
      clock.pass(3_000)
      expect(seen()).toEqual({ ...before, beatMs: LONGEST_BEAT_MS })
      said = before
    }
    expect(alarms).toHaveLength(4)
  })

  test('[NOD133] an address that cannot be dialed is no part of a profile, and one that fails to be tried costs nothing', () => {
    const plain = { name: 'x', domains: null, modules: [], meaning: [] }
    const addresses = ['http://x', 'ws://', 'ws://x/#y', 'ws://me:secret@x', 'x'.repeat(300), 'ws://x/'.padEnd(300, 'y')]
    for (const address of addresses) expect(writeProfile({ ...plain, address }).ok, address).toBe(false)
    for (const address of ['ws://10.0.0.7:4040', 'wss://example.org/realm']) expect(writeProfile({ ...plain, address }).ok).toBe(true)
    const clock = createVirtualClock()
    const { core } = boot(clock, 'a')
    let tries = 0
    const dialer = createDialer({
      ...{ self: core.author, address: null, given: ['ws://x'], clock, everyMs: 1_000, members: () => [], peers: () => [] },
      open() {
        tries += 1
        throw new Error('no such way')
      },
    })
    dialer.start((wire) => core.attach(wire))
    clock.pass(3_000)
    expect(tries).toBeGreaterThan(2)
  })
})

/** What came of a question, as it fills itself in. */
interface Asked {
  result?: Result<string, TracordError>
  count: number
  cancel: () => void
}
function asking(core: Core, to: Core, question: string, deadlineMs = 5_000): Asked {
  const asked: Asked = { count: 0, cancel: () => {} }
  asked.cancel = core.ask(to.author, question, deadlineMs, (result) => {
    asked.result = result
    asked.count += 1
  })
  return asked
}
const codeOf = ({ result }: Asked): string => (result === undefined ? 'open' : result.ok ? result.value : result.error.code)
/** Answers with what it was asked, and by whom. */
const echo: CoreParts['onAsk'] = (from, question, reply) => reply(ok(`${from} asked ${question}`))

describe('questions', () => {
  test('[NOD134] one is carried to a member four connections away, and its answer back', () => {
    const clock = createVirtualClock()
    const world = line(clock, 5, () => ({ onAsk: echo }))
    clock.pass(3_000)
    const [first, last] = [nodeAt(world, 0), nodeAt(world, 4)]
    const before = world.links.map(({ count }) => count.messages)
    const asked = asking(first, last, 'why?')
    clock.pass(41)
    expect(asked).toMatchObject({ result: ok(`${first.author} asked why?`), count: 1 })
    // One message a hop each way; what else passed are beats.
    expect(world.links.map(({ count }, at) => count.messages - (before[at] ?? 0)).every((count) => count <= 6)).toBe(true)
  })

  test('[NOD134] beyond four connections there is no way', () => {
    const clock = createVirtualClock()
    const world = line(clock, 6, () => ({ onAsk: echo }))
    clock.pass(3_000)
    const asked = asking(nodeAt(world, 0), nodeAt(world, 5), 'why?')
    clock.pass(1_000)
    expect(codeOf(asked)).toBe('NO_ROUTE')
  })

  test('[NOD135] each ends once: unknown, refused, without answers, silent, given up, closed, malformed', () => {
    const clock = createVirtualClock()
    const refusing: CoreParts['onAsk'] = (_from, _question, reply) => {
      reply(err(new TracordError('UNKNOWN', 'no such goal')))
      reply(ok('a second answer counts for nothing'))
    }
    let aborted = 0
    const silent: CoreParts['onAsk'] = (_from, _question, _reply, signal) => signal.addEventListener('abort', () => (aborted += 1))
    const throwing: CoreParts['onAsk'] = () => {
      throw new Error('a bug')
    }
    const answers = [undefined, refusing, silent, throwing]
    const world = line(clock, 5, (at) => (at === 0 ? {} : { onAsk: answers[at - 1] as CoreParts['onAsk'] & object }))
    clock.pass(4_000)
    const me = nodeAt(world, 0)
    const asks = [1, 2, 3, 4].map((at) => asking(me, nodeAt(world, at), 'why?', 2_000))
    const stranger = asking(me, boot(clock, 'stranger').core, 'why?')
    const given = asking(me, nodeAt(world, 3), 'x')
    const [tooLong, itself] = [asking(me, nodeAt(world, 1), 'x'.repeat(20_000)), asking(me, me, 'x')]
    clock.pass(500)
    given.cancel()
    given.cancel()
    clock.pass(5_000)
    expect(asks.map(codeOf)).toEqual(['REFUSED', 'UNKNOWN', 'TIMED_OUT', 'REFUSED'])
    expect([stranger, given, tooLong, itself].map(codeOf)).toEqual(['NO_ROUTE', 'ABORTED', 'BAD_INPUT', 'BAD_INPUT'])
    const late = asking(me, nodeAt(world, 3), 'x')
    me.close(() => {})
    clock.pass(100)
    expect(codeOf(late)).toBe('CLOSED')
    for (const { count } of [...asks, stranger, given, tooLong, itself, late]) expect(count).toBe(1)
    expect(aborted).toBe(2)
  })

  test('[NOD136] over a link that loses and doubles they are answered, and each is heard once', () => {
    const clock = createVirtualClock()
    const heard: string[] = []
    const a = boot(clock, 'a').core
    const b = boot(clock, 'b', undefined, {
      onAsk: (_from, question, reply) => {
        heard.push(question)
        reply(ok(question))
      },
    }).core
    let turn = 0
    connect(clock, a, b, (bytes) => ((turn = (turn * 5 + 3) % 17) % 3 === 0 && (bytes[1] ?? 0) >= 2 ? null : bytes))
    clock.pass(5_000)
    const asks = Array.from({ length: 40 }, (_, at) => asking(a, b, `question ${at}`))
    clock.pass(5_500)
    expect(asks.map(codeOf)).toEqual(asks.map((_, at) => `question ${at}`))
    expect(heard).toHaveLength(40)
  })

  test('[NOD136] when the way is cut another one is taken', () => {
    const clock = createVirtualClock()
    const world = line(clock, 3, () => ({ onAsk: (_from, question, reply) => void clock.after(400, () => reply(ok(question))) }))
    const [a, b, c] = [nodeAt(world, 0), nodeAt(world, 1), nodeAt(world, 2)]
    const d = boot(clock, 'd').core
    connect(clock, a, d)
    connect(clock, d, c)
    clock.pass(4_000)
    const asked = asking(a, c, 'why?')
    clock.pass(100)
    world.links[0]?.cut()
    world.links[1]?.cut()
    clock.pass(2_000)
    expect(codeOf(asked)).toBe('why?')
    expect(b.members()).toHaveLength(3)
  })
})
