/** Modules in other processes, attached to a real server: our client, one written by the protocol alone, and those that nobody wants. */
import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createNode } from '../../src/node/create.ts'
import type { TracordNode } from '../../src/node/node.ts'
import type { GuestModule } from '../../src/node/reasoning/module.ts'
import { serve, type ServeOptions, type TracordServer } from '../../src/server/index.ts'
import { connectModule } from '../../src/server/modules/connect.ts'
import { openToken } from '../../src/server/modules/token.ts'

vi.setConfig({ testTimeout: 60_000 })

const EXAMPLE = 'examples/module.mjs'
const THINKER = 'dist/test/server/programs/think-until-killed.js'
const TOKEN = 'a token that nobody guesses'
const endings: (() => unknown)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

function freshDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'tracord-modules-'))
  endings.push(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
async function running(options: ServeOptions = {}): Promise<{ server: TracordServer; node: TracordNode; url: string }> {
  const server = await serve({ port: 0, attach: TOKEN, ...options })
  endings.push(() => server.close())
  return { server, node: server.node(server.realms()[0]!)!, url: `${server.url}/modules` }
}
/** A program with a module, as its own process; resolves once it is attached. */
async function started(program: string, url: string, token: string): Promise<{ process: ChildProcess; said: () => string }> {
  const child = spawn(process.execPath, [join(process.cwd(), program), url, token], { stdio: ['ignore', 'pipe', 'pipe'] })
  endings.push(() => child.kill('SIGKILL'))
  let said = ''
  await new Promise<void>((resolve) => {
    const hear = (data: Buffer): void => {
      said += data.toString()
      if (said.includes('\n')) resolve()
    }
    for (const stream of [child.stdout, child.stderr]) stream.on('data', hear)
  })
  return { process: child, said: () => said }
}

const CLAIMED = { frame: 'x', slot: 'seen', value: 'yes' } as const
/** Called when the module begins on what it never ends. */
let onNothing = (): void => {}
const seer: GuestModule = {
  name: 'seer',
  version: '2',
  accepts: ({ goal }) => (goal.startsWith('see') ? 900 : 0),
  async *run({ goal, frames, signal }) {
    if (goal.goal === 'see nothing') {
      const ended = new Promise((resolve) => signal.addEventListener('abort', resolve))
      onNothing()
      await ended
    }
    const { seen } = await frames('x')
    yield { text: String(seen?.value), concludes: { frame: 'x', slot: 'told', value: goal.goal } }
  },
}

test('[SRV26] a module of another process attaches by the token, reasons for the node, and leaves', async () => {
  const { server, node, url } = await running()
  await node.claim('x', { [CLAIMED.slot]: CLAIMED.value })
  const attached = await connectModule(url, TOKEN, seer)
  expect(attached.node).toBe('server')
  expect(server.status().attached).toMatchObject([{ name: 'seer', version: '2', realm: server.realms()[0] }])
  const answer = await node.ask('see it')
  expect(answer).toMatchObject({ module: 'seer@2', conclusion: { value: 'see it' } })
  expect(node.trace(answer.trace ?? '').trace.steps).toMatchObject([{ text: 'yes' }])
  const begun = new Promise<void>((resolve) => (onNothing = resolve))
  const never = node.ask('see nothing')
  never.catch(() => undefined)
  await begun
  await attached.close()
  await expect(never).rejects.toThrow(/the module is gone|nobody to ask/)
  expect(server.status().attached).toEqual([])
  await expect(node.ask('see more')).rejects.toMatchObject({ code: 'NO_ANSWER' })
  await (await connectModule(`${url}/${server.realms()[0]}`, TOKEN, seer)).close()
})

test('[SRV27] a client without this library does the same, and its death fails its run by name', async () => {
  const { server, node, url } = await running()
  const { process: child, said } = await started(EXAMPLE, url, TOKEN)
  expect(said()).toBe('attached to server\n')
  const answer = await node.ask('what is 2 + 3')
  expect(answer).toMatchObject({ module: 'adder@1', conclusion: { frame: 'sum-2-3', value: 5 } })
  expect(node.trace(answer.trace ?? '').trace.steps.flatMap(({ checks }) => checks)).toMatchObject([{ k: 'arith', expr: '2 + 3' }])
  // Stopped, it accepts nothing any more; killed, it is gone.
  child.kill('SIGSTOP')
  await expect(node.ask('what is 4 + 4')).rejects.toMatchObject({ code: 'NO_ANSWER' })
  child.kill('SIGKILL')
  await vi.waitUntil(() => server.status().attached.length === 0, 20_000)
  expect(server.status().refused.latest.at(-1)).toMatch(/^module at 127\.0\.0\.1:\d+: it hung up/)
  expect((await started(EXAMPLE, url, 'another token of some length')).said()).toMatch(/refused: this is not the token/)
})

test('[SRV31] a run whose guest is killed is closed with the reason, and another member answers', async () => {
  const { server, node, url } = await running()
  const { process: child, said } = await started(THINKER, url, TOKEN)
  expect(said()).toBe('server\n')
  const quick: GuestModule = {
    ...{ name: 'thinker', version: '1', accepts: ({ goal }) => (goal.startsWith('think') ? 900 : 0) },
    async *run() {
      yield { concludes: { frame: 'thought', slot: 'text', value: 'enough' } }
    },
  }
  const other = await createNode({ connect: [server.url], beaconMs: 50, modules: [quick] })
  endings.push(() => other.close())
  await vi.waitUntil(() => other.members().some(({ modules }) => modules?.includes('thinker@1')), 20_000)
  const asked = other.ask('think hard', { model: 'master', centre: node.id, hedgeMs: 60_000, timeoutMs: 60_000 })
  await vi.waitUntil(() => other.sessions().some(({ state, steps }) => state === 'open' && steps === 1), 20_000)
  child.kill('SIGKILL')
  expect(await asked).toMatchObject({ module: 'thinker@1', conclusion: { value: 'enough' }, route: [other.id] })
  await vi.waitUntil(() => other.sessions().some(({ state }) => state === 'closed'), 20_000)
  const failed = other.sessions().find(({ state }) => state === 'closed')
  expect(other.trace(failed?.id ?? '').reasons).toEqual([expect.stringMatching(/the module is gone: it hung up/)])
  expect(server.status().attached).toEqual([])
})

test('[SRV28] nothing attaches unless it is allowed, with another token, to no realm, or under a name that is taken', async () => {
  const shut = await serve({ port: 0 })
  endings.push(() => shut.close())
  await expect(connectModule(`${shut.url}/modules`, TOKEN, seer)).rejects.toMatchObject({ code: 'IO' })
  const { url } = await running()
  await expect(connectModule(url, 'no token at all here', seer)).rejects.toMatchObject({ code: 'REFUSED' })
  await expect(connectModule(`${url}/nowhere`, TOKEN, seer)).rejects.toMatchObject({ code: 'IO' })
  await expect(connectModule('http://x', TOKEN, seer)).rejects.toMatchObject({ code: 'BAD_INPUT' })
  await expect(connectModule('ws://127.0.0.1:1/modules', TOKEN, seer)).rejects.toMatchObject({ code: 'IO' })
  const signal = AbortSignal.abort()
  await expect(connectModule(url, TOKEN, seer, { signal })).rejects.toMatchObject({ code: 'ABORTED' })
  const first = await connectModule(url, TOKEN, seer)
  await expect(connectModule(url, TOKEN, seer)).rejects.toThrow(/a module named seer works here already/)
  await expect(connectModule(url, TOKEN, { ...seer, name: 'rules' })).rejects.toThrow(/a module named rules works here already/)
  await first.close()
  await (await connectModule(url, TOKEN, seer)).close()
})

test('[SRV29] the token is made once, for its owner only; a bad one is refused', async () => {
  const dir = freshDir()
  const { server } = await running({ dir, attach: true })
  const file = join(dir, 'modules.token')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const token = readFileSync(file, 'utf8').trimEnd()
  expect(token).toMatch(/^[\w-]{43}$/)
  await server.close()
  expect(await openToken(dir)).toBe(token)
  chmodSync(file, 0o644)
  await expect(serve({ port: 0, dir, attach: true })).rejects.toMatchObject({ code: 'REFUSED' })
  chmodSync(file, 0o600)
  writeFileSync(file, 'short\n')
  await expect(serve({ port: 0, dir, attach: true })).rejects.toThrow(/at least 16 characters/)
  await expect(serve({ port: 0, attach: true })).rejects.toThrow(/keeps the token in dir/)
  await expect(serve({ port: 0, attach: 7 as never })).rejects.toThrow(/attach is true, or the token/)
  await expect(serve({ port: 0, modules: 'x' as never })).rejects.toThrow(/modules is \{ dir \}/)
})

test('[SRV30] what it does wrong costs it its own connection, and is named', async () => {
  const { server, node, url } = await running({ modules: { dir: join(process.cwd(), 'examples/modules') } })
  const other = await connectModule(url, TOKEN, seer)
  const hello = JSON.stringify({ k: 'hello', v: 1, token: TOKEN, name: 'rude', version: '1' })
  const wrongs: readonly (readonly [(socket: WebSocket) => void, RegExp])[] = [
    [(socket) => socket.send('what?'), /no JSON object/],
    [(socket) => socket.send(Buffer.from([1, 2, 3])), /texts only/],
    [(socket) => (socket.send(hello), socket.send('x'.repeat(300_000))), /max payload|too large|size/i],
    [(socket) => (socket.send(hello), socket.send(JSON.stringify({ k: 'step', run: 9, step: {} }))), /there is no run 9/],
    [(socket) => (socket.send(hello), Array.from({ length: 2_100 }, () => socket.send('{"k":"pong"}'))), /messages in a second/],
  ]
  for (const [act, why] of wrongs) {
    const count = server.status().refused.count
    const socket = new WebSocket(url)
    socket.on('error', () => undefined)
    socket.on('open', () => act(socket))
    await new Promise((resolve) => socket.once('close', resolve))
    await vi.waitUntil(() => server.status().refused.count > count, 20_000)
    expect(server.status().refused.latest.at(-1)).toMatch(why)
  }
  expect(server.status().attached.map(({ name }) => name)).toEqual(['seer'])
  expect(await node.ask('see it')).toMatchObject({ module: 'seer@2' })
  await node.claim('box', { value: 4 })
  expect(await node.ask('twice box')).toMatchObject({ module: 'doubler@1', conclusion: { value: 8 } })
  await other.close()
})
