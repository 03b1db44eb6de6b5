/** `tracord serve` and `tracord inspect` on real processes and folders. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { readRealm } from '../../src/cli/serve.ts'
import { createNode } from '../../src/node/create.ts'
import type { TracordNode } from '../../src/node/node.ts'
import type { GuestModule } from '../../src/node/reasoning/module.ts'
import { connectModule } from '../../src/server/modules/connect.ts'
import { findPort } from '../faults/port.ts'
import { startServer, type ServerProcess } from '../processes/server.ts'
import { tracord } from './paper.ts'

let dir = ''
let servers: ServerProcess[] = []
let nodes: TracordNode[] = []

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tracord-serve-'))
  await writeFile(join(dir, 'doors.json'), JSON.stringify({ name: 'doors', slots: { state: [{ k: 'atMost', n: 1 }] } }))
})

afterEach(async () => {
  await Promise.all(nodes.map((node) => node.close()))
  for (const server of servers) server.process.kill('SIGKILL')
  servers = []
  nodes = []
  await rm(dir, { recursive: true, force: true })
})

async function serving(...args: readonly string[]): Promise<ServerProcess> {
  const server = await startServer('--port', '0', ...args)
  servers.push(server)
  return server
}

async function joined(name: string, url: string, folder?: string): Promise<TracordNode> {
  const realm = await readRealm(join(dir, 'doors.json'))
  const node = await createNode({ name, realm, connect: [url], ...(folder === undefined ? {} : { dir: folder }) })
  nodes.push(node)
  return node
}

/** Resolves when the node holds so many entries. */
function holding(node: TracordNode, entries: number): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (node.status().entries >= entries) resolve()
    }
    node.subscribe(look)
    look()
  })
}

test('[CLI7] a server is ready when it says so, and stops cleanly when asked', async () => {
  const args = ['--port', String(await findPort()), '--dir', join(dir, 'data'), '--realm', join(dir, 'doors.json')]
  const server = await startServer(...args)
  servers.push(server)
  const http = server.url.replace('ws', 'http')
  expect((await fetch(`${http}/healthz`)).status).toBe(200)
  expect((await fetch(`${http}/readyz`)).status).toBe(200)
  expect(await server.end('SIGTERM')).toEqual({ code: 0, signal: null })
  expect(server.lines).toEqual(['{"event":"stopped"}'])
  const again = await startServer(...args)
  servers.push(again)
  expect(again.port).toBe(server.port)
  expect(again.realms).toEqual(server.realms)
  expect(await again.end('SIGINT')).toEqual({ code: 0, signal: null })
}, 60_000)

test('[CLI103] a file configures the nodes of realms; what is wrong in it is one line that names the place', async () => {
  const file = join(dir, 'config.json')
  const refusal = async (text: string): Promise<string> => {
    await writeFile(file, text)
    const { code, err } = await tracord('serve', '--port', '0', '--config', file)
    expect([code, err.split('\n').length]).toEqual([2, 1])
    return err
  }
  expect(await refusal('{')).toContain(file)
  expect(await refusal('{"doors":{"manner":{"hedgeMs":0}}}')).toContain('config: doors: manner: hedgeMs is an integer from 1')
  await writeFile(file, JSON.stringify({ doors: { domains: ['plant'] } }))
  const server = await serving('--realm', join(dir, 'doors.json'), '--config', file)
  const realms = (await (await fetch(`${server.url.replace('ws', 'http')}/realms`)).json())
  expect(JSON.stringify(realms)).toContain('"domains":["plant"]')
})

test('[CLI109] goals are answered by modules of a folder, and by one that attaches by the token of the folder', async () => {
  const data = join(dir, 'data')
  const server = await serving('--dir', data, '--attach', '--modules', join(process.cwd(), 'examples/modules'))
  const token = (await readFile(join(data, 'modules.token'), 'utf8')).trimEnd()
  const accepts = ({ goal }: { readonly goal: string }): number => (goal === 'greet' ? 900 : 0)
  const greeter: GuestModule = {
    ...{ name: 'greeter', version: '1', accepts },
    async *run() {
      yield { concludes: { frame: 'greeting', slot: 'text', value: 'hello' } }
    },
  }
  const attached = await connectModule(`${server.url}/modules`, token, greeter)
  // It beats as the server does: to one that beats much faster, the server would seem dead between two of its beats.
  const node = await createNode({ connect: [server.url] })
  nodes.push(node)
  await node.claim('box', { value: 21 })
  const modules = (): readonly string[] => node.members().flatMap((member) => member.modules ?? [])
  await vi.waitUntil(() => ['greeter@1', 'doubler@1'].every((module) => modules().includes(module)), 20_000)
  await vi.waitUntil(() => node.status().provisional === 0, 20_000)
  expect(await node.ask('greet')).toMatchObject({ module: 'greeter@1', conclusion: { value: 'hello' }, route: { length: 2 } })
  expect(await node.ask('twice box')).toMatchObject({ module: 'doubler@1', conclusion: { value: 42 } })
  await attached.close()
  const wrong = await tracord('serve', '--port', '0', '--modules', join(dir, 'nowhere'))
  expect([wrong.code, wrong.err.trim().split('\n').length]).toEqual([2, 1])
  expect(wrong.err).toMatch(/the folder .*nowhere cannot be read/)
}, 60_000)

test('[CLI135] the folder of a node is none for a server, which says how its realm is served', async () => {
  const folder = join(dir, 'root')
  await tracord('realm', 'init', folder, '--name', 'plant')
  const { code, err } = await tracord('serve', '--port', '0', '--dir', folder)
  expect([code, err.split('\n').length]).toEqual([2, 1])
  expect(err).toContain(`--realm ${join(folder, 'realm.json')}`)
  expect(await readdir(folder)).not.toContain('realms')
})

test('[CLI8] a port in use and a realm that is none are one line', async () => {
  const squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen(0, '127.0.0.1', resolve))
  const { port } = squatter.address() as AddressInfo
  const taken = await tracord('serve', '--port', String(port))
  squatter.close()
  expect({ code: taken.code, out: taken.out }).toEqual({ code: 1, out: '' })
  expect(taken.err).toMatch(/^tracord: [^\n]+$/)
  expect(taken.err).toContain(String(port))

  await writeFile(join(dir, 'bad.json'), JSON.stringify({ name: 'doors', slots: { state: [{ k: 'atMost', n: 'one' }] } }))
  await writeFile(join(dir, 'nameless.json'), '{}')
  for (const file of ['bad.json', 'nameless.json']) {
    const { code, err } = await tracord('serve', '--port', '0', '--realm', join(dir, file))
    expect(code).toBe(2)
    expect(err).toMatch(/^tracord: [^\n]+$/)
    expect(err).toContain(file)
  }
}, 60_000)

test('[CLI9] [CLI10] two nodes on one server: what the folders hold, and how two servers compare', async () => {
  const one = await serving('--dir', join(dir, 'one'), '--realm', join(dir, 'doors.json'))
  const other = await serving('--realm', join(dir, 'doors.json'))
  const anna = await joined('anna', one.url, join(dir, 'anna'))
  const bert = await joined('bert', one.url)
  await anna.claim('d1', { state: 'open' })
  await anna.claim('d2', { state: 'open' })
  await bert.claim('d1', { state: 'closed' })
  await Promise.all([holding(anna, 3), holding(bert, 3)])

  const differing = await tracord('compare', one.url, other.url, '--json')
  expect(differing.code).toBe(1)
  expect(JSON.parse(differing.out)).toMatchObject({
    equal: false,
    realms: [{ name: 'doors', left: { entries: 3, conflicts: 1 }, right: { entries: 0 } }],
  })
  expect((await tracord('compare', one.url, one.url)).code).toBe(0)

  const before = await contents(join(dir, 'anna'))
  const { code, out } = await tracord('inspect', join(dir, 'anna'), '--json')
  expect(code).toBe(0)
  const { folders } = JSON.parse(out) as { folders: readonly unknown[] }
  expect(folders).toMatchObject([
    {
      author: anna.id,
      realm: { name: 'doors', id: anna.realm.id },
      entries: 3,
      claims: 3,
      frames: { local: 1, shared: 1 },
      conflicts: [{ claims: expect.any(Array) }],
      damage: [],
    },
  ])
  expect(await contents(join(dir, 'anna'))).toEqual(before)

  const screen = await tracord('inspect', join(dir, 'one'))
  expect(screen.code).toBe(0)
  expect(screen.out).toContain('3 entries, 3 claims, 2 logs, 2 authors')
  expect(screen.out).toContain('Conflicts (1)')
}, 60_000)

/** What a running node leaves to its idle moments, or SQLite to its readers: it may appear at any time, whoever looks. */
const OF_ITS_OWN = /-(shm|wal|journal)$|^frames\.shared$/

/** Names of what lies in a folder, and the key itself; what the running node makes meanwhile aside. */
async function contents(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder)
  const key = await readFile(join(folder, 'identity.key'), 'utf8')
  return [...names.filter((name) => !OF_ITS_OWN.test(name)).sort(), key]
}
