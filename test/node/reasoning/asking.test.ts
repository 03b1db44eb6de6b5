/** Asking on one node: what stands, modules at work, and modules that do everything wrong. */
import { describe, expect, test } from 'vitest'
import type { Clock } from '../../../src/base/clock.ts'
import type { Module, Step } from '../../../src/node/reasoning/module.ts'
import { answering, moduleOf, networkOf, type Network } from './network.ts'

const alone = (...modules: readonly Module[]): Promise<Network> => networkOf(['a'], { parts: { a: { modules } } })
const frame = (network: Network, id: string): string =>
  network.member('a').core.engine.standingsOf(id).map(({ slot, value, status }) => `${slot} ${JSON.stringify(value)} ${status}`).join()

async function refusal(network: Network, module: Module): Promise<string> {
  const { reasoning } = network.member('a')
  reasoning.use(module)
  const [outcome] = await Promise.allSettled([network.until(reasoning.ask('what'))])
  expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'NO_ANSWER' } })
  return outcome.status === 'rejected' ? (outcome.reason as Error).message : ''
}
const afterAWhile = (clock: Clock): Promise<void> => new Promise((resolve) => void clock.after(30, resolve))

describe('answers', () => {
  test('[NOD200] what stands is the answer, without any reasoning', async () => {
    const network = await alone()
    const { core, reasoning } = network.member('a')
    core.write([{ k: 'claim', frame: 'd1', slot: 'state', value: 'open' }], () => undefined)
    await network.pass(20)
    const answer = await network.until(reasoning.ask({ goal: 'is d1 open', wants: { frame: 'd1', slot: 'state' } }))
    expect(answer).toMatchObject({ conclusion: { frame: 'd1', value: 'open' }, standing: 'clear', trace: null, module: null })
    expect(answer.route).toEqual([core.author])
  })

  test('[NOD201] a module that suits reasons, its steps and conclusion are published, and the next to ask gets them', async () => {
    const network = await alone(answering('seer', 'open'))
    const { reasoning, core } = network.member('a')
    const answer = await network.until(reasoning.ask('what is open'))
    expect(answer).toMatchObject({ goal: 'what is open', conclusion: { value: 'open' }, standing: 'clear', module: 'seer@1' })
    const view = reasoning.trace(answer.trace ?? '')
    expect(view).toMatchObject({ state: 'published', coherent: true, standing: 'clear', session: answer.session })
    expect(view.trace.goal).toBe('what is open')
    expect(view.trace.steps.map(({ text }) => text).sort()).toEqual(['seer looked', 'so'])
    expect([view.mermaid.split('\n')[0], view.dot.split('\n')[0]]).toEqual(['flowchart TD', 'digraph trace {'])
    expect(reasoning.traces()).toMatchObject([{ id: answer.trace, steps: 2, coherent: true }])
    expect(await network.until(reasoning.ask('what is open'))).toMatchObject({ trace: answer.trace, session: answer.session })
    expect(core.engine.archive.count()).toMatchObject({ sessions: 1, conclusions: 1 })
    await network.until(reasoning.ask('what is open', { anew: true }))
    expect(core.engine.archive.count()).toMatchObject({ sessions: 2, conclusions: 2 })
  })

  test('[NOD202] steps of one breath share an entry; those that take longer are told as they come', async () => {
    const network = await alone()
    const { reasoning, core } = network.member('a')
    reasoning.use(
      moduleOf('slow', async function* () {
        yield { id: 'one', text: 'first' }
        await afterAWhile(network.clock)
        yield { id: 'two', text: 'second', uses: ['one'], concludes: { frame: 'x', slot: 'state', value: 'done' } }
      }),
    )
    const asked = reasoning.ask('what')
    await network.pass(20)
    const [session = ''] = core.engine.archive.sessions()
    expect(reasoning.trace(session)).toMatchObject({ state: 'open', owners: [core.author], trace: { steps: [{ text: 'first' }] } })
    expect(frame(network, 'x')).toBe('')
    await network.until(asked)
    expect([frame(network, 'x'), core.status().entries]).toEqual(['state "done" clear', 2])
  })

  test('[NOD203] the rules module answers by what the law derives, and every reader verifies its proof', async () => {
    const network = await alone()
    const { reasoning, core } = network.member('a')
    core.engine.adopt({ ...core.founding, rules: ['state(X, "wet") :- near(X, Y), state(Y, "wet").'] })
    for (const [id, slot, value] of [['a', 'near', { ref: 'b' }], ['b', 'state', 'wet']] as const)
      core.write([{ k: 'claim', frame: id, slot, value }], () => undefined)
    await network.pass(20)
    const answer = await network.until(reasoning.ask({ goal: 'is a wet', wants: { frame: 'a', slot: 'state' } }, { anew: true }))
    expect(answer).toMatchObject({ module: 'rules@1', conclusion: { value: 'wet' }, standing: 'clear' })
    const [step] = reasoning.trace(answer.trace ?? '').trace.steps
    expect(step).toMatchObject({ checks: [{ k: 'rule' }], uses: { length: 2 } })
  })

  test('[NOD204] recall names the frames nearest to the words', async () => {
    const network = await alone()
    const { reasoning, core } = network.member('a')
    for (const [id, value] of [['door-7', 'the blue door to bay four'], ['price', 'copper in London']] as const)
      core.write([{ k: 'claim', frame: id, slot: 'text', value }], () => undefined)
    await network.pass(20)
    const wants = { frame: 'found', slot: 'near' }
    const answer = await network.until(reasoning.ask({ goal: 'which door leads to bay four', wants }))
    expect(answer).toMatchObject({ module: 'recall@1', conclusion: { frame: 'found', value: { ref: 'door-7' } } })
  })
})

const DONE = { frame: 'x', slot: 'state', value: 'done' } as const

async function* given(...steps: readonly Step[]): AsyncIterable<Step> {
  yield* steps
}
async function* throwing(): AsyncIterable<Step> {
  yield { text: 'one' }
  throw new Error('out of ideas')
}
async function* sleeping(): AsyncIterable<Step> {
  yield { text: 'one' }
  await new Promise(() => undefined)
}
async function* flooding(): AsyncIterable<Step> {
  for (;;) yield { text: 'again' }
}
function throwingAtOnce(): AsyncIterable<Step> {
  throw new Error('no idea')
}

describe('modules that fail', () => {
  test('[NOD205] throwing, ending early, endless, flooding and lying modules end their own session, with the reason', async () => {
    const network = await alone()
    const cases: readonly (readonly [string, Module['run'], RegExp])[] = [
      ['throws', throwing, /out of ideas/],
      ['throws-at-once', throwingAtOnce, /no idea/],
      ['ends', () => given({ text: 'one' }), /ended without a conclusion/],
      ['sleeps', sleeping, /no answer within 2000 ms|no conclusion after 2000 ms/],
      ['floods', flooding, /more than 1000 steps/],
      ['lies', () => given({ text: 'sum', check: { k: 'arith', expr: '1+1', value: 3 }, concludes: DONE }), /CHECK failed.*1\+1 is 2/],
      ['invents', () => given({ uses: ['nothing'], concludes: DONE }), /no earlier step/],
      ['rules-falsely', () => given({ check: 'rule', gives: DONE, concludes: DONE }), /no rule gives this/],
      ['nonsense', () => given(5 as unknown as Step), /a step is an object/],
    ]
    for (const [name, run, why] of cases) {
      const { reasoning } = network.member('a')
      reasoning.use(moduleOf(name, run, 1_000))
      const [outcome] = await Promise.allSettled([network.until(reasoning.ask(`what ${name}`, { timeoutMs: 2_000 }))])
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'NO_ANSWER' } })
      expect(String(outcome.status === 'rejected' ? outcome.reason : '')).toMatch(why)
      await network.pass(200)
      reasoning.use({ ...moduleOf(name, run), accepts: () => 0 })
    }
    expect(network.member('a').core.engine.traces()).toEqual([])
    for (const id of network.member('a').core.engine.archive.sessions())
      expect(network.member('a').reasoning.trace(id)).toMatchObject({ state: 'closed', reasons: { length: 1 } })
  })

  test('[NOD300] whoever has to think about accepting is waited for briefly', async () => {
    const bids = (name: string, bid: (clock: Clock) => Promise<number>): Module => ({
      ...moduleOf(name, () => given({ text: name, concludes: DONE })),
      accepts: () => bid(network.clock),
    })
    const late = (clock: Clock, ms: number): Promise<number> => new Promise((resolve) => void clock.after(ms, () => resolve(900)))
    const network: Network = await alone(
      bids('ponders', (clock) => late(clock, 100)),
      bids('dreams', () => new Promise(() => undefined)),
      bids('dawdles', (clock) => late(clock, 3_000)),
      bids('fails', () => Promise.reject(new Error('no idea'))),
    )
    const answer = await network.until(network.member('a').reasoning.ask('what'))
    expect(answer.module).toBe('ponders@1')
    expect(answer.ms).toBeLessThan(2_300)
  })

  test('[NOD206] who accepts by throwing, or is no module, is left out; a checker is heard before anything is published', async () => {
    const network = await alone()
    const { reasoning } = network.member('a')
    expect(() => reasoning.use({ name: 'x@y' } as never)).toThrow(/a module is/)
    reasoning.use({ ...answering('bad', 'open'), accepts: () => { throw new Error('no') } })
    expect(await refusal(network, { ...answering('shy', 'open'), accepts: () => Number.NaN })).toBe('there is nobody to ask')
    reasoning.check({ name: 'units@1', faultOf: (_step, data) => (data === 'm' ? undefined : 'not in metres') })
    const measured = (data: string): Module =>
      moduleOf('measuring', async function* () {
        yield { check: { k: 'custom', by: 'units@1', data }, concludes: { frame: 'x', slot: 'state', value: data } }
      })
    expect(await refusal(network, measured('ft'))).toMatch(/units@1: not in metres/)
    reasoning.use(measured('m'))
    expect(await network.until(reasoning.ask('what'))).toMatchObject({ conclusion: { value: 'm' } })
  })
})
