/** Guests over a line: modules that reason elsewhere, and everything that they may do wrong. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { err } from '../../../src/base/result.ts'
import { GUEST_CREDIT, GUEST_MESSAGE_LENGTH_MAX, GUEST_MESSAGES_PER_SECOND, GUEST_READS_MAX } from '../../../src/node/guests/limits.ts'
import type { FromHost } from '../../../src/node/guests/message.ts'
import type { GuestModule, Step } from '../../../src/node/reasoning/module.ts'
import { networkOf, type Network } from '../reasoning/network.ts'
import { createVirtualClock } from '../world.ts'
import { HELLO, wired, wiredGuest, type Wired } from './wired.ts'

const DONE = { frame: 'x', slot: 'state', value: 'done' } as const
const guestOf = (run: GuestModule['run']): GuestModule => ({ name: 'guest', version: '1', accepts: async () => 900, run })

/** A node that uses whoever is at the other end. */
async function serving(network: Network, host: Wired): Promise<void> {
  await network.pass(1)
  network.member('a').reasoning.use(host.module()!)
}
async function asked(network: Network, goal = 'what'): Promise<string> {
  const { reasoning } = network.member('a')
  const [outcome] = await Promise.allSettled([network.until(reasoning.ask(goal, { timeoutMs: 3_000 }))])
  if (outcome.status === 'rejected') return String(outcome.reason)
  return `${outcome.value.module}: ${JSON.stringify(outcome.value.conclusion.value)}`
}
function sessions(network: Network): readonly string[] {
  const { reasoning, core } = network.member('a')
  return [...core.engine.archive.sessions()].map((id) => `${reasoning.trace(id).state} ${reasoning.trace(id).reasons.join()}`)
}
/** A guest by hand that accepts everything and does `run` when it is told to. */
function byHand(network: Network, run: (told: Extract<FromHost, { k: 'run' }>, host: Wired) => void): Wired {
  const host: Wired = wired(network.clock, {
    onSaid(message) {
      if (message.k === 'accepts') host.say({ k: 'bid', ask: message.ask, score: 900 })
      if (message.k === 'run') run(message, host)
    },
  })
  host.say(HELLO)
  return host
}

describe('a guest', () => {
  test('[NOD301] bids, reads frames, answers and claims, and its steps are published like any other', async () => {
    const network = await networkOf(['a'])
    const { core, reasoning } = network.member('a')
    core.write([{ k: 'claim', frame: 'd1', slot: 'size', value: 20 }], () => undefined)
    await network.pass(20)
    const host = wiredGuest(
      network.clock,
      guestOf(async function* ({ frames, query, claimsOf }) {
        const size = (await frames('d1'))['size']?.value as number
        const { answers } = await query('size(D, 20)')
        const claims = await claimsOf({ frame: 'd1', slot: 'size', value: size })
        await expect(query('size(D, ')).rejects.toThrow(/the query/)
        await expect(query('size(D, S)', { steps: 1_000_000 })).rejects.toThrow(/steps is at most/)
        yield { id: 'twice', uses: claims, check: { k: 'arith', expr: '2 * 20', value: 40 } }
        yield { uses: ['twice'], concludes: { frame: 'd1', slot: 'twice', value: BigInt(size * 2 * answers.length) } }
      }),
    )
    await serving(network, host)
    expect(await asked(network)).toBe('guest@1: 40')
    expect(reasoning.profile().modules).toContain('guest@1')
    const [trace] = reasoning.traces()
    expect(reasoning.trace(trace?.id ?? '').trace.steps[0]).toMatchObject({ uses: { length: 1 } })
  })

  test('[NOD302] sends a thousand steps within its credit', async () => {
    const network = await networkOf(['a'])
    const host = wiredGuest(
      network.clock,
      guestOf(async function* () {
        for (let at = 0; at < 998; at++) yield { id: `s${at}`, text: `${at}`, uses: at === 0 ? [] : [`s${at - 1}`] }
        yield { uses: ['s997'], concludes: DONE }
      }),
    )
    await serving(network, host)
    expect(await asked(network)).toBe('guest@1: "done"')
    expect(host.said.filter(({ k }) => k === 'credit').length).toBeGreaterThan(998 / GUEST_CREDIT - 2)
    expect(host.over()).toBe(null)
  })

  test('[NOD303] that throws, ends early or tells nonsense ends its session with the reason, and serves the next', async () => {
    const network = await networkOf(['a'])
    let run: GuestModule['run'] = () => {
      throw new Error('no idea')
    }
    const host = wiredGuest(network.clock, guestOf((work) => run(work)))
    await serving(network, host)
    expect(await asked(network, 'one')).toMatch(/no idea/)
    run = async function* () {
      yield { text: 'and then' }
    }
    expect(await asked(network, 'two')).toMatch(/ended without a conclusion/)
    run = async function* () {
      yield 5 as unknown as Step
    }
    expect(await asked(network, 'three')).toMatch(/a step is an object/)
    run = async function* () {
      yield { text: 'x'.repeat(GUEST_MESSAGE_LENGTH_MAX) }
    }
    expect(await asked(network, 'four')).toMatch(/a step of more than/)
    run = async function* ({ frames }) {
      await frames('')
      yield { concludes: DONE }
    }
    expect(await asked(network, 'five')).toMatch(/the frame/)
    run = async function* () {
      yield { concludes: DONE }
    }
    expect(await asked(network, 'six')).toBe('guest@1: "done"')
    expect(host.over()).toBe(null)
  })

  test('[NOD304] that dies fails its runs, with the reason, and is no module any more', async () => {
    const network = await networkOf(['a'])
    const host = byHand(network, ({ run }, guest) => {
      guest.say({ k: 'step', run, step: { text: 'one' } })
      network.clock.after(50, guest.hangUp)
    })
    await serving(network, host)
    expect(await asked(network)).toMatch(/the module is gone: it hung up/)
    expect(sessions(network)).toEqual([expect.stringMatching(/^closed .*it hung up/)])
    expect([host.over(), host.module()]).toEqual(['it hung up', undefined])
    expect(await asked(network, 'again')).not.toMatch(/^guest/)
  })

  test('[NOD305] that gives no sign of life is let go; while it works it may be silent where it has its own thread', async () => {
    const clock = createVirtualClock()
    const silent = wired(clock)
    const answering: Wired = wired(clock, { onSaid: ({ k }) => (k === 'ping' ? answering.say({ k: 'pong' }) : undefined) })
    const stranger = wired(clock)
    silent.say(HELLO)
    answering.say(HELLO)
    for (let second = 0; second < 30; second++) {
      clock.pass(1_000)
      await Promise.resolve()
    }
    expect([silent.over(), answering.over(), stranger.over()]).toEqual([
      'no sign of life for 10000 ms',
      null,
      'no hello within 5000 ms',
    ])
    for (const mayBlock of [true, false]) {
      const host = wired(clock, { mayBlock })
      host.say(HELLO)
      const work = { goal: { goal: 'x' }, budget: { steps: 1, ms: 1 }, previous: [] }
      host.module()?.run(work as never)
      clock.pass(60_000)
      expect(host.over() === null).toBe(mayBlock)
    }
  })

  test('[NOD306] has a second to end what nobody wants any more, or is let go', async () => {
    const network = await networkOf(['a'])
    const ends = [true, false]
    for (const isFair of ends) {
      const host: Wired = wired(network.clock, {
        onSaid(message) {
          if (message.k === 'accepts') host.say({ k: 'bid', ask: message.ask, score: 950 })
          if (message.k === 'cancel' && isFair) host.say({ k: 'end', run: message.run })
          if (message.k === 'ping') host.say({ k: 'pong' })
        },
      })
      host.say(HELLO)
      await serving(network, host)
      expect(await asked(network, `what ${isFair}`)).toMatch(/no answer within|no conclusion after/)
      await network.pass(1_100)
      expect(host.over()).toBe(isFair ? null : 'it did not stop within 1000 ms of being told to')
      host.hangUp()
    }
  })
})

describe('a guest that breaks the rules is let go, and named by them', () => {
  const run = (host: Wired, work: object = {}): void => {
    const { frames = () => ({}), ...rest } = work as { frames?: () => object }
    void host.module()?.run({ goal: { goal: 'x' }, budget: { steps: 1, ms: 1 }, previous: [], frames, ...rest } as never)
  }
  const step = (number: number): object => ({ k: 'step', run: number, step: { text: 'x' } })
  const cases: readonly (readonly [string, (host: Wired) => void, RegExp])[] = [
    ['no JSON', (host) => host.say('{'), /no JSON object/],
    ['no object', (host) => host.say('[]'), /no JSON object/],
    ['no kind', (host) => host.say({ k: 'dance' }), /no known kind/],
    ['too long', (host) => host.say('x'.repeat(GUEST_MESSAGE_LENGTH_MAX + 1)), /more than 65536 characters/],
    ['twice hello', (host) => host.say(HELLO), /a second hello/],
    ['a run that is none', (host) => host.say(step(7)), /there is no run 7/],
    ['a step that is none', (host) => host.say({ k: 'step', run: 1, step: 'x' }), /step: a run and an object/],
    ['a bid that is none', (host) => host.say({ k: 'bid', ask: 1, score: -1 }), /bid: ask and score/],
    ['a read that is none', (host) => host.say({ k: 'read', run: 1, read: 1, of: { what: 'everything' } }), /read: a run/],
    ['beyond its credit', (host) => (run(host), Array.from({ length: GUEST_CREDIT + 1 }, () => host.say(step(1)))), /more steps than/],
    ['a flood', (host) => Array.from({ length: GUEST_MESSAGES_PER_SECOND + 1 }, () => host.say({ k: 'pong' })), /2000 messages in/],
  ]
  test.each(cases)('[NOD307] %s', (_what, act, why) => {
    const host = wired(createVirtualClock())
    host.say(HELLO)
    expect(host.module()?.name).toBe('guest')
    act(host)
    expect(host.over()).toMatch(why)
    expect(host.module()).toBe(undefined)
    expect(host.said.at(-1)).toMatchObject({ k: 'refused', why: expect.stringMatching(why) as string })
  })

  test('[NOD307] reads without end, another version, no hello, no welcome', () => {
    const clock = createVirtualClock()
    const reader = wired(clock)
    reader.say(HELLO)
    run(reader)
    for (let read = 0; read <= GUEST_READS_MAX; read++) {
      if (read % 1_000 === 0) clock.pass(1_000)
      reader.say({ k: 'read', run: 1, read, of: { what: 'frame', id: 'x' } })
    }
    expect(reader.over()).toMatch(/more than 10000 reads/)
    const [old, rude, unwelcome] = [wired(clock), wired(clock), wired(clock, { welcome: () => err('not today') })]
    old.say({ ...HELLO, v: 2 })
    rude.say(step(1))
    unwelcome.say(HELLO)
    expect([old.over(), rude.over(), unwelcome.over()]).toEqual(['hello: v is 1 here', 'a hello comes first', 'not today'])
  })

  test('[NOD309] bids that were asked for are no flood; a guest that is behind with them is not waited for', async () => {
    const network = await networkOf(['a'])
    let isBehind = false
    const owed: number[] = []
    const host: Wired = wired(network.clock, {
      onSaid(message) {
        if (message.k === 'ping') host.say({ k: 'pong' })
        if (message.k !== 'accepts') return
        owed.push(message.ask)
        if (!isBehind) host.say({ k: 'bid', ask: message.ask, score: 7 })
      },
    })
    host.say(HELLO)
    const bid = async (): Promise<[score: number, ms: number]> => {
      const began = network.clock.now()
      const score = await network.until(Promise.race([host.module()!.accepts({ goal: 'x' }), network.pass(1_500).then(() => -1)]))
      return [score, network.clock.now() - began]
    }
    const many = Array.from({ length: GUEST_MESSAGES_PER_SECOND * 2 }, async () => host.module()!.accepts({ goal: 'x' }))
    expect(new Set(await Promise.all(many))).toEqual(new Set([0, 7]))
    for (let count = 0; count <= GUEST_MESSAGES_PER_SECOND; count++) expect(await host.module()!.accepts({ goal: 'x' })).toBe(7)
    expect(host.over()).toBe(null)
    isBehind = true
    expect((await bid())[0]).toBe(-1)
    expect((await bid())[0]).toBe(0)
    isBehind = false
    host.say({ k: 'bid', ask: owed.at(-1), score: 7 })
    expect((await bid())[0]).toBe(7)
  })

  test('[NOD308] whatever comes, in whatever order, nothing is thrown and every run ends with its guest', async () => {
    const message = fc.oneof(
      fc.constant(HELLO),
      fc.record({ k: fc.constant('step'), run: fc.nat(3), step: fc.object() }),
      fc.record({ k: fc.constant('read'), run: fc.nat(3), read: fc.nat(3), of: fc.object() }),
      fc.record({ k: fc.constantFrom('end', 'bid', 'pong'), run: fc.nat(3), ask: fc.nat(3), score: fc.integer(), why: fc.string() }),
      fc.anything(),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(message, { maxLength: 20 }), fc.nat(20), async (messages, at) => {
        const host = wired(createVirtualClock())
        host.say(HELLO)
        const module = host.module()!
        const steps = module.run({ goal: { goal: 'x' }, budget: { steps: 1, ms: 1 }, previous: [], frames: () => ({}) } as never)
        const bid = module.accepts({ goal: 'x' })
        messages.forEach((one, index) => {
          if (index === at) host.hangUp()
          host.say(typeof one === 'string' ? one : (JSON.stringify(one) ?? ''))
        })
        host.hangUp()
        const iterator = steps[Symbol.asyncIterator]()
        for (let count = 0; count <= 21; count++) {
          const next = await iterator.next().catch(() => null)
          if (next === null || next.done === true) break
          expect(count).toBeLessThan(21)
        }
        expect(await bid).toBeGreaterThanOrEqual(0)
      }),
      { seed: 1, numRuns: 200 },
    )
  })
})
