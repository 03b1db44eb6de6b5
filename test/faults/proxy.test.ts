/** Real nodes over a link that fails in every way a link can: they meet again by themselves and have lost nothing. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { webSocketClient, webSocketServer, type WebSocketServer } from '../../adapters/network-websocket/index.ts'
import { createNode, type TracordNode } from '../../src/index.ts'
import { wireContract } from '../../src/ports/contract/index.ts'
import type { Faults } from './pipe.ts'
import { createProxy, type Proxy } from './proxy.ts'

// A busy machine takes its time; nothing here measures any.
vi.setConfig({ testTimeout: 60_000 })

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

const QUICK = { firstMs: 20, lastMs: 100 }
const LIMITS = { heartbeatMs: 200 }

interface Listening {
  readonly server: WebSocketServer
  readonly proxy: Proxy
  stop(): Promise<void>
}

async function listening(limits = {}): Promise<Listening> {
  const http = createServer()
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const server = webSocketServer({ server: http, limits })
  const proxy = await createProxy((http.address() as AddressInfo).port)
  const stop = async (): Promise<void> => {
    await proxy.close()
    http.close()
  }
  return { server, proxy, stop }
}

wireContract(
  (title, run) => test(`[ADP25] over a slow, uneven link: websocket ${title}`, () => expect(run()).resolves.toBeUndefined()),
  async () => {
    const { server, proxy, stop } = await listening()
    for (const direction of ['up', 'down'] as const) proxy.set(direction, { delayMs: 5, jitterMs: 20 })
    const url = `ws://127.0.0.1:${proxy.port}`
    return { left: webSocketClient({ url, backoff: { firstMs: 10_000, lastMs: 10_000 } }), right: server, remove: stop }
  },
)

/** Resolves when `isTrue` after some event of one of the nodes. */
function until(nodes: readonly TracordNode[], isTrue: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stops = nodes.map((node) => node.subscribe(() => look()))
    const look = (): void => {
      if (!isTrue()) return
      for (const stop of stops) stop()
      resolve()
    }
    look()
  })
}

async function pair(): Promise<{ readonly nodes: readonly [TracordNode, TracordNode]; readonly proxy: Proxy }> {
  const { server, proxy, stop } = await listening(LIMITS)
  endings.push(stop)
  const near = await createNode({ wires: [server], beaconMs: 50 })
  endings.push(() => near.close())
  const client = webSocketClient({ url: `ws://127.0.0.1:${proxy.port}`, backoff: QUICK, limits: LIMITS })
  const far = await createNode({ wires: [client], beaconMs: 50 })
  endings.push(() => far.close())
  return { nodes: [near, far], proxy }
}

const BATCH = 20

/** Both write at once; resolves when both are told that it is durable here. */
async function write([near, far]: readonly [TracordNode, TracordNode], round: number): Promise<void> {
  const writes = Array.from({ length: BATCH }, (_, at) => [
    near.claim(`near-${round}-${at}`, { round }),
    far.claim(`far-${round}-${at}`, { round }),
  ])
  await Promise.all(writes.flat())
}

const agree = ([near, far]: readonly [TracordNode, TracordNode]): boolean =>
  near.certificate().digest === far.certificate().digest && near.status().claims === far.status().claims

interface Trial {
  readonly name: string
  /** Nothing passes while it lasts, so the nodes must be apart then: a fault that does nothing would try nothing. */
  readonly parts?: true
  begin(proxy: Proxy): void
}

const both = (proxy: Proxy, faults: Faults): void => (['up', 'down'] as const).forEach((direction) => proxy.set(direction, faults))
const TRIALS: readonly Trial[] = [
  { name: 'delays', begin: (proxy) => both(proxy, { delayMs: 30, jitterMs: 60 }) },
  { name: 'swallows one way in silence', parts: true, begin: (proxy) => proxy.set('down', { swallow: true }) },
  { name: 'swallows the other way in silence', parts: true, begin: (proxy) => proxy.set('up', { swallow: true }) },
  { name: 'swallows both ways with sockets open', parts: true, begin: (proxy) => both(proxy, { swallow: true }) },
  { name: 'flips bits', begin: (proxy) => both(proxy, { flipEveryBytes: 400 }) },
  { name: 'is read by nobody', parts: true, begin: (proxy) => both(proxy, { stall: true }) },
  {
    name: 'is cut, and takes no new connection for a while',
    parts: true,
    begin(proxy) {
      proxy.accept(false)
      proxy.cut()
    },
  },
  { name: 'has foreign bytes put in between', begin: (proxy) => proxy.inject('up', new Uint8Array(300).fill(0x54)) },
]

for (const [round, { name, parts, begin }] of TRIALS.entries()) {
  test(`[NOD41] a link that ${name}`, async () => {
    const { nodes, proxy } = await pair()
    await write(nodes, 0)
    await until(nodes, () => agree(nodes))
    begin(proxy)
    await write(nodes, round + 1)
    if (parts === true) expect(agree(nodes)).toBe(false)
    both(proxy, {})
    proxy.accept(true)
    await until(nodes, () => agree(nodes))
    expect(nodes.map((node) => node.status().claims)).toEqual([4 * BATCH, 4 * BATCH])
  })
}

test('[NOD41] a link that fails in a new way every round', async () => {
  const { nodes, proxy } = await pair()
  for (let round = 0; round < 3 * TRIALS.length; round += 1) {
    TRIALS[(round * 5) % TRIALS.length]?.begin(proxy)
    await write(nodes, round)
    if (round % 2 === 1) proxy.cut()
    both(proxy, {})
    proxy.accept(true)
  }
  await until(nodes, () => agree(nodes))
  expect(nodes.map((node) => node.status().claims)).toEqual([6 * TRIALS.length * BATCH, 6 * TRIALS.length * BATCH])
})
