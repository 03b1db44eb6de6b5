/** Nodes: several in one process over websockets on loopback, around one that listens; and modules that answer at once. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { webSocketServer } from '../../adapters/network-websocket/index.ts'
import { createNode } from '../../src/node/create.ts'
import type { TracordNode } from '../../src/node/node.ts'
import type { NodeOptions } from '../../src/node/options.ts'
import type { Module } from '../../src/node/reasoning/module.ts'

/** A node that others connect to. */
export interface Listening {
  readonly node: TracordNode
  readonly port: number
  readonly http: Server
}

/** Starts a node that listens on a free port. */
export async function listening(name: string, options: NodeOptions = {}): Promise<Listening> {
  const http = createServer()
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const node = await createNode({ name, ...options, wires: [webSocketServer({ server: http })] })
  return { node, http, port: (http.address() as AddressInfo).port }
}

/** Concludes at once, about a frame of the goal's name. */
export const instant: Module = {
  name: 'instant',
  version: '1',
  accepts: () => 900,
  async *run({ goal: { goal } }) {
    yield { text: 'looked', concludes: { frame: `answer to ${goal}`, slot: 'state', value: 'known' } }
  },
}

/** Waits until `isTrue`, looking every few milliseconds. */
export async function until(isTrue: () => boolean, what: string, withinMs = 20_000): Promise<void> {
  const end = performance.now() + withinMs
  while (!isTrue()) {
    if (performance.now() > end) throw new Error(`waited too long: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** Whether `node` sees this many live members with modules. */
export function sees(node: TracordNode, count: number): boolean {
  return node.members().filter(({ isLive, modules }) => isLive && modules !== null).length >= count
}

/** Closes all of them. */
export async function closeAll(nodes: readonly TracordNode[], servers: readonly Server[] = []): Promise<void> {
  await Promise.all(nodes.map((node) => node.close()))
  for (const server of servers) {
    server.closeAllConnections()
    server.close()
  }
}
