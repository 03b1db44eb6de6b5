/** Server: accepts websockets on an http server; each carries wires of tracord nodes, stock automerge-repo messages, or both. */
import type { NetworkAdapterInterface } from '@automerge/automerge-repo/slim'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer as Upgrader } from 'ws'
import type { Clock, Wire, WireHandlers, WireSource } from '../../src/ports/index.ts'
import { attend } from './connection.ts'
import { SERVER_LIMITS, type ServerLimits } from './limits.ts'
import { ServerNetwork } from './server-network.ts'
import { CLOSE } from './socket.ts'
import { machineClock } from './time.ts'

/** Where connections come from, and what they may do. */
export interface WebSocketServerOptions {
  /** Its upgrade requests are taken. Without it hand them to `upgrade`. */
  readonly server?: Server
  /** Only this path is served, any when absent. For several, see `route`. */
  readonly path?: string
  /** The name of the network that serves stock clients at a path, or null to refuse the path. Default: `''` for every path. */
  readonly route?: (path: string) => string | null
  readonly limits?: Partial<ServerLimits>
  /** Handed in by tests; the machine's otherwise. */
  readonly clock?: Clock
  /** Told of every connection that was refused or ended for what it did. Must not throw. */
  readonly onRefused?: (label: string, why: string) => void
}

/** A server: a wire source, and one network adapter for each Repo behind it. */
export interface WebSocketServer extends WireSource {
  /** Takes one upgrade request of an http server. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** The stock clients that `route` sends to `name`. */
  network(name?: string): NetworkAdapterInterface
  /** Connections open now. */
  connections(): number
}

/** Milliseconds for closing handshakes when the server stops. */
const STOP_MS_MAX = 1_000

/** A server. Connections are accepted from now on; tracord nodes among them are refused until `start`. */
export function webSocketServer(options: WebSocketServerOptions = {}): WebSocketServer {
  const { clock = machineClock, onRefused = () => {}, path } = options
  const route = options.route ?? ((asked: string) => (path === undefined || asked === path ? '' : null))
  const limits: ServerLimits = { ...SERVER_LIMITS, ...options.limits }
  const upgrader = new Upgrader({ noServer: true, clientTracking: true, maxPayload: limits.messageBytesMax, perMessageDeflate: false })
  const networks = new Map<string, ServerNetwork>()
  const ends = new Set<(why: string) => void>()
  let accept: ((wire: Wire) => WireHandlers) | undefined
  let isStopped = false

  const upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // Until the handshake is over the plain socket is ours to watch.
    socket.on('error', () => socket.destroy())
    const label = `${request.socket.remoteAddress ?? 'unknown'}:${request.socket.remotePort ?? 0}`
    const name = route(pathOf(request))
    const isFull = upgrader.clients.size >= limits.connectionsMax
    if (isStopped || isFull || name === null) {
      const status = isStopped || isFull ? '503 Service Unavailable' : '404 Not Found'
      onRefused(label, status)
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
      return
    }
    upgrader.handleUpgrade(request, socket, head, (opened) => {
      const end = attend({
        socket: opened,
        label,
        limits,
        clock,
        network: () => networks.get(name),
        onRefused: (why) => onRefused(label, why),
        accept(wire) {
          if (accept !== undefined) return accept(wire)
          opened.close(CLOSE.tooBusy, 'not ready')
          return { onMessage() {}, onClose() {} }
        },
      })
      ends.add(end)
      opened.on('close', () => ends.delete(end))
    })
  }
  upgrader.on('error', () => {})
  upgrader.on('wsClientError', (_error, socket) => socket.destroy())
  options.server?.on('upgrade', upgrade)

  return {
    upgrade,
    connections: () => upgrader.clients.size,
    network(name = '') {
      const network = networks.get(name) ?? new ServerNetwork(limits.documentsMax, clock)
      networks.set(name, network)
      return network
    },
    start(take) {
      accept = take
    },
    async stop() {
      isStopped = true
      options.server?.off('upgrade', upgrade)
      const open = [...upgrader.clients]
      const closed = open.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())))
      for (const end of ends) end('the server stops')
      const cancel = clock.after(STOP_MS_MAX, () => open.forEach((socket) => socket.terminate()))
      await Promise.all(closed)
      cancel()
      upgrader.close()
    },
  }
}

function pathOf(request: IncomingMessage): string {
  const target = request.url ?? '/'
  const end = target.indexOf('?')
  return end < 0 ? target : target.slice(0, end)
}
