/** Insiders: members with keys who lie in our own messages; what the honest machine holds and does before and after. */
import { describe, expect, test } from 'vitest'
import { cidOf } from '../../src/base/hash.ts'
import { createRandom } from '../../src/base/random.ts'
import { logKeyOf } from '../../src/frames/log.ts'
import { SYNC_LIMITS } from '../../src/sync/limits.ts'
import type { Effect } from '../../src/sync/machine.ts'
import type { Message, VectorLine } from '../../src/sync/message.ts'
import { createSync, type Sync } from '../../src/sync/sync.ts'
import { introduce } from './end.ts'
import { authorOf, logOf, meansOf, REALM } from './toy.ts'

/** Whose comparisons are begun by the machine, and an honest peer beside. */
const liar = ['p', 'q', 'r', 's', 't'].find((name) => authorOf(name) > authorOf('me')) ?? ''
const HONEST = 'honest'
const TIMES = 2_000

function machine(): Sync {
  const self = { realm: REALM, author: authorOf('me'), name: 'me', role: 'member' } as const
  const sync = createSync({ self, means: meansOf('me'), random: createRandom('me') })
  for (const name of [liar, HONEST]) introduce(sync, name)
  sync.step({ type: 'grown', log: logOf('me'), held: { count: 3, head: cidOf('head') }, from: null, range: null }, 0)
  return sync
}
const hear = (sync: Sync, peer: string, message: Message, now = 1): readonly Effect[] =>
  sync.step({ type: 'message', peer, message }, now)
const sent = (effects: readonly Effect[], peer: string): Message[] =>
  effects.flatMap((effect) => (effect.type === 'send' && effect.peer === peer ? [effect.message] : []))
/** What the machine holds, by root, and that an honest peer gets what it wants and is asked for what it has. */
function isWell(sync: Sync, now: number): boolean {
  const key = logKeyOf(logOf('me'))
  const served = hear(sync, HONEST, { t: 'want', log: key, from: 1, credit: 100 }, now)
  hear(sync, HONEST, { t: 'entries', range: { log: logOf('x', now), from: 0, prev: null, bodies: ['{}'] } }, now)
  const asked = hear(sync, HONEST, { t: 'vector', logs: [[logKeyOf(logOf('y', now)), 2, cidOf('y')]] }, now)
  sync.step({ type: 'served', peer: HONEST, log: key, range: null }, now)
  return served.some(({ type }) => type === 'serve') && sent(asked, HONEST).some(({ t }) => t === 'want')
}

describe('lies', () => {
  test('[SYN32] beacons of roots that are nobody’s: a comparison each pause, and nothing held differs', () => {
    const sync = machine()
    const root = sync.root()
    let answers = 0
    for (let time = 0; time < TIMES; time += 1) {
      const beacon: Message = { t: 'beacon', root: time.toString(16).padStart(64, '0'), entries: 2 ** 52, durable: true }
      answers += hear(sync, liar, beacon, time).length
    }
    expect(answers).toBeLessThanOrEqual(TIMES / SYNC_LIMITS.compareMs + 1)
    expect(sync.root()).toBe(root)
    expect(isWell(sync, TIMES)).toBe(true)
  })

  test('[SYN32] a false verdict of the same state is one alarm, however often it is said', () => {
    const sync = machine()
    const root = sync.root()
    sync.step({ type: 'verdict', verdict: { root, digest: 'right', terms: '4 all' } }, 1)
    const lie = (digest: string): Message => ({ t: 'beacon', root, entries: 3, durable: true, verdict: { root, digest, terms: '4 all' } })
    const alarms = Array.from({ length: TIMES }, (_, at) => hear(sync, liar, lie(`wrong ${at}`))).flat()
    expect(alarms.filter(({ type }) => type === 'alarm')).toHaveLength(1)
    expect(isWell(sync, 5)).toBe(true)
  })

  test('[SYN32] vectors with absurd counts: a few wants, which are given up, and the honest are asked all the same', () => {
    const sync = machine()
    const lines = (from: number): VectorLine[] =>
      Array.from({ length: 1_000 }, (_, at) => [logKeyOf(logOf('nobody', from + at)), Number.MAX_SAFE_INTEGER, cidOf('head')])
    const wants = Array.from({ length: 10 }, (_, at) => hear(sync, liar, { t: 'vector', logs: lines(at * 1_000) })).flat()
    expect(sent(wants, liar)).toHaveLength(SYNC_LIMITS.wantsPerPeer)
    expect(sync.sizes().perPeer).toBeLessThanOrEqual(SYNC_LIMITS.lackingLogs)
    expect(isWell(sync, 2)).toBe(true)
    for (let now = 1_000; now < 5_000_000 && sync.sizes().wants > 0; now += 1_300) sync.step({ type: 'tick' }, now)
    expect(sync.sizes().wants).toBe(0)
    expect(sync.entries()).toBe(3)
  })

  test('[SYN32] wants without end, beyond the end, and of what nobody has: served within credit, one at a time', () => {
    const sync = machine()
    const key = logKeyOf(logOf('me'))
    const effects: Effect[] = []
    for (let time = 0; time < TIMES; time += 1) {
      effects.push(...hear(sync, liar, { t: 'want', log: key, from: time % 4, credit: Number.MAX_SAFE_INTEGER }))
      effects.push(...hear(sync, liar, { t: 'want', log: logKeyOf(logOf('nobody', time)), from: 0, credit: 1 }))
    }
    expect(effects).toHaveLength(1)
    expect(effects[0]).toMatchObject({ type: 'serve', charsMax: SYNC_LIMITS.entriesChars })
    expect(isWell(sync, 2)).toBe(true)
  })

  test('[SYN32] bogus haves confirm no more than is held, and are remembered in bounded room', () => {
    const sync = machine()
    const own = hear(sync, liar, { t: 'have', logs: [[logKeyOf(logOf('me')), Number.MAX_SAFE_INTEGER]] })
    expect(own).toEqual([{ type: 'confirmed', log: logKeyOf(logOf('me')), count: 3, author: authorOf(liar), peer: liar }])
    for (let at = 0; at < TIMES; at += 1) {
      expect(hear(sync, liar, { t: 'have', logs: [[logKeyOf(logOf('nobody', at)), 9]] })).toEqual([])
    }
    expect(sync.sizes().perPeer).toBeLessThanOrEqual(SYNC_LIMITS.knownLogs)
    expect(isWell(sync, 2)).toBe(true)
  })

  test('[SYN32] entries of others that are none go to nobody: they are wanted or examined, never passed on unexamined', () => {
    const sync = machine()
    const root = sync.root()
    const kinds = new Set<string>()
    for (let at = 0; at < TIMES; at += 1) {
      const range = { log: logOf('nobody', at), from: at % 3, prev: at % 3 === 0 ? null : cidOf('prev'), bodies: ['{"forged":true}'] }
      for (const effect of hear(sync, liar, { t: 'entries', range })) {
        kinds.add(effect.type === 'send' ? `${effect.peer} ${effect.message.t}` : effect.type)
        if (effect.type === 'admit') sync.step({ type: 'refused', peer: liar, log: logKeyOf(range.log) }, 1)
      }
    }
    expect([...kinds].sort()).toEqual(['admit', `${liar} want`].sort())
    expect(sync.root()).toBe(root)
    expect(isWell(sync, 2)).toBe(true)
  })
})
