/**
 * Live server: the process between the two parties, one kind for each subject, which loads nothing of the others; tells its
 * parent the port.
 */
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
  async 'automerge-repo'() {
    const [{ Repo }, { WebSocketServerAdapter }] = await Promise.all([
      import('@automerge/automerge-repo'),
      import('@automerge/automerge-repo-network-websocket'),
    ])
    type Sockets = ConstructorParameters<typeof WebSocketServerAdapter>[0]
    type Name = Parameters<InstanceType<typeof Repo>['getStorageIdOfPeer']>[0]
    // The adapter is typed for another version of the `ws` types than ours.
    const adapter = new WebSocketServerAdapter(new WebSocketServer({ server: http }) as unknown as Sockets)
    void new Repo({ peerId: 'server' as Name, network: [adapter], sharePolicy: () => Promise.resolve(false) })
  },
  async yjs() {
    const { applyUpdate, Doc } = await import('yjs')
    const doc = new Doc()
    relay((bytes) => applyUpdate(doc, bytes))
  },
  async loro() {
    const { LoroDoc } = await import('loro-crdt')
    const doc = new LoroDoc()
    relay((bytes) => void doc.import(bytes))
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
