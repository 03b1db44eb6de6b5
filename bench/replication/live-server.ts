/** Live server: the process between the two parties, one kind for each subject; tells its parent the port. */
import { Repo, type PeerId } from '@automerge/automerge-repo'
import { WebSocketServerAdapter } from '@automerge/automerge-repo-network-websocket'
import { createServer } from 'node:http'
import { argv } from 'node:process'
import { WebSocketServer, type WebSocket } from 'ws'
import * as Y from 'yjs'
import { webSocketServer } from '../../adapters/network-websocket/index.ts'
import { createNode } from '../../src/node/create.ts'
import { benchFounding } from './made-journal.ts'

const http = createServer()

const KINDS: Readonly<Record<string, () => void | Promise<void>>> = {
  async tracord() {
    await createNode({ name: 'server', realm: benchFounding(), wires: [webSocketServer({ server: http })] })
  },
  'automerge-repo'() {
    const wss = new WebSocketServer({ server: http })
    // The adapter is typed for another version of the `ws` types than ours.
    const adapter = new WebSocketServerAdapter(wss as unknown as ConstructorParameters<typeof WebSocketServerAdapter>[0])
    void new Repo({ peerId: 'server' as PeerId, network: [adapter], sharePolicy: () => Promise.resolve(false) })
  },
  yjs() {
    const doc = new Y.Doc()
    relay((bytes) => Y.applyUpdate(doc, bytes))
  },
  'ws-echo'() {
    relay(() => undefined)
  },
}

/** Passes every message on to the other sockets. */
function relay(take: (bytes: Uint8Array) => void): void {
  const sockets = new Set<WebSocket>()
  new WebSocketServer({ server: http }).on('connection', (socket) => {
    sockets.add(socket)
    socket.on('message', (data: Buffer) => {
      take(data)
      for (const other of sockets) if (other !== socket) other.send(data)
    })
  })
}

await KINDS[argv[2] ?? '']?.()
http.listen(0, '127.0.0.1', () => {
  const address = http.address()
  process.send?.(typeof address === 'object' ? address?.port : 0)
})
