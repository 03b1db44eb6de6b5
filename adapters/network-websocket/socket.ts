/** Socket: what both ends do with an open websocket: send within bounds, notice a dead peer, and never throw. */
import type { WebSocket } from 'ws'
import type { Clock, Wire } from '../../src/ports/index.ts'
import type { ConnectionLimits } from './limits.ts'

/** `T`: the first byte of a message between tracord nodes. A stock message is a CBOR map and begins with 0xa0 to 0xbf. */
export const TRACORD_MAGIC = 0x54

/** Close codes of RFC 6455 that we use. */
export const CLOSE = { normal: 1000, away: 1001, unsupported: 1003, policy: 1008, tooBusy: 1013 } as const

/** Characters of a close reason: the protocol allows 123 bytes. */
const REASON_MAX = 100

/** How a message came out: `full` means that the peer reads too slowly and this one was dropped. */
export type Sending = 'sent' | 'full' | 'closed'

/** Sends, drops above the high-water mark, and cuts the connection at twice of it: what a slow peer owes is bounded. */
export function sendWithin(socket: WebSocket, bytes: Uint8Array, { bufferedBytesHigh }: ConnectionLimits, mayDrop: boolean): Sending {
  if (socket.readyState !== socket.OPEN) return 'closed'
  const waiting = socket.bufferedAmount
  if (waiting > bufferedBytesHigh * 2) {
    socket.terminate()
    return 'closed'
  }
  if (mayDrop && waiting > bufferedBytesHigh) return 'full'
  // With a callback a failure arrives there instead of being thrown; the close event that follows tells the rest.
  socket.send(bytes, { binary: true, compress: false }, () => {})
  return 'sent'
}

/** Closes with a reason that the protocol can carry. Never throws. */
export function closeWith(socket: WebSocket, code: number, reason: string): void {
  if (socket.readyState === socket.CONNECTING) socket.terminate()
  else socket.close(code, reason.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, REASON_MAX))
}

/** The wire of an open socket. Sync heals what is dropped, so a full buffer drops. */
export function wireOf(socket: WebSocket, label: string, limits: ConnectionLimits): Wire {
  return {
    label,
    send: (bytes) => void sendWithin(socket, bytes, limits, true),
    buffered: () => socket.bufferedAmount,
    close: (reason) => closeWith(socket, CLOSE.normal, reason),
  }
}

/** Pings, and cuts the connection that gave no sign of life since the ping before. Returns its own undo. */
export function keepAlive(socket: WebSocket, clock: Clock, everyMs: number): () => void {
  let alive = true
  const heard = (): void => {
    alive = true
  }
  for (const event of ['pong', 'ping', 'message'] as const) socket.on(event, heard)
  let cancel = clock.after(everyMs, beat)
  function beat(): void {
    if (!alive) return socket.terminate()
    alive = false
    if (socket.readyState === socket.OPEN) socket.ping(undefined, undefined, () => {})
    cancel = clock.after(everyMs, beat)
  }
  return () => cancel()
}
