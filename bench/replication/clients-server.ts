/** Clients' server: a process that serves thousands, one kind for each subject; tells its parent the port, and its memory when asked. */
import { createServer } from 'node:http'
import { argv } from 'node:process'
import { WebSocketServer, type WebSocket } from 'ws'

const http = createServer()

const KINDS: Readonly<Record<string, () => void | Promise<void>>> = {
  async tracord() {
    const [{ webSocketServer }, { createNode }, { benchFounding }] = await Promise.all([
      import('../../adapters/network-websocket/index.ts'),
      import('../../src/node/create.ts'),
      import('./made-journal.ts'),
    ])
    await createNode({ name: 'server', realm: benchFounding(), wires: [webSocketServer({ server: http })] })
  },
  'ws-echo'() {
    const sockets = new Set<WebSocket>()
    new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket) => {
      sockets.add(socket)
      socket.on('message', (data: Buffer) => {
        for (const other of sockets) if (other !== socket) other.send(data)
      })
    })
  },
}

process.on('message', () => {
  globalThis.gc?.()
  globalThis.gc?.()
  const { user, system } = process.cpuUsage()
  process.send?.({ rss: process.memoryUsage.rss(), cpuMs: (user + system) / 1_000 })
})
await KINDS[argv[2] ?? '']?.()
http.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 }, () => {
  const address = http.address()
  process.send?.(typeof address === 'object' ? address?.port : 0)
})
