/** The machine step by step: what it answers to one input. */
import { expect, test } from 'vitest'
import { cidOf } from '../../src/base/hash.ts'
import { createRandom } from '../../src/base/random.ts'
import type { Range } from '../../src/frames/entry.ts'
import { logKeyOf, type Held, type Log, type LogKey } from '../../src/frames/log.ts'
import { encodeMessage } from '../../src/sync/codec.ts'
import type { SyncLimits } from '../../src/sync/limits.ts'
import type { Effect } from '../../src/sync/machine.ts'
import type { Beacon, Message, VectorLine } from '../../src/sync/message.ts'
import { createSync, type Sync } from '../../src/sync/sync.ts'
import { introduce } from './end.ts'
import { authorOf, createNet, logOf, meansOf, REALM } from './toy.ts'

const heldOf = (count: number, branch = ''): Held => ({ count, head: cidOf(`head ${count} ${branch}`) })
const rangeOf = (log: Log, from: number, count: number, body = '{}'): Range => ({
  log,
  from,
  prev: from === 0 ? null : cidOf(`head ${from}`),
  bodies: Array.from({ length: count }, () => body),
})
const beaconOf = (more: Partial<Beacon> = {}): Beacon => ({
  t: 'beacon',
  root: '0'.repeat(64),
  entries: 1,
  durable: false,
  ...more,
})
const sentTo = (effects: readonly Effect[], peer?: string): Message[] =>
  effects.flatMap((effect) => (effect.type === 'send' && (peer === undefined || effect.peer === peer) ? [effect.message] : []))
const kinds = (effects: readonly Effect[]): string[] =>
  effects.map((effect) => (effect.type === 'send' ? `${effect.peer} ${effect.message.t}` : effect.type))

/** A machine named `me` with these peers ready. */
function machineWith(peers: readonly string[], limits: Partial<SyncLimits> = {}, role: 'member' | 'leaf' = 'member'): Sync {
  const self = { realm: REALM, author: authorOf('me'), name: 'me', role }
  const sync = createSync({ self, means: meansOf('me'), random: createRandom('me'), limits })
  for (const peer of peers) introduce(sync, peer)
  return sync
}
const receive = (sync: Sync, peer: string, message: Message, now = 1): readonly Effect[] =>
  sync.step({ type: 'message', peer, message }, now)
const load = (sync: Sync, log: Log, count: number): void => {
  sync.step({ type: 'grown', log, held: heldOf(count), from: null, range: null }, 0)
}
/** The one of two names whose machine begins comparisons, as seen from `me`. */
const second = ['p', 'q', 'r', 's', 't'].find((name) => authorOf(name) > authorOf('me')) ?? ''
const first = ['p', 'q', 'r', 's', 't'].find((name) => authorOf(name) < authorOf('me')) ?? ''

test('[SYN5] the root does not depend on the order of growth', () => {
  const logs = Array.from({ length: 300 }, (_, epoch) => logOf('x', epoch))
  const forth = machineWith([])
  const back = machineWith([])
  for (const log of logs) load(forth, log, 2)
  for (const log of logs.toReversed()) {
    load(back, log, 1)
    back.root()
    load(back, log, 2)
  }
  expect(back.root()).toBe(forth.root())
  expect(back.entries()).toBe(600)
  load(back, logOf('x', 7), 3)
  expect(back.root()).not.toBe(forth.root())
})

test('[SYN6] a new entry goes to neighbours at once, not back, not to its author, not to a known holder', () => {
  const sync = machineWith(['p', 'q', 'r', 'author'])
  const log = logOf('author')
  receive(sync, 'r', { t: 'have', logs: [[logKeyOf(log), 1]] })
  const effects = sync.step({ type: 'grown', log, held: heldOf(1), from: 'p', range: rangeOf(log, 0, 1) }, 2)
  expect(kinds(effects)).toEqual(['q entries'])
})

test('[SYN6] a large range is announced, not pushed', () => {
  const sync = machineWith(['p'])
  const log = logOf('me')
  const effects = sync.step({ type: 'grown', log, held: heldOf(9), from: null, range: rangeOf(log, 0, 9, 'x'.repeat(10_000)) }, 2)
  expect(sentTo(effects)).toEqual([{ t: 'vector', logs: [[logKeyOf(log), 9, heldOf(9).head]] }])
})

test('[SYN7] a gap makes a want and no admission', () => {
  const sync = machineWith(['p'])
  const log = logOf('p')
  expect(kinds(receive(sync, 'p', { t: 'entries', range: rangeOf(log, 0, 2) }))).toEqual(['admit'])
  sync.step({ type: 'grown', log, held: heldOf(2), from: 'p', range: rangeOf(log, 0, 2) }, 1)
  const effects = receive(sync, 'p', { t: 'entries', range: rangeOf(log, 5, 1) })
  expect(effects.map((effect) => effect.type)).toEqual(['send'])
  expect(sentTo(effects)[0]).toMatchObject({ t: 'want', log: logKeyOf(log), from: 2 })
  expect(receive(sync, 'p', { t: 'entries', range: rangeOf(log, 6, 1) })).toEqual([])
})

test('[SYN8] have follows durability; confirmation is by another member than the author', () => {
  const sync = machineWith(['p', 'q'])
  const log = logOf('p')
  const key = logKeyOf(log)
  receive(sync, 'p', { t: 'entries', range: rangeOf(log, 0, 2) })
  expect(sentTo(sync.step({ type: 'grown', log, held: heldOf(2), from: 'p', range: rangeOf(log, 0, 2) }, 1), 'p')).toEqual([])
  const effects = sync.step({ type: 'durable', logs: [[key, 2]] }, 2)
  expect(effects).toEqual([{ type: 'send', peer: 'p', message: { t: 'have', logs: [[key, 2]] } }])
  expect(receive(sync, 'p', { t: 'have', logs: [[key, 2]] })).toEqual([])
  const confirmed = { type: 'confirmed', log: key, count: 2, author: authorOf('q'), peer: 'q' }
  expect(receive(sync, 'q', { t: 'have', logs: [[key, 9]] })).toEqual([confirmed])
  expect(receive(sync, 'q', { t: 'have', logs: [[key, 2]] })).toEqual([])
})

test('[SYN8] who passes on what another said is sent no have: nothing would follow from it', () => {
  const sync = machineWith(['p', 'q'])
  const log = logOf('p')
  receive(sync, 'q', { t: 'entries', range: rangeOf(log, 0, 2) })
  sync.step({ type: 'grown', log, held: heldOf(2), from: 'q', range: rangeOf(log, 0, 2) }, 1)
  expect(sync.step({ type: 'durable', logs: [[logKeyOf(log), 2]] }, 2)).toEqual([])
})

test('[SYN8] a beacon with an equal durable root confirms what a lost have did not', () => {
  const sync = machineWith(['p'])
  const log = logOf('me')
  sync.step({ type: 'grown', log, held: heldOf(3), from: null, range: rangeOf(log, 0, 3) }, 1)
  expect(receive(sync, 'p', beaconOf({ root: sync.root() }))).toEqual([])
  const effects = receive(sync, 'p', beaconOf({ root: sync.root(), durable: true }))
  const confirmed: Effect = { type: 'confirmed', log: logKeyOf(log), count: 3, author: authorOf('p'), peer: 'p' }
  expect(effects).toEqual([confirmed, { type: 'level', peer: 'p' }])
})

test('[SYN8] a beacon says durable only when nothing is unsafe', () => {
  const sync = machineWith(['p'])
  const log = logOf('me')
  const isDurable = (now: number): unknown => {
    const beacon = sentTo(sync.step({ type: 'tick' }, now)).find((message) => message.t === 'beacon')
    return beacon?.t === 'beacon' ? beacon.durable : undefined
  }
  sync.step({ type: 'grown', log, held: heldOf(2), from: null, range: rangeOf(log, 0, 2) }, 1)
  expect(isDurable(2_000)).toBe(false)
  sync.step({ type: 'durable', logs: [[logKeyOf(log), 1]] }, 2_001)
  expect(isDurable(4_000)).toBe(false)
  sync.step({ type: 'durable', logs: [[logKeyOf(log), 2]] }, 4_001)
  expect(isDurable(6_000)).toBe(true)
})

test('[SYN9] equal roots with different digests by the same terms raise one alarm', () => {
  const sync = machineWith(['p'])
  load(sync, logOf('x'), 1)
  const root = sync.root()
  const terms = 'semantics 4'
  sync.step({ type: 'verdict', verdict: { root, digest: 'ours', terms } }, 1)
  const alarm = beaconOf({ root, verdict: { root, digest: 'theirs', terms } })
  expect(receive(sync, 'p', beaconOf({ root, verdict: { root, digest: 'ours', terms } }))).toEqual([])
  for (const other of ['semantics 5', '']) {
    expect(receive(sync, 'p', beaconOf({ root, verdict: { root, digest: 'theirs', terms: other } }))).toEqual([])
  }
  expect(receive(sync, 'p', beaconOf({ root, verdict: { root: '1'.repeat(64), digest: 'theirs', terms } }))).toEqual([])
  expect(kinds(receive(sync, 'p', alarm))).toEqual(['alarm'])
  expect(receive(sync, 'p', alarm)).toEqual([])
})

test('[SYN10] what comes before the hello is not heard, and too much of it ends the connection', () => {
  const sync = machineWith([], { strangerMessages: 3 })
  expect(sentTo(sync.step({ type: 'up', peer: 'p' }, 0))[0]?.t).toBe('hello')
  const pushed: Message = { t: 'entries', range: rangeOf(logOf('p'), 0, 1) }
  for (let time = 0; time < 3; time += 1) expect(receive(sync, 'p', pushed)).toEqual([])
  expect(kinds(receive(sync, 'p', pushed))).toEqual(['drop'])
})

test('[SYN10] a log of another realm ends the connection', () => {
  const sync = machineWith(['p'])
  const log: Log = { ...logOf('p'), realm: cidOf('elsewhere') }
  const foreign: Message[] = [
    { t: 'entries', range: rangeOf(log, 0, 1) },
    { t: 'want', log: logKeyOf(log), from: 0, credit: 1 },
    { t: 'vector', logs: [[logKeyOf(log), 1, cidOf('x')]] },
    { t: 'have', logs: [[logKeyOf(log), 1]] },
  ]
  for (const message of foreign) expect(kinds(receive(sync, 'p', message))).toEqual(['drop'])
})

test('[SYN11] nothing is kept of a peer that left; its wants go to others', () => {
  const sync = machineWith(['p', 'q'])
  const log = logOf('x')
  const told: Message = { t: 'vector', logs: [[logKeyOf(log), 4, heldOf(4).head ?? 'forked']] }
  expect(kinds(receive(sync, 'p', told))).toEqual(['p want'])
  expect(receive(sync, 'q', told)).toEqual([])
  expect(kinds(sync.step({ type: 'down', peer: 'p' }, 2))).toEqual(['q want'])
  sync.step({ type: 'down', peer: 'q' }, 3)
  expect(sync.sizes()).toEqual({ peers: 0, wants: 0, perPeer: 0, members: 0, asks: 0 })
  expect(sync.due()).toBe(null)
})

test('[SYN12] a peer that names and wants everything is held within the limits', () => {
  const limits = { wantsPerPeer: 4, lackingLogs: 10, knownLogs: 10, servesPerPeer: 3, peers: 2 }
  const sync = machineWith(['p'], limits)
  const logs = Array.from({ length: 50 }, (_, epoch) => logOf('x', epoch))
  const effects = receive(sync, 'p', { t: 'vector', logs: logs.map((log) => [logKeyOf(log), 1, cidOf('head')] as const) })
  expect(effects).toHaveLength(4)
  expect(sync.sizes()).toMatchObject({ peers: 1, wants: 4, perPeer: 10 })
  for (const log of logs) load(sync, log, 1)
  const served = logs.flatMap((log) => receive(sync, 'p', { t: 'want', log: logKeyOf(log), from: 0, credit: 10 }))
  expect(kinds(served)).toEqual(['serve', 'serve', 'serve'])
  sync.step({ type: 'up', peer: 'q' }, 2)
  expect(kinds(sync.step({ type: 'up', peer: 'r' }, 2))).toEqual(['drop'])
})

test('[SYN13] a stalled want is given up and asked of another', () => {
  const sync = machineWith(['p', 'q'])
  const log = logOf('x')
  const told: Message = { t: 'vector', logs: [[logKeyOf(log), 4, cidOf('head')]] }
  receive(sync, 'p', told)
  receive(sync, 'q', told)
  expect(kinds(sync.step({ type: 'tick' }, 2_000)).filter((kind) => kind.endsWith('want'))).toEqual(['q want'])
  expect(kinds(sync.step({ type: 'tick' }, 4_000)).filter((kind) => kind.endsWith('want'))).toEqual([])
  expect(sync.sizes().wants).toBe(0)
})

test('[SYN13] into a dead link go hellos and beacons only', () => {
  const net = createNet({ seed: 'dead', names: ['a', 'b'], links: [['a', 'b']] })
  net.run(100)
  net.write('a', 'one')
  net.run(200)
  net.setFate((from) => (from === 'a' ? [] : [5]))
  net.write('a', 'two')
  net.run(5_000)
  const before = net.sent()
  net.run(20_000)
  const { beacon = 0, vector = 0, ...rest } = net.sent()
  expect({ ...before, ...rest }).toEqual(before)
  expect(beacon + vector - (before['beacon'] ?? 0) - (before['vector'] ?? 0)).toBeLessThanOrEqual(3 * 15)
})

test('[SYN14] a forked log is told as its lowest proven seq, whichever branch is held', () => {
  const left = machineWith(['p'])
  const right = machineWith(['p'])
  const log = logOf('x')
  const key = logKeyOf(log)
  left.step({ type: 'grown', log, held: heldOf(5, 'left'), from: null, range: null }, 0)
  right.step({ type: 'grown', log, held: heldOf(9, 'right'), from: null, range: null }, 0)
  left.step({ type: 'forked', log: key, seq: 4 }, 1)
  left.step({ type: 'forked', log: key, seq: 3 }, 1)
  right.step({ type: 'forked', log: key, seq: 3 }, 1)
  right.step({ type: 'forked', log: key, seq: 8 }, 1)
  expect([...left.lines()]).toEqual([[key, 3, 'forked']])
  expect(left.root()).toBe(right.root())
  expect(receive(left, 'p', { t: 'vector', logs: [[key, 3, 'forked']], ask: null })).toEqual([])
})

test('[SYN14] another head at an equal count is looked into, though its seqs are held', () => {
  const sync = machineWith(['p'])
  const log = logOf('x')
  load(sync, log, 3)
  const effects = receive(sync, 'p', { t: 'vector', logs: [[logKeyOf(log), 3, cidOf('other head')]] })
  expect(sentTo(effects)[0]).toMatchObject({ t: 'want', from: 2 })
  expect(kinds(receive(sync, 'p', { t: 'entries', range: rangeOf(log, 2, 1) }))).toEqual(['admit'])
  expect(receive(sync, 'p', { t: 'entries', range: rangeOf(log, 2, 1) })).toEqual([])
})

test('[SYN14] branches that part below what was sent are looked into from lower down', () => {
  const sync = machineWith(['p'])
  const log = logOf('x')
  load(sync, log, 8)
  receive(sync, 'p', { t: 'vector', logs: [[logKeyOf(log), 8, cidOf('other head')]] })
  receive(sync, 'p', { t: 'entries', range: rangeOf(log, 7, 1) })
  const effects = sync.step({ type: 'parted', peer: 'p', log: logKeyOf(log), seq: 3 }, 2)
  expect(sentTo(effects)).toEqual([{ t: 'want', log: logKeyOf(log), from: 3, credit: 1_048_576 }])
  expect(sync.sizes().wants).toBe(1)
})

test('[SYN92] who is sent the branch that it has asks once more, and no more', () => {
  const sync = machineWith(['p'])
  const log = logOf('x')
  const key = logKeyOf(log)
  load(sync, log, 3)
  receive(sync, 'p', { t: 'vector', logs: [[key, 3, cidOf('other head')]] })
  const brought = (): readonly Message[] => {
    expect(kinds(receive(sync, 'p', { t: 'entries', range: rangeOf(log, 2, 1), ends: true }))).toEqual(['admit'])
    return sentTo(sync.step({ type: 'refused', peer: 'p', log: key }, 2))
  }
  expect(brought()).toMatchObject([{ t: 'want', log: key, from: 2 }])
  expect(brought()).toEqual([])
  expect(sync.sizes().wants).toBe(0)
})

test('[SYN71] who holds less of a forked log than what leads to its fork asks for that first', () => {
  const sync = machineWith(['p'])
  const log = logOf('x')
  const wants = (): readonly Message[] => sentTo(receive(sync, 'p', { t: 'vector', logs: [[logKeyOf(log), 3, 'forked']] }, 5_000))
  expect(wants()).toMatchObject([{ t: 'want', from: 0 }])
  load(sync, log, 4)
  expect(wants()).toMatchObject([{ t: 'want', from: 3 }])
})

test('[SYN72] logs of prunes are asked for though as many wants are open as may be, and those are bounded, too', () => {
  const sync = machineWith(['p'], { wantsPerPeer: 4, wantsAhead: 2 })
  const logs = Array.from({ length: 10 }, (_, epoch) => logOf('x', epoch))
  const lines = (kind: Log['kind']): readonly VectorLine[] => logs.map((log) => [logKeyOf({ ...log, kind }), 1, cidOf('head')])
  expect(sentTo(receive(sync, 'p', { t: 'vector', logs: lines('frames') }))).toHaveLength(4)
  const ahead = sentTo(receive(sync, 'p', { t: 'vector', logs: lines('prunes') }))
  expect(ahead).toMatchObject(lines('prunes').slice(0, 2).map(([log]) => ({ t: 'want', log })))
})

test('[SYN17] a want is served piece by piece until its credit is spent', () => {
  const sync = machineWith(['p'], { entriesChars: 10, creditChars: 25 })
  const log = logOf('x')
  const key = logKeyOf(log)
  load(sync, log, 100)
  const piece = (from: number): readonly Effect[] =>
    sync.step({ type: 'served', peer: 'p', log: key, range: rangeOf(log, from, 1, '0123456789') }, 2)
  const begun = { type: 'serve', peer: 'p', log: key, from: 0, charsMax: 10 }
  expect(receive(sync, 'p', { t: 'want', log: key, from: 0, credit: 1_000 })).toEqual([begun])
  expect(receive(sync, 'p', { t: 'want', log: key, from: 0, credit: 1_000 })).toEqual([])
  expect(kinds(piece(0))).toEqual(['p entries', 'serve'])
  expect(piece(1).at(-1)).toEqual({ type: 'serve', peer: 'p', log: key, from: 2, charsMax: 5 })
  expect(kinds(piece(2))).toEqual(['p entries'])
  expect(piece(3)).toEqual([])
  expect(receive(sync, 'p', { t: 'want', log: key, from: 100, credit: 10 })).toEqual([])
})

test('[SYN17] what is lost in the middle of a credit is asked for again when its end arrives', () => {
  const sync = machineWith(['p'])
  const log = logOf('x')
  receive(sync, 'p', { t: 'vector', logs: [[logKeyOf(log), 4, cidOf('head')]] })
  expect(receive(sync, 'p', { t: 'entries', range: rangeOf(log, 1, 1) })).toEqual([])
  expect(receive(sync, 'p', { t: 'entries', range: rangeOf(log, 2, 2), ends: true })).toEqual([])
  receive(sync, 'p', { t: 'entries', range: rangeOf(log, 0, 1) })
  const effects = sync.step({ type: 'grown', log, held: heldOf(1), from: 'p', range: rangeOf(log, 0, 1) }, 2)
  expect(sentTo(effects)).toEqual([{ t: 'want', log: logKeyOf(log), from: 1, credit: 1_048_576 }])
})

test('[SYN17] an answer that ends and brings nothing is not asked for again at once', () => {
  const sync = machineWith(['p'])
  const log = logOf('x')
  load(sync, log, 2)
  receive(sync, 'p', { t: 'vector', logs: [[logKeyOf(log), 4, cidOf('head')]] })
  expect(receive(sync, 'p', { t: 'entries', range: rangeOf(log, 0, 2), ends: true })).toEqual([])
  expect(receive(sync, 'p', { t: 'entries', range: rangeOf(log, 3, 1), ends: true })).toEqual([])
})

test('[SYN18] a leaf relays nothing, and its quiet connection has a beacon every ten seconds', () => {
  const sync = machineWith(['p', 'q'], {}, 'leaf')
  const log = logOf('x')
  expect(sync.step({ type: 'grown', log, held: heldOf(1), from: 'p', range: rangeOf(log, 0, 1) }, 1)).toEqual([])
  for (const peer of ['p', 'q']) receive(sync, peer, beaconOf({ root: sync.root() }))
  const beats = Array.from({ length: 30 }, (_, second) => kinds(sync.step({ type: 'tick' }, (second + 1) * 1_200)))
  expect(beats[0]).toEqual(['p beacon', 'q beacon'])
  expect(beats.flat().filter((kind) => kind === 'p beacon')).toHaveLength(4)
})

test('[SYN3] [SYN19] thousands of logs: a hash when equal, buckets and small messages when not', () => {
  const net = createNet({ seed: 'many', names: ['a', 'b'], links: [['a', 'b']], limits: { vectorLogs: 100 } })
  const sizes: number[] = []
  for (const [name, toy] of net.toys) {
    for (let epoch = 0; epoch < 3_000; epoch += 1) load(toy.sync, logOf('x', epoch), 1)
    if (name === 'a') load(toy.sync, logOf('x', 1_234), 2)
  }
  net.run(1_000)
  for (const toy of net.toys.values()) {
    for (const effect of toy.effects) if (effect.type === 'send') sizes.push(encodeMessage(effect.message).length)
  }
  expect(net.sent()).toMatchObject({ buckets: 1, want: 1 })
  expect(Math.max(...sizes)).toBeLessThan(30_000)
})

test('[SYN3] between equal nodes with thousands of logs beacons pass and nothing else', () => {
  const net = createNet({ seed: 'quiet', names: ['a', 'b'], links: [['a', 'b']] })
  for (const toy of net.toys.values()) {
    for (let epoch = 0; epoch < 2_000; epoch += 1) load(toy.sync, logOf('x', epoch), 1)
  }
  net.run(10_000)
  const { hello, beacon, ...rest } = net.sent()
  expect(hello).toBe(4)
  expect(beacon).toBeLessThanOrEqual(2 * 11)
  expect(rest).toEqual({})
})

test('[SYN19] a bucket larger than a message is still compared whole', () => {
  const sync = machineWith(['p'], { vectorLogs: 10, smallVectorLogs: 0 })
  const logs = Array.from({ length: 4_000 }, (_, epoch) => logOf('x', epoch))
  for (const log of logs) load(sync, log, 1)
  const named = new Set<LogKey>()
  for (const message of sentTo(receive(sync, 'p', { t: 'buckets', hashes: [] }))) {
    if (message.t !== 'vector') continue
    expect(message.logs.length).toBeLessThanOrEqual(10)
    for (const [log] of message.logs) named.add(log)
  }
  expect(named.size).toBe(4_000)
})

test('[SYN20] one of two begins the comparison, and not again before its pause', () => {
  const sync = machineWith([first, second])
  load(sync, logOf('x'), 1)
  expect(receive(sync, first, beaconOf(), 1_000)).toEqual([])
  expect(kinds(receive(sync, second, beaconOf(), 1_000))).toEqual([`${second} vector`])
  expect(receive(sync, second, beaconOf(), 1_001)).toEqual([])
  expect(kinds(receive(sync, second, beaconOf(), 2_000))).toEqual([`${second} vector`])
})
