/** Client: one connection to a server that is opened again whenever it ends, carrying wires and stock messages together. */
import type { NetworkAdapterInterface } from '@automerge/automerge-repo/slim'
import { WebSocket, type RawData } from 'ws'
import { TracordError, type Clock, type Random, type Wire, type WireHandlers, type WireSource } from '../../src/ports/index.ts'
import { BACKOFF, delayBefore, type Backoff } from './backoff.ts'
import { ClientNetwork } from './client-network.ts'
import { CONNECTION_LIMITS, type ConnectionLimits } from './limits.ts'
import { keepAlive, sendWithin, TRACORD_MAGIC, wireOf } from './socket.ts'
import { machineClock, machineRandom } from './time.ts'

/** Whom to connect to, and how persistently. */
export interface WebSocketClientOptions {
  /** Like `ws://10.0.0.7:4040` or `wss://example.org/realm`. */
  readonly url: string
  readonly backoff?: Backoff
  readonly limits?: Partial<ConnectionLimits>
  /** Handed in by tests; the machine's otherwise. */
  readonly clock?: Clock
  readonly random?: Random
}

/** A client: a wire source, and automerge-repo's network adapter on the same connection. */
export interface WebSocketClient extends WireSource {
  /** For a Repo; it connects only when a Repo asks. */
  readonly network: NetworkAdapterInterface
}

/** A client of `options.url`. Throws `BAD_INPUT` for what is no websocket url; connects on `start`, or when a Repo takes `network`. */
export function webSocketClient(options: WebSocketClientOptions): WebSocketClient {
  const { backoff = BACKOFF, clock = machineClock, random = machineRandom } = options
  const url = checkUrl(options.url)
  const limits: ConnectionLimits = { ...CONNECTION_LIMITS, ...options.limits }
  let accept: ((wire: Wire) => WireHandlers) | undefined
  let stockWanted = false
  let socket: WebSocket | undefined
  let attempt = 0
  let cancelRetry = (): void => {}
  let onIdle = (): void => {}

  const open = (): void => {
    cancelRetry()
    if (socket !== undefined || (accept === undefined && !stockWanted)) return
    const settings = { maxPayload: limits.messageBytesMax, perMessageDeflate: false, handshakeTimeout: limits.heartbeatMs }
    const opened = new WebSocket(url, settings)
    socket = opened
    attend({
      socket: opened,
      kept: { clock, limits, network },
      accept: () => accept?.(wireOf(opened, url, limits)),
      onHeard() {
        attempt = 0 // only now is there somebody worth coming back to at once
      },
      onClosed() {
        socket = undefined
        onIdle()
        cancelRetry()
        cancelRetry = clock.after(delayBefore(attempt, backoff, random), open)
        attempt += 1
      },
    })
  }
  const network = new ClientNetwork(
    {
      want() {
        stockWanted = true
        open()
      },
      unwant() {
        stockWanted = false
        socket?.close()
      },
      isOpen: () => socket?.readyState === WebSocket.OPEN,
      send: (bytes, mayDrop) => void (socket && sendWithin(socket, bytes, limits, mayDrop)),
    },
    clock,
  )
  return {
    network,
    start(take) {
      accept = take
      open()
    },
    async stop() {
      accept = undefined
      stockWanted = false
      cancelRetry()
      if (socket === undefined) return
      const idle = new Promise<void>((resolve) => (onIdle = resolve))
      const closing = socket
      closing.close()
      const cancel = clock.after(CLOSE_MS_MAX, () => closing.terminate())
      await idle
      cancel()
      cancelRetry()
    },
  }
}

interface ClientConnection {
  readonly socket: WebSocket
  /** What stays when the socket goes. */
  readonly kept: { readonly clock: Clock; readonly limits: ConnectionLimits; readonly network: ClientNetwork }
  accept(): WireHandlers | undefined
  onHeard(): void
  onClosed(): void
}

/** Attends to one socket from its opening to its end. */
function attend({ socket, kept, ...events }: ClientConnection): void {
  const { clock, limits, network } = kept
  let handlers: WireHandlers | undefined
  let stopPings = (): void => {}
  socket.on('error', () => {}) // 'close' follows and decides
  socket.on('open', () => {
    stopPings = keepAlive(socket, clock, limits.heartbeatMs)
    handlers = events.accept()
    network.join()
  })
  socket.on('message', (data: RawData, isBinary: boolean) => {
    events.onHeard()
    if (!isBinary) return
    const bytes = data as Buffer
    if (bytes[0] === TRACORD_MAGIC) handlers?.onMessage(bytes)
    else network.receive(bytes)
  })
  socket.on('close', () => {
    stopPings()
    handlers?.onClose()
    network.closed()
    events.onClosed()
  })
}

/** Milliseconds for the closing handshake. */
const CLOSE_MS_MAX = 1_000

function checkUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url?.protocol === 'ws:' || url?.protocol === 'wss:') return text
  throw new TracordError('BAD_INPUT', `${JSON.stringify(text)} is no websocket address. It should look like ws://10.0.0.7:4040`)
}
