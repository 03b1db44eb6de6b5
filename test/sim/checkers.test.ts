/** The checkers: each is content with a run that is as it should be, and names what is not. */
import { expect, test } from 'vitest'
import { cidOf, sha256 } from '../../src/base/hash.ts'
import { sealEntry } from '../../src/frames/chain.ts'
import type { Said } from '../../src/frames/item.ts'
import { logKeyOf, type Log } from '../../src/frames/log.ts'
import { CHECKERS } from '../../src/sim/checkers/index.ts'
import type { DocumentSeen, StockSeen } from '../../src/sim/documents/carriers.ts'
import { NO_FAULTS } from '../../src/sim/faults.ts'
import type { Asked, LogView, NodeView, Removal, View } from '../../src/sim/outcome.ts'
import { createStandInSignatures } from '../../src/sim/stand-in.ts'
import { createArchive, type Archive } from '../../src/traces/archive.ts'
import type { Component, Standing } from '../../src/semantics/judgement.ts'

const keyPair = createStandInSignatures().keyPairFromSeed(sha256('a'))
const { author } = keyPair
const log: Log = { realm: cidOf('realm'), domain: 'main', kind: 'frames', author, epoch: 1 }
const link = sealEntry(log, 0, null, 1, [{ k: 'claim', frame: 'f', slot: 's', value: 1 }], keyPair)
const entry = link.id
const held: LogView = { log, ids: [entry], bodies: [link.text] }
const standing: Standing = {
  ...{ frame: 'f', slot: 's', value: 1, not: false, status: 'clear', weight: '1000000', by: [author], derived: false },
  window: [null, null],
}
const said: Said = { id: `${entry}#0`, by: author, item: { k: 'claim', frame: 'f', slot: 's', value: 1 } }

const session: Said = { id: `${entry}#1`, by: author, item: { k: 'session', goal: 'g' } }
const conclusion = {
  ...{ id: `${entry}#2`, by: author },
  item: { k: 'conclusion' as const, session: session.id, concludes: { frame: 'f', slot: 's', value: 1 } },
}
const stepless = { ...conclusion, item: { ...conclusion.item, steps: [`${entry}#7`] } }
const twice = { standings: () => [{ ...standing, weight: '2000000' }] }
const removal: Removal = { atMs: 0, key: author, by: author, cuts: [] }
const stock: StockSeen = { name: 's', changed: 0, shared: 0, refused: 0, endless: 0 }
const document: DocumentSeen = { node: 'a', log: logKeyOf(log), sum: 's', entries: [entry] }
const asked: Asked = { node: 'a', goal: 'g', atMs: 0, timeoutMs: 1_000, endedAtMs: 500, outcome: 'answered' }

function archiveOf(said: readonly Said[]): Archive {
  const archive = createArchive()
  for (const one of said) archive.add(one)
  return archive
}

const node = (name: string, more: Partial<NodeView> = {}): NodeView => ({
  ...{ name, author, isUp: true, entries: 1, state: 's', verdict: 'v', provisional: 0, waiting: 0, asks: 0, load: 0, sentByReading: 0 },
  holds: () => true,
  logs: () => [held],
  standings: () => [standing],
  conflicts: () => [],
  components: () => [],
  ...{ isMember: () => true, isRemoved: () => false, equivocators: new Set<string>(), realm: () => '' },
  traces: () => [],
  told: createArchive,
  ...more,
})
const view = (more: Partial<View> = {}): View => ({
  scenario: {
    version: 1,
    seed: '0',
    topology: { nodes: ['a', 'b'], links: [['a', 'b']] },
    workload: { slots: {}, rules: [], writes: [], stormMs: 1 },
    faults: NO_FAULTS,
  },
  nodes: [node('a'), node('b')],
  acknowledged: [{ node: 'a', entry }],
  ...{ forgotten: [], overstated: [], confirmed: [], unforked: [], mute: [], faults: [] },
  writes: [{ node: 'a', atMs: 0, outcome: 'acknowledged' }],
  ...{ asked: [], removals: [], documents: null, stock: [] },
  signed: new Map([[entry, { node: 'a', author, atMs: 0 }]]),
  hostile: new Set(),
  alike: { pairs: 10, agreeing: 10, frames: 10, unlike: 0 },
  reads: { looked: 1, sent: 0, stale: [] },
  healedAfterMs: 0,
  quiet: { messages: 12, stockMessages: 0, lastedMs: 5_000, wires: 1 },
  saidBy: () => [said],
  judge: () => 'v',
  ...more,
})
const bent = (more: Partial<NodeView>): Partial<View> => ({ nodes: [node('a', more), node('b')] })
const open: Component = { id: 'c', conflicts: [], exact: true, undecided: true, forks: [], more: false }

test('[SIM8] each checker is content with what it shall be', () => {
  expect(Object.values(CHECKERS).flatMap((check) => check(view()))).toEqual([])
})

const BREACHES: readonly (readonly [promise: string, what: string, more: Partial<View>])[] = [
  ['convergence', 'another state', bent({ state: 'other' })],
  ['convergence', 'another verdict', bent({ verdict: 'other' })],
  ['nothingLost', 'an acknowledged entry that is not held', bent({ holds: () => false })],
  ['nothingLost', 'one that was not held after a start', { forgotten: [{ node: 'a', entry }] }],
  ['noForgery', 'an entry that nobody signed', { signed: new Map() }],
  ['noForgery', 'one that another signed', { signed: new Map([[entry, { node: 'b', author: 'b' as typeof author, atMs: 0 }]]) }],
  ['chains', 'an entry that is not kept', bent({ logs: () => [{ ...held, bodies: [] }] })],
  ['chains', 'one that its id does not name', bent({ logs: () => [{ ...held, ids: [cidOf('other')] }] })],
  ['chains', 'one that is spelt otherwise', bent({ logs: () => [{ ...held, bodies: [` ${link.text}`] }] })],
  ['forksKept', 'a forgotten proof', { unforked: [{ node: 'a', log: 'l' }] }],
  ['forksKept', 'an open dispute without ways out', bent({ components: () => [open] })],
  ['voices', 'a claim that is not there', bent({ standings: () => [] })],
  ['voices', 'a vote counted twice', bent({ standings: () => [{ ...standing, weight: '2000000' }] })],
  ['orderFree', 'a judgement that order changes', { judge: () => 'other' }],
  ['tracesMigrate', 'a session that nobody brings to an end', bent({ told: () => archiveOf([session]) })],
  ['oneVote', 'a session with two votes', bent({ ...twice, told: () => archiveOf([session, conclusion]) })],
  ['tracesHold', 'a trace without its step', bent({ told: () => archiveOf([session, stepless]) })],
  ['tracesHold', 'a trace that is not shown', bent({ told: () => archiveOf([session, conclusion]) })],
  ['asksEnd', 'a goal without an end', { asked: [{ ...asked, outcome: null, endedAtMs: null }] }],
  ['asksEnd', 'an end without a code', { asked: [{ ...asked, outcome: 'threw up' }] }],
  ['asksEnd', 'an end that came late', { asked: [{ ...asked, endedAtMs: 60_000 }] }],
  ['asksEnd', 'a question left over', bent({ asks: 1 })],
  ['documentsAlike', 'a log without a document', { documents: [] }],
  ['documentsAlike', 'a document of something else', { documents: [{ ...document, entries: [] }, { ...document, node: 'b' }] }],
  ['documentsAlike', 'other bytes than elsewhere', { documents: [document, { ...document, node: 'b', sum: 'other' }] }],
  ['sameMembers', 'another set of members', bent({ realm: () => 'other' })],
  ['cutsHold', 'a log that counts beyond its cut', { ...bent({ isRemoved: () => true }), removals: [removal] }],
  ['shadows', 'what stays provisional', bent({ provisional: 1 })],
  ['shadows', 'what was confirmed by nobody', { overstated: [{ node: 'a', entry }] }],
  ['liveness', 'a node that is down', bent({ isUp: false })],
  ['liveness', 'a node that writes no more', { mute: ['a'] }],
  ['liveness', 'a write without an answer', { writes: [{ node: 'a', atMs: 0, outcome: null }] }],
  ['liveness', 'a network that did not heal', { healedAfterMs: null }],
  ['memory', 'what waits when all is quiet', bent({ waiting: 1 })],
  ['reading', 'messages sent to be read', bent({ sentByReading: 1 })],
  ['reading', 'messages sent to be read in the storm', { reads: { looked: 1, sent: 1, stale: [] } }],
  ['reading', 'an answer without what was acknowledged', { reads: { looked: 1, sent: 0, stale: [{ node: 'a', entry }] } }],
  ['rounds', 'a network that healed after six beats', { healedAfterMs: 5_050 }],
  ['likeness', 'pairs that do not agree', { alike: { pairs: 1_000, agreeing: 599, frames: 0, unlike: 0 } }],
  ['likeness', 'claims that are not held alike', { alike: { pairs: 0, agreeing: 0, frames: 1_000, unlike: 501 } }],
  ['stockPeers', 'a foreign change that nobody refused', { stock: [{ ...stock, changed: 1 }] }],
  ['stockPeers', 'an honest one that was refused', { stock: [{ ...stock, refused: 1 }] }],
  ['stockPeers', 'talk without end', { stock: [{ ...stock, shared: 1, refused: 1, endless: 1 }] }],
  ['stockPeers', 'chatter with one', { quiet: { messages: 12, stockMessages: 1, lastedMs: 5_000, wires: 1 } }],
  ['noStorm', 'chatter', { quiet: { messages: 25, stockMessages: 0, lastedMs: 5_000, wires: 1 } }],
  ['noFault', 'a throw', { faults: [{ node: 'a', why: 'threw' }] }],
]

test.each(BREACHES)('[SIM8] %s names %s', (promise, _what, more) => {
  const seeds = Array.from({ length: 40 }, (_, at) => `${at}`)
  const complaints = seeds.flatMap((seed) => {
    const broken = view(more)
    return CHECKERS[promise]?.({ ...broken, scenario: { ...broken.scenario, seed } }) ?? []
  })
  expect(complaints.length).toBeGreaterThan(0)
})

test('[SIM8] every checker is broken by one of these', () => {
  expect(new Set(BREACHES.map(([promise]) => promise))).toEqual(new Set(Object.keys(CHECKERS)))
})
