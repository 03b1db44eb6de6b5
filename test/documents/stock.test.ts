/** Stock peers: an unchanged automerge-repo client joins, receives documents, follows them, and brings canonical changes. */
import * as A from '@automerge/automerge/slim'
import { Repo, type AutomergeUrl, type DocHandle, type PeerId } from '@automerge/automerge-repo/slim'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { Clock } from '../../src/base/clock.ts'
import { machineClock } from '../../src/node/clock.ts'
import { logKeyOf } from '../../src/frames/log.ts'
import { changesOf } from '../../src/node/documents/change.ts'
import { ensureWasm } from '../../src/node/documents/wasm.ts'
import { makeLog, type MadeLog } from './made-log.ts'
import { createFakeNode, createWire, joinStock, MapStorage, quiet, until, type FakeNode } from './stock.ts'

beforeAll(ensureWasm)
vi.setConfig({ testTimeout: 30_000 }) // real timers of automerge-repo, on machines that may be busy

interface Shape {
  readonly entries: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

const opened: FakeNode[] = []
const nodeNamed = async (...given: Parameters<typeof createFakeNode>): Promise<FakeNode> => {
  const node = await createFakeNode(...given)
  opened.push(node)
  return node
}
afterEach(async () => {
  for (const node of opened.splice(0)) await node.documents.close()
})

const urlOf = (node: FakeNode, { log }: MadeLog): AutomergeUrl => node.documents.url(logKeyOf(log)) as AutomergeUrl
const textsIn = (doc: Shape): string[] => Object.values(doc.entries).flatMap((bucket) => Object.values(bucket).map(String))
const countIn = (handle: DocHandle<Shape>): number => textsIn(handle.doc()).length

test('[NOD110] a stock client finds a document, receives it whole and follows its growth', async () => {
  const node = await nodeNamed('node')
  const made = makeLog('ann', 120)
  node.put(made, 100)
  const { repo, mine, theirs } = joinStock(node, 'stock')
  const handle = await repo.find<Shape>(urlOf(node, made))
  await until(() => countIn(handle) === 100)
  expect(new Set(textsIn(handle.doc()))).toEqual(new Set(made.entries.slice(0, 100).map(({ text }) => text)))
  node.put(made, 120)
  await until(() => countIn(handle) === 120)
  expect(A.save(handle.doc())).toEqual(await node.documents.export(logKeyOf(made.log)))
  await quiet([mine, theirs])
  expect(node.notices).toEqual([])
})

test('[NOD106] the documents of one log are equal byte for byte, however it arrived', async () => {
  const made = makeLog('ann', 90)
  const [left, right, third] = [await nodeNamed('left', new MapStorage()), await nodeNamed('right'), await nodeNamed('third')]
  left.put(made)
  for (let count = 1; count <= 90; count += 13) {
    right.put(made, count)
    await right.documents.flush()
  }
  right.put(made)
  await Promise.all([left.documents.flush(), right.documents.flush()])
  const key = logKeyOf(made.log)
  const bytes = await left.documents.export(key)
  expect(await right.documents.export(key)).toEqual(bytes)
  // and a third has it from a stock peer that has it from the first
  const relay = joinStock(left, 'relay')
  const handle = await relay.repo.find<Shape>(urlOf(left, made))
  await until(() => countIn(handle) === 90)
  const [mine, theirs] = createWire()
  third.documents.attach(theirs)
  relay.repo.networkSubsystem.addNetworkAdapter(mine)
  await until(() => third.held(made.log).count === 90)
  expect(await third.documents.export(key)).toEqual(bytes)
})

test('[NOD111] canonical changes of a stock peer reach intake as ranges, and its document is shown', async () => {
  const node = await nodeNamed('node')
  const made = makeLog('ann', 40)
  node.put(made, 10)
  const { repo, mine, theirs } = joinStock(node, 'stock')
  const handle = await repo.find<Shape>(urlOf(node, made))
  await until(() => countIn(handle) === 10)
  handle.update((doc) => A.applyChanges(doc, changesOf(made.log, made.entries).slice(11))[0])
  await until(() => node.held(made.log).count === 40)
  expect(node.bodies(made.log)).toEqual(made.bodies)
  expect(node.ranges.every(({ from }) => from >= 10)).toBe(true)
  await quiet([mine, theirs])
  expect(await node.documents.export(logKeyOf(made.log))).toEqual(A.save(handle.doc()))
  expect(node.notices).toEqual([])
})

test('[NOD112] an unknown document is unavailable, and no handle is kept', async () => {
  const node = await nodeNamed('node')
  const { repo, mine, theirs } = joinStock(node, 'stock')
  const elsewhere = makeLog('nobody', 1)
  await expect(repo.find(urlOf(node, elsewhere))).rejects.toThrow(/unavailable/u)
  await quiet([mine, theirs])
  expect(theirs.sent).toBe(1)
  expect(node.documents.status()).toMatchObject({ open: 0, refused: 0 })
})

test('[NOD113] documents are stored as automerge-repo stores them: a stock Repo opens the same storage', async () => {
  const storage = new MapStorage()
  const made = makeLog('ann', 60)
  const node = await nodeNamed('node', storage)
  for (let count = 10; count <= 60; count += 10) {
    node.put(made, count)
    await node.documents.flush()
  }
  const bytes = await node.documents.export(logKeyOf(made.log))
  await node.documents.close()
  const repo = new Repo({ storage, peerId: 'reader' as PeerId })
  const handle = await repo.find<Shape>(urlOf(node, made))
  expect(A.save(handle.doc())).toEqual(bytes)
})

test('[NOD114] a stored document that is torn, bent or of another log is made anew from the journal', async () => {
  const storage = new MapStorage()
  const made = makeLog('ann', 30)
  const first = await nodeNamed('first', storage)
  first.put(made)
  await first.documents.flush()
  const bytes = await first.documents.export(logKeyOf(made.log))
  await first.documents.close()
  const [key, whole] = [...storage.chunks].find(([name]) => name.includes('snapshot')) ?? ['', new Uint8Array()]
  const foreign = A.save(A.from({ some: 'thing' }))
  const bent = A.save(
    A.change(A.load<{ entries: Record<string, object> }>(whole), { time: 0 }, (doc) => delete doc.entries['00']),
  )
  for (const chunk of [whole.subarray(0, whole.length / 2), Uint8Array.from([1, 2, 3]), foreign, bent]) {
    storage.chunks.set(key, chunk)
    const node = await nodeNamed(`node-${chunk.length}`, storage)
    node.put(made)
    expect(await node.documents.export(logKeyOf(made.log))).toEqual(bytes)
    expect(node.notices.map(({ type }) => type)).toEqual(['damage'])
    await node.documents.close()
    expect(await storage.loadRange([JSON.parse(key)[0] as string, 'snapshot'])).toHaveLength(1)
  }
})

test('[NOD114] a journal that lost rows gets them back from the stored document', async () => {
  const storage = new MapStorage()
  const made = makeLog('ann', 30)
  const first = await nodeNamed('first', storage)
  first.put(made)
  await first.documents.flush()
  await first.documents.close()
  const node = await nodeNamed('node', storage)
  node.put(made, 20)
  await node.documents.export(logKeyOf(made.log))
  expect(node.bodies(made.log)).toEqual(made.bodies)
})

test('[NOD122] closing does not wait for documents that are far behind; they follow after the next start', async () => {
  const [storage, made] = [new MapStorage(), makeLog('ann', 200)]
  let late = 0
  const clock: Clock = { ...machineClock, now: () => Date.now() + late }
  const first = await nodeNamed('first', storage, () => true, 8, clock)
  first.put(made)
  const closed = first.documents.close()
  late = 60_000
  await closed
  expect(storedChanges(storage)).toBeLessThan(201)
  const second = await nodeNamed('second', storage)
  second.put(made)
  await second.documents.flush()
  expect(storedChanges(storage)).toBe(201)
})

/** Changes in the stored document, if there is one. */
function storedChanges(storage: MapStorage): number {
  const chunks = [...storage.chunks].filter(([key]) => !key.includes('counts')).map(([, data]) => data)
  return chunks.length === 0 ? 0 : A.stats(A.load(Buffer.concat(chunks))).numChanges
}

test('[NOD115] a full disk is named and outlived: the document is stored when there is room', async () => {
  const storage = new MapStorage()
  storage.full = true
  const made = makeLog('ann', 20)
  const node = await nodeNamed('node', storage)
  node.put(made, 10)
  await node.documents.flush()
  expect(node.notices.map(({ type }) => type)).toEqual(['alarm'])
  expect(storage.chunks.size).toBe(0)
  storage.full = false
  node.put(made)
  await node.documents.flush()
  expect(storage.chunks.size).toBe(1)
  await node.documents.close()
  expect(storage.chunks.size).toBe(2)
})
