/** What the websocket network promises beyond automerge-repo's suite: two protocols on one connection, bounds, no input ends it. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import type { Message, PeerId } from '@automerge/automerge-repo'
import { encode } from 'cbor-x'
import * as fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { delayBefore } from '../../adapters/network-websocket/backoff.ts'
import { webSocketClient, webSocketServer, type ServerLimits, type WebSocketServer } from '../../adapters/network-websocket/index.ts'
import { createQuota } from '../../adapters/network-websocket/quota.ts'
import { encodeStock, readStock } from '../../adapters/network-websocket/stock.ts'
import { createRandom } from '../../src/base/random.ts'
import type { Wire } from '../../src/ports/index.ts'

// A busy machine takes its time over processes and disks; nothing here measures any.
vi.setConfig({ testTimeout: 60_000 })

const DOCUMENT = '4NMNnkMhL8jXrdJ9jamS58PAVdXu'
const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

interface Running {
  readonly http: Server
  readonly server: WebSocketServer
  readonly url: string
  readonly port: number
  readonly refused: string[]
  /** Wires that nodes opened, with what came over them. */
  readonly wires: { readonly wire: Wire; readonly heard: string[]; isClosed: boolean }[]
  /** Stock messages that reached the Repo's side. */
  readonly stock: Message[]
}

async function run(limits: Partial<ServerLimits> = {}): Promise<Running> {
  const http = createServer()
  const refused: string[] = []
  const server = webSocketServer({ server: http, limits, onRefused: (_label, why) => refused.push(why) })
  const wires: Running['wires'] = []
  const stock: Message[] = []
  server.start((wire) => {
    const seen = { wire, heard: [] as string[], isClosed: false }
    wires.push(seen)
    return {
      onMessage: (bytes) => seen.heard.push(Buffer.from(bytes).toString()),
      onClose() {
        seen.isClosed = true
      },
    }
  })
  server.network().connect('server' as PeerId, {})
  server.network().on('message', (message) => stock.push(message))
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const { port } = http.address() as AddressInfo
  endings.push(async () => {
    await server.stop()
    http.close()
  })
  return { http, server, url: `ws://127.0.0.1:${port}`, port, refused, wires, stock }
}

async function open(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url)
  await once(socket, 'open')
  return socket
}
const closeOf = async (socket: WebSocket): Promise<number> => ((await once(socket, 'close')) as [number])[0]
const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise(setImmediate)
}
const join = (senderId: string): Uint8Array => encodeStock({ type: 'join', senderId, peerMetadata: {}, supportedProtocolVersions: ['1'] })
const request = (senderId: string, documentId = DOCUMENT): Uint8Array =>
  encodeStock({ type: 'request', senderId, targetId: 'server', documentId, data: new Uint8Array([1]) })
async function joined(url: string, senderId: string): Promise<WebSocket> {
  const socket = await open(url)
  socket.send(join(senderId))
  await once(socket, 'message')
  return socket
}

test('[ADP11] one connection carries wires and stock messages, told apart by their first byte', async () => {
  const { url, wires, stock, server } = await run()
  const client = webSocketClient({ url })
  endings.push(() => client.stop())
  const back: string[] = []
  client.start((wire) => {
    wire.send(Buffer.from('Thello'))
    return { onMessage: (bytes) => back.push(Buffer.from(bytes).toString()), onClose() {} }
  })
  client.network.connect('laptop' as PeerId, {})
  await once(client.network as never, 'peer-candidate')
  client.network.send({ type: 'sync', senderId: 'laptop', targetId: 'server', documentId: DOCUMENT, data: new Uint8Array([7]) } as Message)
  await until(() => stock.length === 1 && wires[0]?.heard.length === 1)
  expect(wires[0]?.heard).toEqual(['Thello'])
  expect(stock[0]).toMatchObject({ type: 'sync', senderId: 'laptop', documentId: DOCUMENT })
  wires[0]?.wire.send(Buffer.from('Tback'))
  await until(() => back.length === 1)
  expect(server.connections()).toBe(1)
})

test('[ADP12] a client comes back whenever its connection ends, and stops when it is told to', async () => {
  const { url, wires } = await run()
  const client = webSocketClient({ url, backoff: { firstMs: 1, lastMs: 2 }, random: createRandom('back') })
  client.start((wire) => {
    wire.send(Buffer.from('T'))
    return { onMessage() {}, onClose() {} }
  })
  for (let n = 1; n <= 3; n += 1) {
    await until(() => wires.length === n && wires[n - 1]?.heard.length === 1)
    wires[n - 1]?.wire.close('again')
  }
  await until(() => wires.length === 4)
  await client.stop()
  await until(() => wires[3]?.isClosed === true)
  expect(wires).toHaveLength(4)
})

test('[ADP12] the delay doubles up to a bound and is spread over half of itself', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.string(), (attempt, seed) => {
      const full = Math.min(5_000, 200 * 2 ** Math.min(attempt, 30))
      const delay = delayBefore(attempt, { firstMs: 200, lastMs: 5_000 }, createRandom(seed))
      expect(delay).toBeGreaterThanOrEqual(full / 2)
      expect(delay).toBeLessThanOrEqual(full)
    }),
  )
  expect(() => webSocketClient({ url: 'http://x' })).toThrow(/ws:\/\//)
})

test('[ADP13] whatever bytes arrive, reading them gives a message of checked fields or a reason', () => {
  const field = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant(undefined), fc.uint8Array(), fc.object())
  const names = ['type', 'senderId', 'targetId', 'documentId', 'data', 'count', 'sessionId', 'peerMetadata', 'newHeads', 'add'] as const
  const record = fc.record(Object.fromEntries(names.map((name) => [name, field])), { requiredKeys: [] })
  const types = ['join', 'peer', 'error', 'sync', 'request', 'ephemeral', 'remote-subscription-change', 'remote-heads-changed']
  const frame = fc
    .tuple(record, fc.constantFrom(...types))
    .map(([fields, type]) => encode({ senderId: 'a', targetId: 'b', ...fields, type }))
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), frame), (bytes) => {
      const read = readStock(bytes)
      expect(read.ok ? typeof read.value.senderId : typeof read.error).toBe('string')
    }),
    { numRuns: 500 },
  )
})

test('[ADP13] fields that would name another place, or what every object has, are refused', () => {
  const sync = { type: 'sync', senderId: 'a', targetId: 'b', documentId: DOCUMENT, data: new Uint8Array([1]) }
  expect(readStock(encodeStock(sync)).ok).toBe(true)
  const bad = [
    { ...sync, documentId: '../x' },
    { ...sync, documentId: 7 },
    { ...sync, data: new Uint8Array() },
    { ...sync, data: 'text' },
    { ...sync, senderId: '__proto__' },
    { ...sync, senderId: 'x'.repeat(300) },
    { ...sync, type: 'constructor' },
    { type: 'join', senderId: 'a', peerMetadata: { storageId: '../../x' } },
    { type: 'join', senderId: 'a', peerMetadata: { storageId: 5 } },
    { type: 'join', senderId: 'a', peerMetadata: 5 },
    { type: 'join', senderId: 'a', peerMetadata: {}, supportedProtocolVersions: 'all' },
    { type: 'join', peerMetadata: {} },
  ]
  for (const frame of bad) expect(readStock(encodeStock(frame)).ok).toBe(false)
})

test('[ADP14] a connection that sends anything malformed ends; the server and everybody else go on', async () => {
  const { url, port, server, wires } = await run()
  const good = await joined(url, 'good')
  const inputs: (string | Uint8Array)[] = [
    '',
    'text',
    ...[null, undefined, 0, 'text', [], {}, { type: 'join' }, { type: 'sync', senderId: 'x' }].map((value) => encode(value)),
    new Uint8Array(),
    new Uint8Array([0xbf]),
    new Uint8Array(64).fill(0x9f),
    new Uint8Array(1_048_577),
    request('not-joined'),
  ]
  for (const input of inputs) {
    const socket = await open(url)
    socket.send(input)
    await once(socket, 'close')
  }
  const raw = ['', 'GET / HTTP/1.1\r\n\r\n', '\0'.repeat(99), 'GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n']
  for (const text of raw) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {})
    socket.end(text)
    socket.resume()
    await once(socket, 'close')
  }
  for (const frame of [[0xf0, 0x80], [0x8f, 0x80], [0x82, 0x01], [0x81, 0x81, 0, 0, 0, 0, 0xff], [0x82, 0xff, 0, 0, 0, 0, 6, 0, 0, 0]]) {
    const socket = await open(url)
    const { _socket: plain } = socket as unknown as { _socket: { write(bytes: Buffer): void } }
    plain.write(Buffer.from(frame))
    await once(socket, 'close')
  }
  good.send(Buffer.from('Tstill here'))
  await until(() => wires.some(({ heard }) => heard.includes('Tstill here')))
  await until(() => server.connections() === 1)
  expect(good.readyState).toBe(WebSocket.OPEN)
  good.close()
  await once(good, 'close')
})

test('[ADP14] a listener that throws over a message costs that peer its connection, nobody else', async () => {
  const { url, server } = await run()
  const bystander = await joined(url, 'bystander')
  server.network().on('message', ({ senderId }) => {
    if (senderId === ('unlucky' as PeerId)) throw new Error('a listener failed')
  })
  const unlucky = await joined(url, 'unlucky')
  unlucky.send(request('unlucky'))
  expect(await closeOf(unlucky)).toBe(1008)
  expect(bystander.readyState).toBe(WebSocket.OPEN)
})

test('[ADP15] an id belongs to the connection that joined with it: nobody takes it over or speaks in its name', async () => {
  const { url, stock } = await run()
  const owner = await joined(url, 'owner')
  const taker = await open(url)
  taker.send(join('owner'))
  await once(taker, 'close')
  const liar = await joined(url, 'liar')
  liar.send(request('owner'))
  liar.send(request('liar'))
  owner.send(request('owner'))
  await until(() => stock.length === 2)
  expect(stock.map(({ senderId }) => senderId).toSorted()).toEqual(['liar', 'owner'])
  liar.send(join('somebody-else'))
  await once(liar, 'close')
  const asServer = await open(url)
  asServer.send(join('server'))
  await once(asServer, 'close')
  expect(owner.readyState).toBe(WebSocket.OPEN)
})

test('[ADP16] the number of connections is bounded, and so are the documents one peer may speak of', async () => {
  const { url, refused, stock } = await run({ connectionsMax: 2, documentsMax: 3 })
  const first = await joined(url, 'first')
  const second = await open(url)
  const third = new WebSocket(url)
  third.on('error', () => {})
  await new Promise((resolve) => third.once('close', resolve))
  expect(refused).toEqual(['503 Service Unavailable'])
  second.terminate()
  const answers: Buffer[] = []
  first.on('message', (data) => answers.push(data as Buffer))
  for (const digit of '12345') first.send(request('first', DOCUMENT.replace('4', digit)))
  await until(() => answers.length === 2)
  expect(stock).toHaveLength(3)
  expect(answers.map((bytes) => readStock(bytes))).toMatchObject([1, 2].map(() => ({ ok: true, value: { type: 'doc-unavailable' } })))
})

test('[ADP17] a peer that sends too fast is read more slowly and loses nothing', async () => {
  const { url, wires } = await run({ messagesPerSecond: 1_000 })
  const socket = await open(url)
  for (let n = 0; n < 2_200; n += 1) socket.send(Buffer.from(`T${n}`))
  await until(() => wires[0]?.heard.length === 2_200)
  expect(wires[0]?.heard.at(-1)).toBe('T2199')
  socket.terminate()
})

test('[ADP17] the pause is what the peer owes beyond two seconds of its pace', () => {
  const quota = createQuota({ bytesPerSecond: 1_000, messagesPerSecond: 10 })
  expect(quota.take(2_000, 0)).toBe(0)
  expect(quota.take(500, 0)).toBe(500)
  expect(quota.take(0, 10_000)).toBe(0)
  for (let n = 0; n < 19; n += 1) expect(quota.take(0, 10_000)).toBe(0)
  expect(quota.take(0, 10_000)).toBe(100)
})

test('[ADP18] a peer that reads nothing is owed no more than twice the high-water mark, then cut', async () => {
  const { url, wires, server } = await run({ bufferedBytesHigh: 65_536 })
  const socket = await open(url)
  socket.send(Buffer.from('T'))
  await until(() => wires.length === 1)
  socket.pause()
  const wire = wires[0]?.wire as Wire
  const piece = Buffer.alloc(32_768, 'T')
  let buffered = 0
  for (let n = 0; n < 1_000; n += 1) {
    wire.send(piece)
    buffered = Math.max(buffered, wire.buffered())
    if (n % 50 === 0) await new Promise(setImmediate)
  }
  expect(buffered).toBeLessThanOrEqual(65_536 * 2 + piece.length)
  socket.terminate()
  await until(() => server.connections() === 0)
})

test('[ADP19] a peer that gives no sign of life is cut', async () => {
  const { url, server, wires } = await run({ heartbeatMs: 20, firstMessageMs: 60_000 })
  const client = webSocketClient({ url })
  client.start((wire) => {
    wire.send(Buffer.from('T'))
    return { onMessage() {}, onClose() {} }
  })
  endings.push(() => client.stop())
  const silent = new WebSocket(url, { autoPong: false })
  await once(silent, 'open')
  expect(await closeOf(silent)).toBe(1006)
  await until(() => server.connections() === 1)
  expect(wires[0]?.isClosed).toBe(false)
})

test('[ADP33] the wire that a server accepted says that the other end speaks first', async () => {
  const { url, wires } = await run()
  const client = webSocketClient({ url })
  endings.push(() => client.stop())
  const opened = await new Promise<Wire>((resolve) => {
    client.start((wire) => {
      resolve(wire)
      wire.send(Buffer.from('T'))
      return { onMessage() {}, onClose() {} }
    })
  })
  await until(() => wires.length === 1)
  expect(wires[0]?.wire.isAccepted).toBe(true)
  expect(opened.isAccepted ?? false).toBe(false)
})

test('[ADP19] a connection that says nothing at first is ended', async () => {
  const { url, refused } = await run({ firstMessageMs: 10 })
  const silent = await open(url)
  expect(await closeOf(silent)).toBe(1008)
  expect(refused).toEqual(['it said nothing'])
})
