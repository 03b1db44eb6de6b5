/** Reasoning over several nodes: the four models, slow, busy and dying members, and sessions that move. */
import { describe, expect, test } from 'vitest'
import type { Module } from '../../../src/node/reasoning/module.ts'
import { MODELS } from '../../../src/routing/models.ts'
import { answering, moduleOf, networkOf, type Network } from './network.ts'

const FIVE = ['a', 'b', 'c', 'd', 'e'] as const
const all = (module: (name: string) => Module): Readonly<Record<string, { readonly modules: readonly Module[] }>> =>
  Object.fromEntries(FIVE.map((name) => [name, { modules: [module(name)] }]))
const certificates = (network: Network): ReadonlySet<string> => new Set(network.members.map(({ core }) => core.certificate().digest))

/** Makes `steps` steps, one each 20 ms, going on after those that others made. */
const patient = (network: () => Network, steps: number): Module =>
  moduleOf('patient', async function* ({ previous }) {
    const made = new Set(previous.map(({ text }) => text))
    for (let at = 0; at < steps; at++) {
      if (made.has(`step ${at}`)) continue
      await new Promise<void>((resolve) => void network().clock.after(20, resolve))
      yield { text: `step ${at}`, uses: previous.at(-1) === undefined ? [] : [previous.at(-1)!.id] }
    }
    yield { concludes: { frame: 'answer', slot: 'state', value: 'done' } }
  })

describe('models', () => {
  test.each(MODELS)('[NOD210] %s answers, and every node comes to hold the trace and one verdict', async (model) => {
    const network = await networkOf(FIVE, { parts: all(() => answering('seer', 'open')) })
    const { reasoning, core } = network.member('a')
    const answer = await network.until(reasoning.ask('what is open', { model }))
    expect(answer).toMatchObject({ conclusion: { value: 'open' }, module: 'seer@1' })
    expect(answer.route[0]).toBe(core.author)
    expect(answer.alternatives.length).toBeGreaterThanOrEqual(3)
    await network.pass(3_000)
    expect(certificates(network).size).toBe(1)
    for (const member of network.members) expect(member.reasoning.trace(answer.trace ?? '')).toMatchObject({ coherent: true })
  })

  test('[NOD211] only who can reason about it is asked, and who refuses is followed by the next', async () => {
    const network = await networkOf(FIVE, { parts: { d: { modules: [answering('seer', 'open')] } } })
    const { reasoning } = network.member('a')
    const answer = await network.until(reasoning.ask('what is open'))
    expect(answer.route.at(-1)).toBe(network.member('d').id)
    network.kill('d')
    const [lost] = await Promise.allSettled([network.until(reasoning.ask('what else', { timeoutMs: 2_000 }))])
    expect(lost).toMatchObject({ status: 'rejected', reason: { code: 'NO_ANSWER' } })
  })

  test('[NOD212] a swarm that merges answers what all come to together', async () => {
    const values = { a: 'open', b: 'open', c: 'shut', d: 'open', e: 'shut' } as const
    const parts = Object.fromEntries(FIVE.map((name) => [name, { modules: [answering(`of-${name}`, values[name])] }]))
    const network = await networkOf(FIVE, { parts })
    for (const { core } of network.members) core.engine.adopt({ ...core.founding, slots: { state: [{ k: 'atMost', n: 1 }] } })
    const answer = await network.until(network.member('c').reasoning.ask('what is open', { model: 'swarm', merge: true }))
    expect(answer).toMatchObject({ conclusion: { value: 'open' }, standing: 'consensus' })
    expect(network.member('c').reasoning.metrics()).toMatchObject({
      convergence: { ppm: 600_000, goals: 1, traces: 5 },
      depth: { least: 5, deep: 1, goals: 1 },
      conflictRate: { ppm: 0, frames: 1 },
      published: 5,
    })
  })
})

describe('slow, busy, silent', () => {
  test('[NOD213] a slow member is followed by a second one; the first answer counts and the other gives up', async () => {
    const network = await networkOf(['a', 'b', 'c'], {
      parts: { b: { modules: [answering('seer', 'open')] }, c: { modules: [answering('seer', 'open')] } },
      delayMs: (from, to) => (from === 'b' || to === 'b' ? 400 : 5),
    })
    const { reasoning } = network.member('a')
    for (const goal of ['one', 'two', 'three', 'four', 'five', 'six']) {
      const answer = await network.until(reasoning.ask(goal, { hedgeMs: 60 }))
      expect(answer.route.at(-1)).toBe(network.member('c').id)
      expect(answer.ms).toBeLessThan(200)
    }
  })

  test('[NOD214] what is beyond the room to work is refused with BUSY, and the asker goes to the next', async () => {
    const never = moduleOf('never', async function* () {
      await new Promise(() => undefined)
      yield {}
    })
    const network = await networkOf(['a', 'b', 'c'], { parts: { b: { modules: [never] }, c: { modules: [answering('seer', 'open')] } } })
    const { reasoning } = network.member('b')
    const asked = Array.from({ length: 72 }, (_, at) => reasoning.ask(`goal ${at}`, { model: 'master', centre: network.member('b').id }))
    for (const one of asked) one.then(undefined, () => undefined)
    await network.pass(5)
    expect(reasoning.load()).toBe(1_000)
    const answer = await network.until(network.member('a').reasoning.ask('one more', { model: 'master', centre: network.member('b').id }))
    expect(answer.route.at(-1)).toBe(network.member('c').id)
  })

  test('[NOD215] a signal that fires ends the asking, and its session is closed', async () => {
    const network: Network = await networkOf(['a', 'b'], { parts: { b: { modules: [patient(() => network, 50)] } } })
    const controller = new AbortController()
    const asked = network.member('a').reasoning.ask('what', { signal: controller.signal })
    asked.then(undefined, () => undefined)
    await network.pass(100)
    controller.abort()
    await expect(asked).rejects.toMatchObject({ code: 'ABORTED' })
    await network.pass(200)
    const [session = ''] = network.member('a').core.engine.archive.sessions()
    expect(network.member('a').reasoning.trace(session)).toMatchObject({ state: 'closed', reasons: ['nobody waits for it any more'] })
  })
})

describe('sessions that move', () => {
  test('[NOD220] when its owner falls silent, the next in rank goes on from the last step, and one vote comes of it', async () => {
    const network: Network = await networkOf(['a', 'b', 'c'], {
      parts: all(() => patient(() => network, 10)),
    })
    const asked = network.member('a').reasoning.ask('what', { model: 'master', centre: network.member('a').id })
    asked.then(undefined, () => undefined)
    await network.pass(110)
    network.kill('a')
    await network.pass(3_000)
    const [b, c] = [network.member('b'), network.member('c')]
    expect(b.core.engine.archive.count()).toMatchObject({ sessions: 1, steps: 10 })
    expect(b.reasoning.traces()).toMatchObject([{ coherent: true, standing: 'clear' }])
    const view = b.reasoning.trace(b.reasoning.traces()[0]!.id)
    expect(new Set(Object.values(view.makers))).toEqual(new Set([network.member('a').id, view.trace.by]))
    expect(b.core.engine.standingsOf('answer')).toMatchObject([{ weight: '1000000' }])
    expect(c.core.certificate().digest).toBe(b.core.certificate().digest)
  })

  test('[NOD221] drain hands sessions to others, who finish them; the node still answers from what stands', async () => {
    const network: Network = await networkOf(['a', 'b'], {
      parts: { a: { modules: [patient(() => network, 10)] }, b: { modules: [patient(() => network, 10)] } },
    })
    const { reasoning, core } = network.member('a')
    const asked = reasoning.ask('what', { model: 'master', centre: core.author })
    await network.pass(110)
    await network.until(reasoning.drain())
    expect(await network.until(asked)).toMatchObject({ conclusion: { value: 'done' } })
    await network.pass(2_000)
    expect(core.engine.standingsOf('answer')).toMatchObject([{ weight: '1000000' }])
    expect(await network.until(reasoning.ask('what'))).toMatchObject({ conclusion: { value: 'done' } })
    const other = await network.until(reasoning.ask('else', { model: 'master', centre: core.author }))
    expect(other.route.at(-1)).toBe(network.member('b').id)
  })

  test('[NOD222] two owners in a partition both go on; what they publish is merged, one vote for what is the same', async () => {
    const network: Network = await networkOf(['a', 'b'], {
      parts: { a: { modules: [patient(() => network, 10)] }, b: { modules: [patient(() => network, 10)] } },
    })
    const { reasoning, core } = network.member('a')
    const asked = reasoning.ask('what', { model: 'master', centre: core.author })
    await network.pass(110)
    network.part('a', 'b')
    await network.until(asked)
    await network.pass(2_000)
    network.mend('a', 'b')
    await network.pass(4_000)
    expect(reasoning.traces()).toHaveLength(2)
    expect(new Set(reasoning.traces().map(({ session }) => session)).size).toBe(1)
    expect(core.engine.standingsOf('answer')).toMatchObject([{ weight: '1000000' }])
    expect(certificates(network).size).toBe(1)
  })

  test('[NOD223] a session that nobody can go on with is closed with a reason, by one of those who are there', async () => {
    const network: Network = await networkOf(['a', 'b', 'c'], { parts: { a: { modules: [patient(() => network, 10)] } } })
    const asked = network.member('a').reasoning.ask('what')
    asked.then(undefined, () => undefined)
    await network.pass(110)
    network.kill('a')
    await network.pass(62_000)
    const [session = ''] = network.member('b').core.engine.archive.sessions()
    expect(network.member('b').reasoning.trace(session)).toMatchObject({ state: 'closed', reasons: [/nobody who is here/] })
  })
})
