/** Hostile: what strangers send to an open port: noise, halves of requests, messages of no kind or of monstrous size, or nothing. */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import WebSocket from 'ws'
import type { Random } from '../../src/base/random.ts'

/** One stranger; resolves when the server has ended the connection, or the stranger has lost patience. */
export type Stranger = (port: number, random: Random) => Promise<void>

/** Milliseconds that a stranger stays when the server lets it. */
const PATIENCE_MS = 1_500
const REQUEST = 'GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n'

const UPGRADE = Buffer.from(`${REQUEST}Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`)
/** The head of a masked binary frame that says it holds 2^40 bytes. */
const MONSTROUS = Buffer.from([0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6])

/** Every kind of stranger. */
export const STRANGERS: Readonly<Record<string, Stranger>> = {
  noise: (port, random) => bytes(port, [noise(random, 4_096)]),
  'a request without an end': (port) => bytes(port, [Buffer.from(`${REQUEST}X-Long: `), Buffer.alloc(65_536, 97)]),
  'a request letter by letter': (port) => bytes(port, [...REQUEST.slice(0, 24)].map((letter) => Buffer.from(letter))),
  'nothing at all': (port) => bytes(port, []),
  'a frame said to be monstrous': (port) => bytes(port, [UPGRADE, MONSTROUS]),
  'frames of no kind': (port, random) => bytes(port, [UPGRADE, noise(random, 2_048)]),
  'messages of noise': (port, random) => messages(port, Array.from({ length: 20 }, () => noise(random, random.below(2_000)))),
  'messages of text': (port) => messages(port, ['{"type":"hello"}', '[]', 'null', '{'.repeat(5_000)]),
  'a message of many megabytes': (port) => messages(port, [randomBytes(4 * 1_048_576)]),
  'a reader that never reads': (port, random) => bytes(port, [UPGRADE, noise(random, 64)], true),
}

function noise(random: Random, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => random.below(256)))
}

/** A raw connection that says these pieces, and reads what comes unless it is `deaf`. */
async function bytes(port: number, pieces: readonly Buffer[], deaf = false): Promise<void> {
  const socket = connect(port, '127.0.0.1')
  socket.on('error', () => {}) // to be thrown out is what is expected
  if (!deaf) socket.resume()
  for (const piece of pieces) if (!socket.destroyed) socket.write(piece)
  await closed(socket, () => socket.destroy())
}

async function messages(port: number, all: readonly (string | Buffer)[]): Promise<void> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`)
  socket.on('error', () => {})
  socket.on('open', () => all.forEach((message) => socket.send(message, () => {})))
  await closed(socket, () => socket.terminate())
}

/** Until the connection has ended, by whoever: being thrown out is no error here. */
function closed(socket: Socket | WebSocket, leave: () => void): Promise<void> {
  const timer = setTimeout(leave, PATIENCE_MS)
  return new Promise((resolve) => {
    socket.on('close', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
