/** Verbs: what a caller may hand in, what he gets, and that every complaint has a code. */
import { afterEach, describe, expect, expectTypeOf, test } from 'vitest'
import { z } from 'zod'
import { sha256 } from '../../src/base/hash.ts'
import { logKeyOf } from '../../src/frames/log.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import { nodeAgreement } from '../../src/identity/x25519.ts'
import { machineClock, machineRandom } from '../../src/node/clock.ts'
import { createNode } from '../../src/node/create.ts'
import { createCore, type Core } from '../../src/node/core/core.ts'
import { createMemoryJournal } from '../../src/node/memory-journal.ts'
import type { ClaimSlots, TracordNode, ValueInput } from '../../src/node/node.ts'
import { checkOptions, type NodeOptions } from '../../src/node/options.ts'
import { schemasOf, type SlotInputs } from '../../src/node/schema.ts'
import { createVerbs } from '../../src/node/verbs.ts'
import { foundingOf } from './world.ts'

const open: TracordNode[] = []
afterEach(() => Promise.all(open.splice(0).map((node) => node.close())))

async function nodeOf(name: string, options: NodeOptions = {}): Promise<{ node: TracordNode; core: Core }> {
  const core = createCore({
    founding: foundingOf(),
    keyPair: nodeSignatures.keyPairFromSeed(sha256(name)),
    signatures: nodeSignatures,
    agreement: nodeAgreement,
    clock: machineClock,
    random: machineRandom,
    journal: createMemoryJournal(machineClock),

    name,
  })
  await new Promise((resolve) => core.start(resolve))
  const schemas = schemasOf(options.types ?? {}, options.slots ?? {})
  const node = createVerbs<object>(core, { schemas, quarantined: () => 0, close: async () => undefined })
  open.push(node)
  return { node, core }
}

describe('claiming', () => {
  test('[NOD25] one claim for each value, in normal form, with premises by receipt', async () => {
    const { node } = await nodeOf('a')
    const seen = await node.claim('d1', { type: 'Door', tags: ['x', 'y'], size: 0.1, at: new Date(0) })
    expect(seen.ids).toHaveLength(5)
    const route = await node.claim(
      'r7',
      { via: { ref: 'd1' } },
      { because: [seen, seen.ids[0] ?? ''], confidence: 900, valid: [new Date(5), null] },
    )
    expect(node.frame('r7')['via']).toMatchObject({ value: { ref: 'd1' }, status: 'clear', by: [node.id], provisional: true })
    expect(node.frame('d1')['size']?.value).toEqual({ dec: '0.1' })
    expect(node.frame('d1')['tags']?.values).toHaveLength(2)
    expect(route.entry).toMatch(/^bagaaiera/)
    expect(Object.keys(node.frame('nothing'))).toEqual([])
  })

  test('[NOD26] bad input is refused with a code before anything is written', async () => {
    const { node } = await nodeOf('a')
    const claim = node.claim as (frame: unknown, slots: unknown, options?: unknown) => Promise<unknown>
    const bad: readonly (readonly [unknown, unknown, unknown?])[] = [
      ['', { a: 1 }],
      [7, { a: 1 }],
      ['/x', { a: 1 }],
      ['d1', {}],
      ['d1', null],
      ['d1', [1]],
      ['d1', { '': 1 }],
      ['d1', { a: [] }],
      ['d1', { a: Number.NaN }],
      ['d1', { a: undefined }],
      ['d1', { a: { ref: 'x', time: 1 } }],
      ['d1', { a: '\ud800' }],
      ['d1', { a: 1 }, { confidence: 1_001 }],
      ['d1', { a: 1 }, { confidence: 0.5 }],
      ['d1', { a: 1 }, { valid: [5, 5] }],
      ['d1', { a: 1 }, { valid: 5 }],
      ['d1', { a: 1 }, { because: ['nonsense'] }],
      ['d1', { a: 1 }, { because: 'x' }],
      ['d1', { a: 1 }, { not: 'yes' }],
    ]
    for (const [frame, slots, options] of bad) {
      await expect(claim(frame, slots, options), JSON.stringify([frame, slots, options])).rejects.toMatchObject({
        code: 'BAD_INPUT',
      })
    }
    await expect(claim('d1', { a: 'x'.repeat(70_000) })).rejects.toMatchObject({ code: 'TOO_LARGE' })
    await expect(claim('d1', { a: Array.from({ length: 1_001 }, (_, at) => at) })).rejects.toMatchObject({ code: 'TOO_LARGE' })
    expect(node.status().entries).toBe(0)
  })

  test('[NOD27] a signal that fires ends the waiting with ABORTED', async () => {
    const { node } = await nodeOf('a')
    await expect(node.claim('d1', { a: 1 }, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORTED' })
    expect(node.status().entries).toBe(0)
    const control = new AbortController()
    const claimed = node.claim('d2', { a: 1 }, { signal: control.signal })
    control.abort()
    await expect(claimed).rejects.toMatchObject({ code: 'ABORTED' })
  })
})

describe('taking back', () => {
  test('[NOD28] only an author withdraws; others undercut; a claim not held is UNKNOWN', async () => {
    const { node, core } = await nodeOf('a')
    const other = await nodeOf('b')
    const theirs = await other.node.claim('d1', { state: 'open' })
    const stranger = theirs.ids[0] ?? ''
    await expect(node.withdraw(theirs)).rejects.toMatchObject({ code: 'UNKNOWN' })
    await expect(node.undercut(stranger)).rejects.toMatchObject({ code: 'UNKNOWN' })
    expect(() => node.explain(stranger)).toThrow('holds no claim')
    for (const { log } of other.core.logs()) {
      const bodies = await new Promise<readonly string[]>((resolve) => {
        other.core.read(logKeyOf(log), 0, 1_000, (result) => resolve(result.ok ? result.value : []))
      })
      expect(core.offer({ log, from: 0, prev: null, bodies }, 'hand')).toBe('admitted')
    }
    await expect(node.withdraw(theirs)).rejects.toMatchObject({ code: 'BAD_INPUT' })
    expect((await node.undercut(stranger, { reason: 'stale', confidence: 500 })).ids).toHaveLength(1)
    const own = await node.claim('d1', { state: 'shut' })
    await node.withdraw(own, 'miscalibrated')
    expect(node.frame('d1')['state']?.values).toEqual(['open'])
  })
})

describe('schemas', () => {
  const options = {
    types: { Door: { slots: { state: { schema: z.enum(['open', 'closed']), atMost: 1 } } } },
    slots: { size: { schema: z.coerce.number().positive() } },
  } as const

  test('[NOD29] check what this node writes, for frames of the type that they belong to', async () => {
    const { node } = await nodeOf('a', options)
    await node.claim('d1', { type: 'Door', state: 'open', size: '3' })
    expect(node.frame('d1')['size']?.value).toBe(3)
    await expect(node.claim('d1', { state: 'ajar' })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: expect.stringContaining('d1.state') as string,
    })
    await expect(node.claim('x', { size: -1 })).rejects.toMatchObject({ code: 'BAD_INPUT' })
    await node.claim('gate', { state: 'ajar' })
  })

  test('[NOD30] give claims their types', () => {
    type Slots = ClaimSlots<SlotInputs<(typeof options)['types'], (typeof options)['slots']>>
    expectTypeOf<{ state: 'open'; type: 'Door' }>().toMatchTypeOf<Slots>()
    expectTypeOf<{ state: 'ajar' }>().not.toMatchTypeOf<Slots>()
    expectTypeOf<{ anything: ValueInput }>().toMatchTypeOf<Slots>()
    const typed = async (): Promise<void> => {
      const node = await createNode(options)
      await node.claim('d1', { state: 'open', whatever: [1, true] })
      // @ts-expect-error -- no state of a door
      await node.claim('d1', { state: 'ajar' })
      const free = await createNode()
      await free.claim('d1', { state: 'ajar' })
    }
    expect(typed).toBeTypeOf('function')
  })
})

describe('asking', () => {
  test('[NOD70] a query answers with standings, at an instant and in a fork', async () => {
    const { node } = await nodeOf('asker', {})
    await node.claim('d1', { state: 'open', name: 'front' })
    await node.claim('d1', { state: 'closed' }, { confidence: 900, valid: [new Date(0), new Date(10)] })
    const brief = (...args: Parameters<TracordNode['query']>): unknown[] =>
      node.query(...args).answers.map(({ values, status }) => [values['S'], status])
    expect(brief('state(d1, S), name(d1, _)', { now: 20 })).toEqual([['open', 'clear']])
    expect(brief('state(d1, S)', { now: new Date(5) })).toEqual([
      ['closed', 'rejected'],
      ['open', 'consensus'],
    ])
    expect(node.query('state(d1, S)', { limit: 1 })).toMatchObject({ more: true, exact: true })
    const [conflict] = [...node.conflicts()]
    expect(brief('state(d1, S)', { fork: conflict!.forks[1]!, now: 5 })).toEqual([
      ['closed', 'consensus'],
      ['open', 'rejected'],
    ])
  })

  test('[NOD71] a query that is none is refused with its place, and so are options that are off', async () => {
    const { node } = await nodeOf('asker', {})
    const refused: [Parameters<TracordNode['query']>, string][] = [
      [['state(D, '], 'the query: line 1, column 10'],
      [['not state(D, 1)'], 'D must occur in a condition'],
      [[7 as unknown as string], 'query() takes a text'],
      [['p(X)', { limit: -1 }], 'limit is an integer, 0 or more'],
      [['p(X)', { steps: 1.5 }], 'steps is an integer, 0 or more'],
      [['p(X)', { now: new Date(Number.NaN) }], 'now is a Date, or milliseconds'],
      [['p(X)', { fork: {} as never }], 'fork: one of the forks'],
    ]
    for (const [args, why] of refused) {
      expect(() => node.query(...args)).toThrow(why)
      expect(() => node.query(...args)).toThrow(expect.objectContaining({ code: 'BAD_INPUT' }))
    }
  })

  test('[NOD72] an explanation tells sides, sums and what would settle it, as data and as text', async () => {
    const { node } = await nodeOf('asker', {})
    const open = await node.claim('d1', { state: 'open' })
    const about = node.explain({ frame: 'd1', slot: 'state', value: 'open', not: false })
    expect(about.sides[0]).toMatchObject({ says: 'd1.state = "open"', status: 'clear', weight: '1000000' })
    expect(about.text).toContain(`${node.id} says so in ${open.ids[0]}: 1 vote`)
    expect(node.explain(open)).toMatchObject({ claims: open.ids, sums: [], settle: [] })
    expect(structuredClone(about)).toEqual(about)
  })
})

test('[NOD31] options are checked before anything is touched, each with what to write instead', () => {
  const check = checkOptions as (options: unknown) => unknown
  const bad: readonly (readonly [object | null, string])[] = [
    [null, 'an object of options'],
    [{ conect: [] }, 'unknown option "conect"'],
    [{ name: '' }, 'name must not be empty'],
    [{ dir: '' }, 'path of a folder'],
    [{ connect: ['http://x'] }, 'ws://'],
    [{ connect: 'ws://x' }, 'a list of urls'],
    [{ role: 'boss' }, 'role is'],
    [{ key: new Uint8Array(31) }, '32 secret'],
    [{ beaconMs: 1 }, 'beaconMs'],
    [{ rules: ':- p.' }, 'rules is a list'],
    [{ types: { Door: { slots: { state: { atMost: -1 } } } } }, 'types[0].slots.state[0]'],
    [{ types: { Door: { slots: { state: { atmost: 1 } } } } }, 'types[0].slots.state[0]'],
    [{ rules: [':- p(X'] }, 'rules[0]: line 1'],
    [{ rules: ['q(X) :- p(Y).'] }, 'unsafe'],
    [{ policy: { una: 1 } }, 'policy.una'],
    [{ realm: { v: 1 } }, 'realm'],
    [{ realm: 7 }, 'realm'],
  ]
  for (const [options, message] of bad) expect(() => check(options), message).toThrow(message)
  const sugar = checkOptions({
    types: { B: {}, A: { slots: { s: { type: 'str', atMost: 1, transitive: true, disjointSlot: 'q' } } } },
  })
  expect(sugar?.types).toEqual([
    {
      id: 'A',
      slots: {
        s: [{ k: 'atMost', n: 1 }, { k: 'disjointSlot', with: ['q'] }, { k: 'transitive' }, { k: 'type', oneOf: ['str'] }],
      },
    },
    { id: 'B' },
  ])
})
