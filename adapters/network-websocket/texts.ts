/** Texts: websockets that carry texts both ways, for modules elsewhere: opened to a server, or taken from an http server's upgrades. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocket, WebSocketServer as Upgrader, type RawData } from 'ws'
import { TracordError } from '../../src/ports/index.ts'
import { CLOSE, closeWith } from './socket.ts'

/** One connection that carries texts. */
export interface TextSocket {
  readonly label: string
  /** Sends one text, or drops it when the connection is closed. One that lets too much wait is cut. Never throws. */
  send(text: string): void
  /** Ends the connection. */
  close(why: string): void
}

/** What is done with what comes. */
export interface TextHandlers {
  onMessage(text: string): void
  onClose(why: string): void
}

/** Bounds of one connection. */
export interface TextLimits {
  /** Bytes of one incoming message. */
  readonly messageBytesMax: number
  /** Bytes waiting to be sent beyond which the connection is cut. */
  readonly bufferedBytesMax: number
}

/** What is taken from an http server's upgrades. */
export interface TextServer {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, accept: (socket: TextSocket) => TextHandlers): void
  /** Connections open now. */
  connections(): number
  stop(): Promise<void>
}

/** Milliseconds for closing handshakes, and for opening ones. */
const CLOSE_MS_MAX = 1_000
const OPEN_MS_MAX = 10_000

/** A server of at most `connectionsMax` connections. */
export function textServer(limits: TextLimits & { readonly connectionsMax: number }): TextServer {
  const upgrader = new Upgrader({ noServer: true, clientTracking: true, maxPayload: limits.messageBytesMax, perMessageDeflate: false })
  upgrader.on('error', () => {})
  upgrader.on('wsClientError', (_error, socket) => socket.destroy())
  return {
    upgrade(request, socket, head, accept) {
      socket.on('error', () => socket.destroy())
      if (upgrader.clients.size >= limits.connectionsMax) {
        socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
        return
      }
      const label = `${request.socket.remoteAddress ?? 'unknown'}:${request.socket.remotePort ?? 0}`
      upgrader.handleUpgrade(request, socket, head, (opened) => attend(opened, label, limits, accept))
    },
    connections: () => upgrader.clients.size,
    async stop() {
      const open = [...upgrader.clients]
      const closed = open.map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve())))
      for (const socket of open) closeWith(socket, CLOSE.away, 'the server stops')
      const late = setTimeout(() => open.forEach((socket) => socket.terminate()), CLOSE_MS_MAX)
      await Promise.all(closed)
      clearTimeout(late)
      upgrader.close()
    },
  }
}

/** Opens a connection. Throws `BAD_INPUT` for what is no websocket url; what fails later is told to `onClose`. */
export function openTextSocket(url: string, limits: TextLimits, accept: (socket: TextSocket) => TextHandlers): void {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol !== 'ws:' && parsed?.protocol !== 'wss:')
    throw new TracordError('BAD_INPUT', `${JSON.stringify(url)} is no websocket address. It should look like ws://10.0.0.7:4040`)
  const settings = { maxPayload: limits.messageBytesMax, perMessageDeflate: false, handshakeTimeout: OPEN_MS_MAX }
  const socket = new WebSocket(url, settings)
  let why = 'it could not be reached'
  const failed = (error: Error): void => {
    why = error.message
  }
  const closed = (): void => accept({ label: url, send() {}, close() {} }).onClose(why)
  socket.on('error', failed)
  socket.once('close', closed)
  socket.once('open', () => {
    socket.off('close', closed)
    attend(socket, url, limits, accept)
  })
}

function attend(socket: WebSocket, label: string, { bufferedBytesMax }: TextLimits, accept: (socket: TextSocket) => TextHandlers): void {
  let why = ''
  // 'close' follows and tells it.
  socket.on('error', (error) => (why = error.message))
  const handlers = accept({
    label,
    send(text) {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > bufferedBytesMax) {
        why = 'it does not read what it is sent'
        return socket.terminate()
      }
      socket.send(text, { compress: false }, () => {})
    },
    close(reason) {
      closeWith(socket, CLOSE.normal, reason)
      // Whoever does not answer is cut: until then it could go on sending.
      const late = setTimeout(() => socket.terminate(), CLOSE_MS_MAX)
      late.unref()
      socket.once('close', () => clearTimeout(late))
    },
  })
  socket.on('message', (data: RawData, isBinary: boolean) => {
    if (isBinary) closeWith(socket, CLOSE.unsupported, 'texts only')
    else handlers.onMessage((data as Buffer).toString())
  })
  socket.on('close', (_code, reason) => handlers.onClose(why === '' ? String(reason) || 'it hung up' : why))
}
