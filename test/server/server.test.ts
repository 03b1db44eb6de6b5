/** The server as its clients see it: real sockets, real nodes. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Repo } from '@automerge/automerge-repo'
import { WebSocketClientAdapter } from '@automerge/automerge-repo-network-websocket'
import { encode } from 'cbor-x'
import { afterEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { foundingText, foundOpen, realmOf, type Founding } from '../../src/frames/founding.ts'
import { createNode } from '../../src/node/create.ts'
import type { TracordNode } from '../../src/node/node.ts'
import { encodeHello } from '../../src/node/core/wire.ts'
import { serve, type ServeOptions, type TracordServer } from '../../src/server/index.ts'
import type { Hello } from '../../src/sync/message.ts'
import { findPort } from '../faults/port.ts'

// A busy machine takes its time over processes and disks; nothing here measures any.
vi.setConfig({ testTimeout: 60_000 })

const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

function freshDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tracord-server-'))
  endings.push(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
function founded(name: string): Founding {
  const founding = foundOpen(name, {})
  if (!founding.ok) throw new Error(founding.error.why)
  return founding.value
}
async function running(options: ServeOptions = {}): Promise<TracordServer> {
  const server = await serve({ port: 0, ...options })
  endings.push(() => server.close())
  return server
}
async function client(server: TracordServer, realm?: Founding): Promise<TracordNode> {
  const node = await createNode({ connect: [server.url], role: 'leaf', beaconMs: 50, ...(realm === undefined ? {} : { realm }) })
  endings.push(() => node.close())
  return node
}
const get = (server: TracordServer, path: string): Promise<Response> => fetch(`http://127.0.0.1:${server.port}${path}`)

/** Resolves when `isTrue` after some event of the node. */
function once(node: TracordNode, isTrue: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!isTrue()) return
      stop()
      resolve()
    }
    const stop = node.subscribe(look)
    look()
  })
}

test('[SRV15] it tells Prometheus how each realm reasons and what it holds', async () => {
  const server = await running()
  const node = await client(server)
  await node.publish({ goal: 'how is d1', steps: [{ text: 'seen' }], concludes: { frame: 'd1', slot: 'state', value: 'open' } })
  let text = ''
  await vi.waitUntil(async () => {
    const response = await get(server, '/metrics')
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
    text = await response.text()
    return text.includes(`tracord_traces{realm="${node.realm.id}"} 1\n`)
  }, 20_000)
  expect(text).toMatch(/# TYPE tracord_goal_routes_least gauge\ntracord_goal_routes_least\{realm="[^"]+"\} 1\n/)
  expect(text).toMatch(/tracord_answer_ms_bucket\{realm="[^"]+",le="\+Inf"\} 0\n/)
  expect(text).not.toContain('tracord_trace_convergence_ppm')
  const lines = text.split('\n').filter((line) => line !== '')
  for (const line of lines) expect(line).toMatch(/^(# (HELP|TYPE) |tracord_\w+\{realm="[^"]+"(,le="[^"]+")?\} \d+$)/)
})

test('[SRV1] it says that it lives, that it is ready and what it holds, and 404 otherwise', async () => {
  const server = await running()
  expect((await get(server, '/healthz')).status).toBe(200)
  expect(await (await get(server, '/readyz?x=1')).json()).toEqual({ ready: true, realms: 1 })
  const listing = (await (await get(server, '/realms')).json()) as { realms: { realm: string; entries: number }[] }
  expect(listing).toMatchObject({ tracord: 'realms/1', realms: [{ realm: server.realms()[0], entries: 0, conflicts: [] }] })
  expect((await get(server, '/')).status).toBe(404)
  expect((await fetch(`http://127.0.0.1:${server.port}/healthz`, { method: 'POST' })).status).toBe(405)
})

test('[SRV2] what one client claims reaches the others, and all certificates are equal', async () => {
  const server = await running()
  const [ada, bea] = [await client(server), await client(server)]
  await ada.claim('d1', { state: 'open' })
  await bea.claim('d2', { state: 'closed' })
  await Promise.all([ada, bea].map((node) => once(node, () => node.status().entries === 2)))
  const [home = 'none'] = server.realms()
  expect(ada.certificate().digest).toBe(bea.certificate().digest)
  expect(server.node(home as never)?.certificate().digest).toBe(ada.certificate().digest)
  const { realms } = (await (await get(server, '/realms')).json()) as { realms: { logs: unknown[]; certificate: object }[] }
  expect(realms[0]?.logs).toHaveLength(2)
  expect(realms[0]?.certificate).toMatchObject({ digest: ada.certificate().digest })
  expect(server.status()).toMatchObject({ connections: 2, refused: { count: 0 } })
})

test('[SRV3] a hello that brings a founding record opens its realm, and realms never mix', async () => {
  const server = await running()
  const red = founded('red')
  const [one, two, other] = [await client(server, red), await client(server, red), await client(server, founded('blue'))]
  await one.claim('d1', { state: 'open' })
  await once(two, () => two.status().entries === 1)
  await other.claim('d1', { state: 'closed' })
  const blue = realmOf(founded('blue'))
  await once(other, () => other.status().provisional === 0)
  expect(server.realms()).toHaveLength(3)
  expect(server.node(blue)?.status().entries).toBe(1)
  expect(server.node(realmOf(red))?.status().entries).toBe(1)
  expect(two.status().entries).toBe(1)
})

function hello(fields: Partial<Hello>): Uint8Array {
  const author = 'A'.repeat(43) as Hello['author']
  const nonce = 'A'.repeat(22)
  const known = { t: 'hello', versions: [2], role: 'leaf', name: 'x', heard: null, met: false } as const
  return encodeHello({ ...known, realm: realmOf(founded('x')), author, nonce, share: author, ...fields })
}
async function closed(url: string, message: string | Uint8Array): Promise<void> {
  const socket = new WebSocket(url)
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(message)
  await new Promise((resolve) => socket.once('close', resolve))
}

test('[SRV4] a realm that is not brought, not the one it says, or one too many is refused', async () => {
  const server = await running({ realmsMax: 2 })
  const member = await client(server, founded('second'))
  await member.claim('d1', { state: 'open' })
  await once(member, () => member.status().provisional === 0)
  const text = (name: string): string => foundingText(founded(name))
  await closed(server.url, hello({}))
  await closed(server.url, hello({ founding: text('y') }))
  await closed(server.url, hello({ founding: 'no record' }))
  await closed(server.url, hello({ founding: foundingText(founded('x')) }))
  expect(server.realms()).toHaveLength(2)
  expect(server.status().refused.count).toBe(4)
  await member.claim('d2', { state: 'open' })
  await once(member, () => member.status().provisional === 0)
})

test('[SRV5] [SRV6] after a clean close the next server has every realm and entry, and the port is free', async () => {
  const dir = freshDir()
  const first = await serve({ port: await findPort(), dir })
  const red = founded('red')
  const node = await client(first, red)
  await node.claim('d1', { state: 'open' })
  await once(node, () => node.status().provisional === 0)
  const digest = node.certificate().digest
  await first.close()
  await first.close()
  const second = await running({ port: first.port, dir })
  expect(second.realms()).toContain(realmOf(red))
  expect(second.node(realmOf(red))?.certificate().digest).toBe(digest)
  await node.claim('d2', { state: 'open' })
  await once(node, () => node.status().provisional === 0)
  expect(second.node(realmOf(red))?.status().entries).toBe(2)
})

/** A server in a process of its own, and its port. */
async function spawned(dir: string): Promise<{ readonly child: ChildProcess; readonly port: number }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'programs/serve-until-killed.js'), dir])
  endings.push(() => child.kill('SIGKILL'))
  const port = await new Promise<number>((resolve) => child.stdout.once('data', (data) => resolve(Number(data))))
  return { child, port }
}

test('[SRV5] a server process that is killed keeps everything that it confirmed', async () => {
  const dir = freshDir()
  const realm = founded('killed')
  for (let round = 1; round <= 2; round += 1) {
    const { child, port } = await spawned(dir)
    const node = await createNode({ connect: [`ws://127.0.0.1:${port}`], role: 'leaf', beaconMs: 50, realm })
    for (let n = 0; n < 10; n += 1) await node.claim(`d${n}`, { round: `${round}` })
    await once(node, () => node.status().provisional === 0)
    const killed = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await killed
    await node.close()
  }
  const server = await running({ dir })
  expect(server.node(realmOf(realm))?.status()).toMatchObject({ claims: 20 })
})

test('[SRV5] a realm whose record is damaged is named and stops no other', async () => {
  const dir = freshDir()
  const first = await serve({ port: 0, dir })
  const node = await client(first, founded('red'))
  await node.claim('d1', { state: 'open' })
  await once(node, () => node.status().provisional === 0)
  await node.close()
  await first.close()
  writeFileSync(join(dir, 'realms', realmOf(founded('red')), 'realm.json'), 'gone')
  const second = await running({ dir })
  expect(second.realms()).toHaveLength(1)
  expect(second.status().refused.latest.join()).toMatch(/realm\.json/)
})

test('[SRV7] a taken port, a folder in use and malformed options are coded errors', async () => {
  const dir = freshDir()
  const server = await running({ dir })
  await expect(serve({ port: server.port })).rejects.toMatchObject({ code: 'IO', message: /Choose another port/ })
  await expect(serve({ port: 0, dir })).rejects.toMatchObject({ code: 'LOCKED' })
  const malformed: object[] = [{ port: -1 }, { port: 1.5 }, { host: '' }, { dir: '' }, { connect: 'ws://x' }, { realmsMax: 0 }, { odd: 1 }]
  for (const options of malformed) await expect(serve(options)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  expect((await get(server, '/healthz')).status).toBe(200)
})

test('[SRV8] a stock client reaches the documents of a realm by its path', async () => {
  const server = await running()
  const red = founded('red')
  const node = await client(server, red)
  await node.claim('d1', { state: 'open' })
  await once(node, () => node.status().provisional === 0)
  for (const path of ['', `/${realmOf(red)}`]) {
    const adapter = new WebSocketClientAdapter(`${server.url}${path}`)
    const repo = new Repo({ network: [adapter] })
    const peer = await new Promise<string>((resolve) => repo.networkSubsystem.once('peer', ({ peerId }) => resolve(peerId)))
    expect(peer).toMatch(/^tracord-/)
    adapter.disconnect()
  }
  const elsewhere = new WebSocket(`${server.url}/nowhere`)
  const refused = await new Promise<Error>((resolve) => elsewhere.once('error', resolve))
  expect(refused.message).toMatch(/404/)
})

test('[SRV9] whatever a client sends, the server goes on serving the others', async () => {
  const server = await running()
  const member = await client(server)
  const inputs = ['', 'text', encode(null), encode({ type: 'sync' }), Buffer.from([0xff])]
  for (const input of inputs) await closed(server.url, input)
  for (let n = 0; n < 40; n += 1) {
    const socket = new WebSocket(server.url)
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send(hello({ realm: 'x' as Hello['realm'] }))
    socket.send(Buffer.concat([Buffer.from('T'), Buffer.alloc(n, n)]))
    socket.terminate()
  }
  await member.claim('d1', { state: 'open' })
  await once(member, () => member.status().provisional === 0)
  expect((await get(server, '/readyz')).status).toBe(200)
})

