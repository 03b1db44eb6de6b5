/** Stock peers over websockets: automerge-repo's own client adapter against our server, gate and documents, over real sockets. */
import * as A from '@automerge/automerge/slim'
import { WebSocketClientAdapter } from '@automerge/automerge-repo-network-websocket'
import { Repo, type AutomergeUrl, type PeerId } from '@automerge/automerge-repo/slim'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeAll, expect, test, vi } from 'vitest'
import { webSocketServer, type WebSocketServer } from '../../adapters/network-websocket/index.ts'
import { logKeyOf } from '../../src/frames/log.ts'
import { changesOf } from '../../src/node/documents/change.ts'
import { createNode } from '../../src/node/create.ts'
import { urlOf as urlOfLog } from '../../src/node/documents/repo.ts'
import { stateVectorOf } from '../../src/node/state-vector.ts'
import { ensureWasm } from '../../src/node/documents/wasm.ts'
import { makeLog, type MadeLog } from './made-log.ts'
import { createFakeNode, until, type FakeNode } from './stock.ts'

beforeAll(ensureWasm)
vi.setConfig({ testTimeout: 30_000 }) // real sockets and the timers of automerge-repo

type Shape = { entries: Record<string, Record<string, unknown>> }

interface Served {
  readonly node: FakeNode
  readonly url: string
  join(name: string): Repo
}

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

/** A node whose documents stock clients reach by websocket. */
async function serve(): Promise<Served> {
  const [http, node]: [Server, FakeNode] = [createServer(), await createFakeNode('node')]
  const server: WebSocketServer = webSocketServer({ server: http })
  node.documents.attach(server.network())
  server.start(() => ({ onMessage() {}, onClose() {} }))
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`
  closers.push(async () => {
    await node.documents.close()
    await server.stop()
    http.close()
  })
  const join = (name: string): Repo => {
    const repo = new Repo({ peerId: name as PeerId, network: [new WebSocketClientAdapter(url)] })
    closers.push(() => repo.shutdown())
    return repo
  }
  return { node, url, join }
}

const urlOf = ({ node }: Served, { log }: MadeLog): AutomergeUrl => node.documents.url(logKeyOf(log)) as AutomergeUrl
const countIn = (doc: Shape): number => Object.values(doc.entries).reduce((sum, bucket) => sum + Object.keys(bucket).length, 0)

test('[NOD110] a stock websocket client receives a document and follows it', async () => {
  const served = await serve()
  const made = makeLog('ann', 80)
  served.node.put(made, 60)
  const handle = await served.join('stock').find<Shape>(urlOf(served, made))
  await until(() => countIn(handle.doc()) === 60)
  served.node.put(made)
  await until(() => countIn(handle.doc()) === 80)
  expect(A.save(handle.doc())).toEqual(await served.node.documents.export(logKeyOf(made.log)))
})

test('[NOD111] canonical changes come in by websocket', async () => {
  const served = await serve()
  const made = makeLog('ann', 30)
  served.node.put(made, 5)
  const handle = await served.join('stock').find<Shape>(urlOf(served, made))
  await until(() => countIn(handle.doc()) === 5)
  handle.update((doc) => A.applyChanges(doc, changesOf(made.log, made.entries).slice(6))[0])
  await until(() => served.node.held(made.log).count === 30)
  expect(served.node.bodies(made.log)).toEqual(made.bodies)
})

test('[NOD117] a stock websocket client that spoils its copy spoils nothing here, and its other documents go on', async () => {
  const served = await serve()
  const [made, other] = [makeLog('ann', 20), makeLog('bob', 20)]
  served.node.put(made, 10)
  served.node.put(other, 10)
  const before = await served.node.documents.export(logKeyOf(made.log))
  const [bad, good] = [served.join('bad'), served.join('good')]
  const spoilt = await bad.find<Shape>(urlOf(served, made))
  const [honest, theirs] = await Promise.all([good.find<Shape>(urlOf(served, made)), bad.find<Shape>(urlOf(served, other))])
  await until(() => [spoilt, honest, theirs].every((handle) => countIn(handle.doc()) === 10))
  spoilt.change((doc) => {
    doc.entries = {}
  })
  await until(() => served.node.documents.status().quarantined === 1)
  expect(await served.node.documents.export(logKeyOf(made.log))).toEqual(before)
  served.node.put(made)
  served.node.put(other)
  await until(() => countIn(honest.doc()) === 20 && countIn(theirs.doc()) === 20)
})

test('[NOD110] a whole node serves its logs to stock clients beside its own protocol', async () => {
  const http = createServer()
  const server = webSocketServer({ server: http })
  const node = await createNode({ name: 'served', network: [server.network()], wires: [server] })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`
  const repo = new Repo({ peerId: 'stock' as PeerId, network: [new WebSocketClientAdapter(url)] })
  closers.push(async () => {
    await repo.shutdown()
    await node.close()
    http.close()
  })
  await node.claim('d1', { state: 'closed' })
  const [[log] = []] = stateVectorOf(node)
  if (log === undefined) throw new Error('the node has written')
  const handle = await repo.find<Shape>(urlOfLog(log) as AutomergeUrl)
  await node.claim('d1', { state: 'open' })
  await until(() => countIn(handle.doc()) === 2)
  const texts = Object.values(handle.doc().entries).flatMap((bucket) => Object.values(bucket).map(String))
  const entries = texts.map((text) => JSON.parse(text) as { seq: number; items: { value: string }[] })
  expect(entries.toSorted((left, right) => left.seq - right.seq).map(({ items }) => items[0]?.value)).toEqual(['closed', 'open'])
})
