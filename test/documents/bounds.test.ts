/** Bounds: what a stock peer may make us hold or do, gaps and proofs in what it brings, and how many documents stay open. */
import * as A from '@automerge/automerge/slim'
import type { AutomergeUrl, DocumentId, PeerId } from '@automerge/automerge-repo/slim'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { sealEntry } from '../../src/frames/chain.ts'
import { logKeyOf } from '../../src/frames/log.ts'
import type { Absorbed } from '../../src/node/documents/absorb.ts'
import { changesOf } from '../../src/node/documents/change.ts'
import { createGate, type Gate, type GateParts } from '../../src/node/documents/gate.ts'
import { hashOfChange } from '../../src/node/documents/genesis.ts'
import { documentIdOf } from '../../src/node/documents/repo.ts'
import { readSync, type StockMessage } from '../../src/node/documents/stock-message.ts'
import { ensureWasm } from '../../src/node/documents/wasm.ts'
import { claimOf, keyOf, logOf, makeLog, REALM, wholeOf, type MadeLog } from './made-log.ts'
import { createFakeNode, createWire, joinStock, MapStorage, quiet, until, type FakeNode } from './stock.ts'

beforeAll(ensureWasm)
vi.setConfig({ testTimeout: 30_000 }) // real timers of automerge-repo, on machines that may be busy

/** Longer than it is waited at once for what was written to become durable. */
const FULL_MS = 1_500

const opened: FakeNode[] = []
const nodeNamed = async (...given: Parameters<typeof createFakeNode>): Promise<FakeNode> => {
  const node = await createFakeNode(...given)
  opened.push(node)
  return node
}
afterEach(async () => {
  for (const node of opened.splice(0)) await node.documents.close()
})

interface ByHand {
  /** Sends these changes as a peer whose head is change `upTo`. */
  say(changes: readonly Uint8Array[], upTo: number): void
  readonly answers: StockMessage[]
}

/** A peer that speaks for itself, without a Repo: sends sync messages made by hand and keeps the answers. */
async function speakTo(node: FakeNode, made: MadeLog): Promise<ByHand> {
  const [mine, theirs] = createWire()
  node.documents.attach(theirs)
  await until(() => theirs.peerId !== undefined)
  mine.connect('by-hand' as PeerId)
  const answers: StockMessage[] = []
  mine.on('message', (message) => void answers.push(message as StockMessage))
  const all = changesOf(made.log, made.entries)
  const say = (changes: readonly Uint8Array[], upTo: number): void => {
    const heads = [hashOfChange(all[upTo] ?? new Uint8Array(8))]
    const data = A.encodeSyncMessage({
      heads,
      need: [],
      have: [{ lastSync: [], bloom: new Uint8Array() }],
      changes: [...changes],
    })
    const [senderId, targetId] = ['by-hand' as PeerId, 'node' as PeerId]
    mine.send({ type: 'sync', senderId, targetId, documentId: idOf(made), data })
  }
  return { say, answers }
}

const idOf = ({ log }: MadeLog): DocumentId => documentIdOf(logKeyOf(log)) as DocumentId

test('[NOD119] a change before its predecessor waits, and the missing one is asked for', async () => {
  const node = await nodeNamed('node')
  const made = makeLog('ann', 8)
  node.put(made, 5)
  await node.documents.flush()
  const changes = changesOf(made.log, made.entries)
  const peer = await speakTo(node, made)
  peer.say(changes.slice(7), 8) // entries 6 and 7, without 5
  await until(() => peer.answers.length > 0)
  const answer = readSync(peer.answers[0]?.data)
  expect(answer).toMatchObject({ ok: true, value: { need: [hashOfChange(changes[6] as Uint8Array)] } })
  expect(node.held(made.log).count).toBe(5)
  peer.say(changes.slice(6, 7), 8)
  await until(() => node.held(made.log).count === 8)
  expect(node.bodies(made.log)).toEqual(made.bodies)
  expect(node.documents.status()).toMatchObject({ refused: 0 })
})

test('[NOD111] several changes in one part of a message, as stock peers send what is new, are taken one by one', async () => {
  const node = await nodeNamed('node')
  const made = makeLog('ann', 8)
  node.put(made, 5)
  await node.documents.flush()
  const peer = await speakTo(node, made)
  peer.say([Buffer.concat(changesOf(made.log, made.entries).slice(6))], 8)
  await until(() => node.held(made.log).count === 8)
  expect(node.bodies(made.log)).toEqual(made.bodies)
  expect(node.documents.status()).toMatchObject({ refused: 0 })
})

test('[NOD362] a full disk here is no fault of a stock peer: what it brings is taken once there is room', async () => {
  const node = await nodeNamed('node')
  const made = makeLog('ann', 30)
  node.put(made, 10)
  const { repo, mine, theirs } = joinStock(node, 'stock')
  const handle = await repo.find<object>(node.documents.url(logKeyOf(made.log)) as AutomergeUrl)
  await quiet([mine, theirs])
  const empty = node.fill()
  const changes = changesOf(made.log, made.entries)
  node.put(made, 20) // by another way
  handle.update((doc) => A.applyChanges(doc, changes.slice(11))[0])
  await quiet([mine, theirs], FULL_MS)
  expect(node.held(made.log).count).toBe(20)
  empty()
  await until(() => node.held(made.log).count === 30)
  expect(node.notices).toEqual([])
  expect(node.documents.status().quarantined).toBe(0)
  await quiet([mine, theirs])
  expect(await node.documents.export(logKeyOf(made.log))).toEqual(A.save(handle.doc()))
})

test('[NOD118] what is right before what is wrong is kept', async () => {
  const node = await nodeNamed('node')
  const made = makeLog('ann', 8)
  node.put(made, 5)
  const changes = changesOf(made.log, made.entries)
  const peer = await speakTo(node, made)
  const foreign = A.getAllChanges(A.from({ some: 'thing' }))
  peer.say([...changes.slice(6, 8), ...foreign, ...changes.slice(8)], 8)
  await until(() => node.documents.status().quarantined === 1)
  expect(node.bodies(made.log)).toEqual(made.bodies)
})

test('[NOD118] two entries with one seq reach intake as proof', async () => {
  const node = await nodeNamed('node')
  const made = makeLog('ann', 8)
  node.put(made)
  const [prev, instead] = made.entries.slice(4)
  if (prev === undefined || instead === undefined) throw new Error('eight were made')
  const other = wholeOf(made.log, prev.id, sealEntry(made.log, 5, prev.id, 9, [claimOf(99)], keyOf('ann')))
  const branch = changesOf(made.log, [...made.entries.slice(0, 5), other])
  const peer = await speakTo(node, made)
  peer.say(branch.slice(6), 8)
  await until(() => node.documents.status().quarantined === 1)
  expect(node.ranges).toEqual([{ log: made.log, from: 5, prev: prev.id, bodies: [other.bodyText] }])
  expect(node.bodies(made.log)).toEqual(made.bodies)
})

test('[NOD111] what intake does not take does not reach the document', async () => {
  const node = await nodeNamed('node', undefined, () => false)
  const made = makeLog('ann', 8)
  node.put(made, 5)
  const before = await node.documents.export(logKeyOf(made.log))
  const peer = await speakTo(node, made)
  peer.say(changesOf(made.log, made.entries).slice(6), 8)
  await until(() => node.documents.status().quarantined === 1)
  expect(await node.documents.export(logKeyOf(made.log))).toEqual(before)
})

test('[NOD112] a document of another realm or under a wrong id is refused', async () => {
  const node = await nodeNamed('node')
  const made = makeLog('ann', 3)
  const peer = await speakTo(node, { ...makeLog('bob', 3), log: made.log })
  peer.say(changesOf(logOf('bob'), makeLog('bob', 3).entries), 3)
  await until(() => node.documents.status().quarantined === 1)
  expect(node.ranges).toEqual([])
})

test('[NOD107] a document stops before an entry whose own signature fails, named once', async () => {
  const made = makeLog('ann', 8)
  const bent = made.entries.map((entry, seq) => (seq === 5 ? { ...entry, bodyText: unsigned(entry.bodyText) } : entry))
  const [left, right] = [await nodeNamed('left'), await nodeNamed('right')]
  for (const node of [left, right]) node.put({ ...made, entries: bent })
  const key = logKeyOf(made.log)
  expect(await left.documents.export(key)).toEqual(await right.documents.export(key))
  await left.documents.export(key)
  const doc = A.load<object>(await left.documents.export(key))
  expect(A.stats(doc).numChanges).toBe(6)
  expect(left.notices).toEqual([{ type: 'alarm', peer: '', why: expect.stringContaining('entry 5') }])
})

/** The same body under a signature of nothing: the chain still vouches for its content. */
function unsigned(body: string): string {
  return body.replace(/"sig":"[^"]*"/u, `"sig":"${'A'.repeat(86)}"`)
}

/** A gate alone; `take` ends when the test says so. */
function gateAlone(take: () => Promise<Absorbed>): {
  readonly gate: Gate
  readonly sent: StockMessage[]
  readonly why: string[]
} {
  const [sent, why]: [StockMessage[], string[]] = [[], []]
  const refused = (_peer: string, reason: string): void => void why.push(reason)
  const parts: GateParts = { realm: REALM, documentIdOf, logOf: () => logOf('ann'), take, refused }
  return { gate: createGate(parts, { deliver: () => undefined, send: (message) => void sent.push(message) }), sent, why }
}

const NOTHING: Absorbed = { fault: undefined, waiting: [], missing: undefined }
const emptySync = (): Uint8Array => A.encodeSyncMessage({ heads: [], need: [], have: [], changes: [] })
const fromPeer = (data: Uint8Array, type = 'sync'): StockMessage => {
  return { type, senderId: 'peer', targetId: 'us', documentId: documentIdOf(logKeyOf(logOf('ann'))), data }
}

test('[NOD120] peers and their names are bounded', () => {
  const { gate } = gateAlone(() => Promise.resolve(NOTHING))
  for (const name of ['', '__proto__', 'constructor', 'toString', 'x'.repeat(300)]) expect(gate.join(name)).toBe(false)
  expect(gate.join('peer')).toBe(true)
  expect(gate.join('peer')).toBe(false)
  for (let count = 1; count < 1_000; count += 1) expect(gate.join(`peer-${count}`)).toBe(true)
  expect(gate.join('one-more')).toBe(false)
  gate.leave('peer')
  expect(gate.join('one-more')).toBe(true)
})

test('[NOD120] messages that pile up end in quarantine', async () => {
  let release = (): void => undefined
  const { gate, sent, why } = gateAlone(() => new Promise((resolve) => (release = () => resolve(NOTHING))))
  gate.join('peer')
  for (let count = 0; count < 70; count += 1) gate.receive(fromPeer(emptySync()))
  expect(why).toEqual([expect.stringContaining('too much at once')])
  expect(sent.map(({ type }) => type)).toEqual(['doc-unavailable'])
  release()
  await gate.settled()
  expect(gate.counts()).toMatchObject({ quarantined: 1, refused: 1 })
})

test('[NOD120] an exchange that moves nothing ends in quarantine', async () => {
  const { gate, why } = gateAlone(() => Promise.resolve(NOTHING))
  gate.join('peer')
  for (let count = 0; count < 210; count += 1) {
    gate.receive(fromPeer(emptySync()))
    await gate.settled()
  }
  expect(why).toEqual([expect.stringContaining('without end')])
})

test('[NOD120] strangers, other kinds of message and messages without sense are thrown away', async () => {
  const { gate, sent } = gateAlone(() => Promise.reject(new Error('the disk is gone')))
  gate.receive(fromPeer(emptySync()))
  expect(sent).toEqual([])
  gate.join('peer')
  for (const type of ['ephemeral', 'remote-heads-changed', 'doc-unavailable', 'anything'])
    gate.receive(fromPeer(emptySync(), type))
  expect(gate.counts()).toEqual({ quarantined: 0, refused: 0, dropped: 5 })
  gate.receive(fromPeer(emptySync()))
  await gate.settled()
  expect(gate.counts()).toMatchObject({ quarantined: 1 })
})

test('[NOD120] a sync message is read only within bounds', () => {
  const hash = 'ab'.repeat(32)
  const message = (more: object): Uint8Array => A.encodeSyncMessage({ heads: [hash], need: [], have: [], changes: [], ...more })
  const withBloom = (...bloom: number[]): Uint8Array => message({ have: [{ lastSync: [], bloom: Uint8Array.from(bloom) }] })
  expect(readSync(message({})).ok).toBe(true)
  expect(readSync(withBloom()).ok).toBe(true)
  expect(readSync(withBloom(1, 10, 7, 0, 0)).ok).toBe(true)
  const bad = [
    withBloom(1, 10, 100, 0, 0),
    withBloom(1, 11, 7, 0, 0),
    message({ heads: Array.from({ length: 65 }, (_, at) => at.toString(16).padStart(64, '0')) }),
    message({ have: Array.from({ length: 9 }, () => ({ lastSync: [], bloom: new Uint8Array() })) }),
    new Uint8Array(5),
    new Uint8Array(),
  ]
  for (const data of bad) expect(readSync(data).ok).toBe(false)
  expect(readSync('text').ok).toBe(false)
})

test('[NOD121] open documents are bounded, and one put back is opened again when it is asked for or grows', async () => {
  const node = await nodeNamed('node', new MapStorage(), () => true, 4)
  const logs = Array.from({ length: 12 }, (_, at) => makeLog(`author-${at}`, 2))
  const { repo, mine, theirs } = joinStock(node, 'stock')
  for (const made of logs) node.put(made, 1)
  await node.documents.flush()
  await until(() => node.documents.status().open === 4)
  const urls = logs.map(({ log }) => node.documents.url(logKeyOf(log)) as AutomergeUrl)
  const handles = await Promise.all(urls.map((url) => repo.find<object>(url)))
  const changes = (): number[] => handles.map((handle) => A.stats(handle.doc()).numChanges)
  await until(() => changes().every((count) => count === 2))
  await quiet([mine, theirs])
  await until(() => node.documents.status().open <= 5)
  for (const made of logs) node.put(made)
  await until(() => changes().every((count) => count === 3))
  await quiet([mine, theirs])
  expect(node.notices).toEqual([])
})
