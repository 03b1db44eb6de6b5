/** Behind: a node that starts answers at once, and what it answers is what it will answer when it has judged everything. */
import { array, assert, constantFrom, integer, oneof, property, record, shuffledSubarray } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cidOf, sha256, type Hash } from '../../src/base/hash.ts'
import { ok } from '../../src/base/result.ts'
import { sealEntry } from '../../src/frames/chain.ts'
import { realmOf } from '../../src/frames/founding.ts'
import { logKeyOf } from '../../src/frames/log.ts'
import type { Item, ItemId, Said } from '../../src/frames/item.ts'
import type { LawInput } from '../../src/frames/read-law.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import { nodeAgreement } from '../../src/identity/x25519.ts'
import { createRandom } from '../../src/base/random.ts'
import { createCore, type Core } from '../../src/node/core/core.ts'
import { AHEAD_FRAMES_MAX, START_SLICE_ENTRIES } from '../../src/node/core/limits.ts'
import { createMemoryJournal, type MemoryDisk } from '../../src/node/memory-journal.ts'
import { createEngine } from '../../src/semantics/create.ts'
import { runs, TIMEOUT_MS } from '../reference/runs.ts'
import { boot, createVirtualClock, door, foundingOf, LAW, writing, type VirtualClock } from './world.ts'

/** Laws under which frames stand alone, and under which they do not. */
const LAWS: readonly LawInput[] = [
  LAW,
  { slots: { state: [{ k: 'atMost', n: 1 }, { k: 'enum', values: ['a', 'b'] }] } },
  { slots: { state: [{ k: 'atMost', n: 1 }], other: [{ k: 'sub', of: 'state' }] } },
  { ...LAW, rules: ['state("f0", X) :- state("f1", X).'] },
]

const LOG = { realm: realmOf(foundingOf()), domain: 'main', kind: 'frames', epoch: 1 } as const

interface Waking {
  readonly core: Core
  /** Items that judgement was told, until now. */
  told(): number
}

/** A core that has just read its journal: nothing that waits for the clock has happened yet. */
function wake(clock: VirtualClock, disk: MemoryDisk, law: LawInput = LAW): Waking {
  let told = 0
  const founding = foundingOf(law)
  const core = createCore({
    ...{ founding, clock, signatures: nodeSignatures, agreement: nodeAgreement, name: 'a', random: createRandom('waking') },
    keyPair: nodeSignatures.keyPairFromSeed(sha256('seed of a')),
    journal: {
      ...createMemoryJournal(clock, disk),
      open(visit, done) {
        for (const row of disk.rows) visit(row)
        done(ok({ starts: disk.starts, damage: [] }))
      },
    },
    createEngine(judged) {
      const engine = createEngine(judged)
      const add = (said: readonly Said[]): void => {
        told += said.length
        engine.add(said)
      }
      return { ...engine, add }
    },
  })
  core.start(() => undefined)
  return { core, told: () => told }
}

interface Drawn {
  readonly kind: 'claim' | 'joining' | 'withdraw' | 'undercut'
  readonly frame: string
  readonly slot: string
  readonly value: string
  readonly not: boolean
  readonly about: number
  readonly rests: boolean
}

const frames = ['f0', 'f1', 'f2', 'f3']
const drawn = record({
  kind: oneof({ weight: 6, arbitrary: constantFrom('claim' as const) }, constantFrom<Drawn['kind']>('joining', 'withdraw', 'undercut')),
  frame: constantFrom(...frames),
  slot: constantFrom('state', 'state', 'other'),
  value: constantFrom('a', 'b', 'c'),
  not: constantFrom(false, false, true),
  about: integer({ min: 0, max: 20 }),
  rests: constantFrom(false, false, false, true),
})

const PLAIN: Drawn = { kind: 'claim', frame: 'f0', slot: 'other', value: 'a', not: false, about: 0, rests: false }

/** A disk on which these were written one after the other; the ids of claims that they name are those of earlier ones. */
function written(clock: VirtualClock, law: LawInput, all: readonly Drawn[], isJoined: boolean): MemoryDisk {
  const { core, disk } = boot(clock, 'a', undefined, { founding: foundingOf(law) })
  const ids: ItemId[] = []
  for (const one of all) {
    const about = ids[one.about % Math.max(1, ids.length)]
    if (one.kind === 'joining' && !isJoined) continue
    if ((one.kind === 'withdraw' || one.kind === 'undercut') && about === undefined) continue
    const outcome = writing(core, [itemOf(one, about)])
    clock.pass(2)
    if (one.kind === 'claim') ids.push(...(outcome.claimed?.ids ?? []))
  }
  return disk
}

function itemOf({ kind, frame, slot, value, not, rests }: Drawn, about: ItemId | undefined): Item {
  if (kind === 'joining') return { k: 'claim', frame, slot: 'sameAs', value: { ref: 'f0' } }
  if (kind !== 'claim') return { k: kind, claim: about ?? '#0' }
  return { ...{ k: kind, frame, slot, value }, ...(not ? { not } : {}), ...(rests && about !== undefined ? { because: [about] } : {}) }
}

describe('a node that starts', () => {
  test('[NOD370] answers for each frame, before it has judged the rest, what it answers afterwards', () => {
    const asked = shuffledSubarray(frames, { minLength: 4 })
    const worlds = array(drawn, { maxLength: 14 })
    assert(property(constantFrom(...LAWS), worlds, asked, constantFrom(false, false, true), (law, all, order, isJoined) => {
      const clock = createVirtualClock()
      const disk = written(clock, law, all, isJoined)
      const early = wake(clock, disk, law).core.engine
      const whole = wake(clock, disk, law).core.engine
      whole.digest()
      for (const frame of order) {
        const standings = early.standingsOf(frame)
        expect(standings).toEqual(whole.standingsOf(frame))
        expect(standings.map((one) => early.claimsOf(one))).toEqual(standings.map((one) => whole.claimsOf(one)))
      }
      expect([early.digest(), early.conflicts(), early.size(), early.frames()])
        .toEqual([whole.digest(), whole.conflicts(), whole.size(), whole.frames()])
    }), runs(150))
  }, TIMEOUT_MS)

  const many = (clock: VirtualClock): MemoryDisk => {
    const { core, disk } = boot(clock, 'a')
    for (let at = 0; at < 400; at += 1) {
      writing(core, Array.from({ length: 5 }, (_, slot): Item => ({ k: 'claim', frame: `room-${at}`, slot: `s${slot}`, value: at })))
      clock.pass(1)
    }
    return disk
  }

  test('[NOD371] judges a frame that is asked for by what bears on it, and the rest in pieces while nobody waits', () => {
    const clock = createVirtualClock()
    const disk = many(clock)
    const { core, told } = wake(clock, disk)
    expect([core.status().entries, told()]).toEqual([400, 2_000]) // what counts claims waits for all of them
    const waking = wake(clock, disk)
    expect(waking.told()).toBe(0)
    expect(waking.core.engine.standingsOf('room-7')).toHaveLength(5)
    expect(waking.core.engine.standingsOf('room-7')).toHaveLength(5)
    expect(waking.told()).toBe(5)
    clock.pass(1)
    expect(waking.told()).toBe(2_005) // once more, which changes nothing
    expect(waking.core.engine.digest()).toBe(core.engine.digest())
    expect(START_SLICE_ENTRIES).toBeGreaterThan(400)
  })

  test('[NOD371] looks through what is left for a few frames only, and not at all where frames do not stand alone', () => {
    const clock = createVirtualClock()
    const disk = many(clock)
    const { core, told } = wake(clock, disk)
    for (let at = 0; at < AHEAD_FRAMES_MAX; at += 1) core.engine.standingsOf(`room-${at}`)
    expect(told()).toBe(5 * AHEAD_FRAMES_MAX)
    core.engine.standingsOf('room-100')
    expect(told()).toBe(5 * AHEAD_FRAMES_MAX + 2_000)
    const other = written(clock, LAWS[2] ?? LAW, frames.map((frame) => ({ ...PLAIN, frame })), false)
    const waking = wake(clock, other, LAWS[2])
    waking.core.engine.standingsOf('f1')
    expect(waking.told()).toBe(frames.length)
  })

  test('[NOD371] does not take a frame for one that stands alone when what it was told already joins it with others', () => {
    const text = (frame: string, value: string, because?: ItemId): string =>
      JSON.stringify({ at: 1, items: [{ ...(because ? { because: [because] } : {}), frame, k: 'claim', slot: 'state', value }], sig: 'x' })
    const idOf = (at: number): Hash => cidOf(`entry ${at}`)
    const log = logKeyOf({ ...LOG, author: nodeSignatures.keyPairFromSeed(sha256('seed of b')).author })
    const fillers = Array.from({ length: START_SLICE_ENTRIES }, (_, at) => text(`filler-${at}`, 'a'))
    const bodies = [text('f3', 'a'), text('f0', 'a', `${idOf(0)}#0`), ...fillers]
    const first = { log, from: 0, bodies, ids: bodies.map((_, at) => idOf(at)), seenAt: 1 }
    const last = { log, from: bodies.length, bodies: [text('f0', 'b')], ids: [idOf(bodies.length)], seenAt: 1 }
    const due: (() => void)[] = []
    const after = (_ms: number, run: () => void): (() => void) => (due.push(run), () => undefined)
    const clock = { now: () => 1_700_000_000_000, after, pass: () => undefined }
    const { core, told } = wake(clock, { starts: 1, rows: [first, last] })
    due[0]?.()
    expect(told()).toBe(bodies.length)
    expect(core.engine.standingsOf('f3').map(({ status }) => status)).toEqual(['undecided'])
    expect(told()).toBe(bodies.length + 1)
  })

  test('[NOD372] tells a listener what came since as news, and nothing of what it held', () => {
    const clock = createVirtualClock()
    const first = boot(clock, 'a')
    writing(first.core, [door('old', 'open'), door('old', 'closed')])
    clock.pass(5)
    const { core } = wake(clock, first.disk)
    const heard: string[] = []
    core.subscribe((event) => (event.type === 'conflict' ? heard.push(event.conflict.text) : undefined))
    const keyPair = nodeSignatures.keyPairFromSeed(sha256('seed of b'))
    const log = { ...LOG, author: keyPair.author }
    const link = sealEntry(log, 0, null, clock.now(), [door('new', 'open'), door('new', 'closed')], keyPair)
    expect(core.offer({ log, from: 0, prev: null, bodies: [link.text] }, 'b')).toBe('admitted')
    clock.pass(5_000)
    expect(heard).toHaveLength(1)
    expect(heard[0]).toContain('new')
    expect(core.engine.conflicts()).toHaveLength(2)
  })
})
