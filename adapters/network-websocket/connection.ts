/** Connection: one client of a server. Whatever it sends, the worst that happens is that this connection ends. */
import type { RawData, WebSocket } from 'ws'
import type { Clock, Wire, WireHandlers } from '../../src/ports/index.ts'
import type { ServerLimits } from './limits.ts'
import { createQuota } from './quota.ts'
import type { ServerNetwork, StockConnection } from './server-network.ts'
import { CLOSE, closeWith, keepAlive, sendWithin, TRACORD_MAGIC, wireOf } from './socket.ts'
import { readStock } from './stock.ts'

/** What a connection is given. */
export interface ConnectionParts {
  readonly socket: WebSocket
  readonly label: string
  readonly limits: ServerLimits
  readonly clock: Clock
  /** Called at the first message of a tracord node. */
  readonly accept: (wire: Wire) => WireHandlers
  /** Where its stock messages go; asked at each message; undefined while nobody serves them here. */
  readonly network: () => ServerNetwork | undefined
  readonly onRefused: (why: string) => void
}

/** Milliseconds for an answer to a probe. */
const PROBE_MS = 2_000

/** Attends to `parts.socket` until it closes; the returned function ends it. */
export function attend(parts: ConnectionParts): (why: string) => void {
  const { socket, limits, clock } = parts
  const quota = createQuota(limits)
  let handlers: WireHandlers | undefined
  let isOver = false

  const refuse = (why: string, code: number = CLOSE.policy): void => {
    if (isOver) return
    isOver = true
    parts.onRefused(why)
    closeWith(socket, code, why)
  }
  const cancelFirst = clock.after(limits.firstMessageMs, () => refuse('it said nothing'))
  const stopPings = keepAlive(socket, clock, limits.heartbeatMs)
  const stock: StockConnection = {
    send: (bytes, mayDrop) => void sendWithin(socket, bytes, limits, mayDrop),
    close: (why) => refuse(why),
    probe: () => probe(socket, clock),
  }
  const receive = (bytes: Uint8Array): void => {
    if (bytes[0] === TRACORD_MAGIC) {
      handlers ??= parts.accept({ ...wireOf(socket, parts.label, limits), isAccepted: true })
      return handlers.onMessage(bytes)
    }
    const network = parts.network()
    if (network === undefined) return refuse('nobody speaks the stock protocol here')
    const frame = readStock(bytes)
    if (frame.ok) network.receive(stock, frame.value)
    else refuse(frame.error)
  }

  // Without a listener a broken frame would be thrown in the middle of nowhere; 'close' follows by itself.
  socket.on('error', (error) => parts.onRefused(error.message))
  socket.on('message', (data: RawData, isBinary: boolean) => {
    cancelFirst()
    if (isOver) return
    if (!isBinary) return refuse('text messages are not understood', CLOSE.unsupported)
    const bytes = data as Buffer
    pauseFor(socket, clock, quota.take(bytes.length, clock.now()))
    try {
      receive(bytes)
    } catch (error) {
      // A listener of ours failed over this message: it must cost this peer's connection and nobody else's.
      refuse(error instanceof Error ? error.message : String(error))
    }
  })
  socket.on('close', () => {
    isOver = true
    cancelFirst()
    stopPings()
    parts.network()?.left(stock)
    handlers?.onClose()
  })
  return (why) => {
    isOver = true
    closeWith(socket, CLOSE.away, why)
  }
}

function pauseFor(socket: WebSocket, clock: Clock, delayMs: number): void {
  if (delayMs === 0 || socket.isPaused) return
  socket.pause()
  clock.after(delayMs, () => socket.resume())
}

function probe(socket: WebSocket, clock: Clock): void {
  const cancel = clock.after(PROBE_MS, () => socket.terminate())
  socket.once('pong', cancel)
  if (socket.readyState === socket.OPEN) socket.ping(undefined, undefined, () => {})
}
