/** Progress: owners that are there and do nothing, strangers who end what is not theirs, and words that count no more. */
import { describe, expect, test } from 'vitest'
import type { Said } from '../../../src/frames/item.ts'
import type { TraceItem } from '../../../src/frames/trace-item.ts'
import type { AuthorKey } from '../../../src/identity/signature.ts'
import { isHeardIn } from '../../../src/node/reasoning/core-mesh.ts'
import { LOOK_MS, SILENT_LOOKS_MAX, TURN_LOOKS_MAX, WAITED_MAX } from '../../../src/node/reasoning/limits.ts'
import { createOpenSessions } from '../../../src/node/reasoning/open-sessions.ts'
import { ownersOf, stateOf } from '../../../src/node/reasoning/owners.ts'
import { createPatience } from '../../../src/node/reasoning/patience.ts'
import { createTakeover, type TakeoverParts } from '../../../src/node/reasoning/takeover.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import type { Engine } from '../../../src/semantics/engine.ts'
import { createArchive, type SessionRecord } from '../../../src/traces/archive.ts'
import { createVirtualClock, foundingOf } from '../world.ts'
import { answering, networkOf, type Member, type Network } from './network.ts'

const [ann, bob, cas, eve] = ['ann', 'bob', 'cas', 'eve'] as AuthorKey[] as [AuthorKey, AuthorKey, AuthorKey, AuthorKey]
const SESSION = 'entry0#0'
const begun: Said = { id: SESSION, by: ann, item: { k: 'session', goal: 'g', wants: { frame: 'f', slot: 's' }, module: 'm@1' } as never }
let entries = 0
const said = (by: AuthorKey, item: TraceItem): Said => ({ id: `entry${(entries += 1)}#0`, by, item })
const handover = (by: AuthorKey, to?: AuthorKey): Said =>
  said(by, { k: 'handover', session: SESSION, ...(to === undefined ? {} : { to }) })
const close = (by: AuthorKey): Said => said(by, { k: 'close', session: SESSION, reason: 'why not' })
const step = (by: AuthorKey): Said => said(by, { k: 'step', session: SESSION, text: 'so' })
const conclusion = (by: AuthorKey): Said =>
  said(by, { k: 'conclusion', session: SESSION, concludes: { frame: 'f', slot: 's', value: 1 } })

function recordOf(...more: readonly Said[]): SessionRecord {
  const archive = createArchive()
  for (const one of [begun, ...more]) archive.add(one)
  return archive.session(SESSION)!
}

describe('patience', () => {
  const waitFor = (looks: number, member: AuthorKey, record: (look: number) => SessionRecord): boolean => {
    const patience = createPatience()
    for (let look = 0; look < looks; look += 1) patience.wait(record(look), member)
    return patience.isWaitedFor(SESSION, member)
  }

  test('[NOD358] who makes no step is waited for so many looks, and never again', () => {
    expect(waitFor(SILENT_LOOKS_MAX - 1, eve, () => recordOf())).toBe(true)
    expect(waitFor(SILENT_LOOKS_MAX, eve, () => recordOf())).toBe(false)
    const late = recordOf(step(eve))
    expect(waitFor(SILENT_LOOKS_MAX + 1, eve, (look) => (look < SILENT_LOOKS_MAX ? recordOf() : late))).toBe(false)
  })

  test('[NOD358] each step of its own has it waited for anew, those of others do not; not for ever', () => {
    const steps = Array.from({ length: TURN_LOOKS_MAX }, () => step(eve))
    const stepping = (look: number): SessionRecord => recordOf(...steps.slice(0, Math.floor(look / (SILENT_LOOKS_MAX - 1))))
    expect(waitFor(TURN_LOOKS_MAX - 1, eve, stepping)).toBe(true)
    expect(waitFor(TURN_LOOKS_MAX, eve, stepping)).toBe(false)
    const others = Array.from({ length: SILENT_LOOKS_MAX }, () => step(bob))
    expect(waitFor(SILENT_LOOKS_MAX, eve, (look) => recordOf(...others.slice(0, look)))).toBe(false)
  })

  test('[NOD358] of a crowd of keys only so many are waited for in one session', () => {
    const patience = createPatience()
    for (let at = 0; at < WAITED_MAX; at += 1) patience.wait(recordOf(), `eve ${at}` as AuthorKey)
    expect(patience.isWaitedFor(SESSION, 'eve 0' as AuthorKey)).toBe(true)
    expect(patience.isWaitedFor(SESSION, 'one more' as AuthorKey)).toBe(false)
    patience.forget(SESSION)
    expect(patience.isWaitedFor(SESSION, 'one more' as AuthorKey)).toBe(true)
  })
})

/** `item` as an entry of `member`. */
const tell = (network: Network, { core }: Member, item: TraceItem): Promise<unknown> =>
  network.until(new Promise((resolve) => core.writeTraces('main', [item], resolve)))

test('[NOD358] a session whose owner is there and does nothing is gone on with after a while', async () => {
  const network = await networkOf(['a', 'b', 'c'], { parts: { b: { modules: [answering('seer', 'open')] } } })
  const [a, b, c] = ['a', 'b', 'c'].map((name) => network.member(name)) as [Member, Member, Member]
  await c.reasoning.stop()
  await tell(network, c, { k: 'session', goal: 'what is open', module: 'seer@1' })
  await network.pass((SILENT_LOOKS_MAX - 4) * LOOK_MS)
  expect(b.reasoning.sessions()).toMatchObject([{ state: 'open', owners: [c.id] }])
  await network.pass(5 * LOOK_MS)
  expect(a.reasoning.sessions()).toMatchObject([{ state: 'published' }])
  expect(b.reasoning.traces()).toMatchObject([{ by: b.id, coherent: true }])
})

describe('who ends a session', () => {
  test('[NOD359] only who has it or had it: began it, took it, or was given it by one of these', () => {
    expect(stateOf(recordOf(close(eve)))).toBe('open')
    expect(stateOf(recordOf(conclusion(eve)))).toBe('open')
    expect(stateOf(recordOf(close(ann)))).toBe('closed')
    expect(stateOf(recordOf(close(bob), handover(bob, bob)))).toBe('closed')
    expect(stateOf(recordOf(conclusion(cas), handover(bob, cas), handover(ann, bob)))).toBe('published')
    expect(stateOf(recordOf(close(cas), handover(bob, cas)))).toBe('open')
    expect(stateOf(recordOf(close(ann), conclusion(bob), handover(ann, bob)))).toBe('published')
  })

  test('[NOD359] who never had it gives nothing on, and makes nobody an owner', () => {
    expect(ownersOf(recordOf(handover(eve, bob), handover(eve)))).toEqual([ann])
    expect(ownersOf(recordOf(handover(ann), handover(eve, bob)))).toEqual([])
    expect(ownersOf(recordOf(handover(bob, cas), handover(bob, bob)))).toEqual([ann, cas])
  })

  test('[NOD359] what a stranger says of it stops nobody: the session goes on when its owner dies', async () => {
    const network = await networkOf(['a', 'b', 'c'], { parts: { b: { modules: [answering('seer', 'open')] } } })
    const [a, b, c] = ['a', 'b', 'c'].map((name) => network.member(name)) as [Member, Member, Member]
    await a.reasoning.stop()
    await tell(network, a, { k: 'session', goal: 'what is open', module: 'seer@1' })
    await network.pass(100)
    const [session = ''] = c.core.engine.archive.sessions()
    await tell(network, c, { k: 'close', session, reason: 'because I say so' })
    await network.pass(100)
    network.kill('a')
    await network.pass(3_000)
    expect(c.reasoning.sessions()).toMatchObject([{ state: 'published' }])
    expect(b.reasoning.traces()).toMatchObject([{ by: b.id, session }])
  })
})

describe('words that count no more', () => {
  const told = (...more: readonly Said[]): Engine => {
    const engine = createEngine(foundingOf())
    engine.add([begun, ...more])
    return engine
  }

  test('[NOD360] what was ended by somebody whose word counts no more is open again, and closed when it counts again', () => {
    const engine = told(handover(bob, bob), close(bob))
    const open = createOpenSessions(engine)
    const openNow = (): readonly string[] => {
      open.gather()
      return [...open.ids()].filter((id) => open.recordOf(id)?.begun !== undefined)
    }
    expect(openNow()).toEqual([])
    engine.exclude(bob)
    expect(openNow()).toEqual([SESSION])
    expect(open.ownedBy(ann).map(({ id }) => id)).toEqual([SESSION])
    expect(open.ownedBy(bob)).toEqual([])
    engine.include(bob)
    expect(openNow()).toEqual([])
  })

  test('[NOD360] nor is there a session that somebody began whose word counts no more', () => {
    const engine = told(step(bob))
    engine.exclude(ann)
    expect(stateOf(engine.session(SESSION)!)).toBeUndefined()
    engine.include(ann)
    engine.discount(['entry0'])
    expect(stateOf(engine.session(SESSION)!)).toBeUndefined()
    engine.recount(['entry0'])
    expect(stateOf(engine.session(SESSION)!)).toBe('open')
  })

  test('[NOD361] who signed twice is heard nowhere; in a closed realm who may write is, in its domains', () => {
    const members = new Map([
      [ann, { cuts: null, roles: ['write'] }],
      [bob, { cuts: null, roles: ['write'], domains: ['maps'] }],
      [cas, { cuts: null, roles: ['admin'] }],
      [eve, { cuts: [], roles: ['write'] }],
    ])
    const core = (isClosed: boolean, twice: AuthorKey | null): Parameters<typeof isHeardIn>[0] =>
      ({ engine: { isExcluded: (author: string) => author === twice }, membership: () => (isClosed ? { members } : null) }) as never
    const heard = (isClosed: boolean, twice: AuthorKey | null, domain?: string): readonly string[] =>
      [ann, bob, cas, eve].filter((author) => isHeardIn(core(isClosed, twice), author, domain))
    expect(heard(false, null)).toEqual([ann, bob, cas, eve])
    expect(heard(false, bob)).toEqual([ann, cas, eve])
    expect(heard(true, null)).toEqual([ann, bob])
    expect(heard(true, null, 'main')).toEqual([ann])
    expect(heard(true, ann)).toEqual([bob])
    expect(isHeardIn(core(true, null), 'stranger' as AuthorKey)).toBe(false)
  })

  test('[NOD361] whose word does not count goes on with nothing: nobody would hear it', async () => {
    const clock = createVirtualClock()
    const taken: string[] = []
    let isHeard = false
    const parts: TakeoverParts = {
      ...{ clock, engine: told(), self: bob, members: () => [], isHeard: () => isHeard, isAble: () => Promise.resolve(true) },
      ...{ isBusyWith: () => false, take: (id) => void taken.push(id), giveOn: () => undefined, domainOf: () => 'main' },
      close: () => undefined,
    }
    const takeover = createTakeover(parts)
    const look = async (): Promise<void> => {
      clock.pass(LOOK_MS)
      await new Promise<void>((resolve) => void setImmediate(resolve))
    }
    await look()
    expect(taken).toEqual([])
    isHeard = true
    await look()
    expect(taken).toEqual([SESSION])
    takeover.stop()
  })
})
