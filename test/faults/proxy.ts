/** Fault proxy: a TCP relay on loopback that delays, stalls, swallows, cuts and garbles what passes, each way by itself, while it runs. */
import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { createRandom } from '../../src/base/random.ts'

/** What happens to one direction of every connection. Absent: nothing. */
export interface Faults {
  /** Each piece is passed on so much later; order is kept, as TCP keeps it. */
  readonly delayMs?: number
  /** Up to so much is added to each delay. */
  readonly jitterMs?: number
  /** Bytes are read and thrown away: the silent cut, with both sockets open. */
  readonly swallow?: boolean
  /** Nothing is read: the sender's buffers fill, as with a reader that sleeps. */
  readonly stall?: boolean
  /** One bit of about every so many bytes is flipped. */
  readonly flipEveryBytes?: number
}

/** Where bytes go: `up` from the client to the target, `down` back. */
export type Direction = 'up' | 'down'

/** A running proxy. */
export interface Proxy {
  readonly port: number
  /** Sets the faults of a direction, for the connections there are and those to come. */
  set(direction: Direction, faults: Faults): void
  /** Whether new connections are taken; while not, they are closed at once. */
  accept(isOpen: boolean): void
  /** Ends every connection with a reset, as a dying machine or a firewall does. */
  cut(): void
  /** Writes `bytes` into every connection, between what passes. */
  inject(direction: Direction, bytes: Uint8Array): void
  readonly counts: { connections: number; up: number; down: number }
  /** Connections open now. */
  open(): number
  close(): Promise<void>
}

/** Pieces that wait for their time in one direction of one connection; the sender is not read beyond it. */
const WAITING_MAX = 1_024

interface Pipe {
  readonly direction: Direction
  readonly from: Socket
  readonly to: Socket
  waiting: number
  /** When the last piece goes, so that a later one never overtakes it. */
  lastAt: number
}

/** A proxy on a free loopback port for what listens on `targetPort` there. Chance comes from `seed` alone. */
export async function createProxy(targetPort: number, seed = 'proxy'): Promise<Proxy> {
  const random = createRandom(seed)
  const faults: Record<Direction, Faults> = { up: {}, down: {} }
  const pipes = new Set<Pipe>()
  const counts = { connections: 0, up: 0, down: 0 }
  let isOpen = true

  const flip = (bytes: Buffer, every: number | undefined): Buffer => {
    if (every === undefined) return bytes
    for (let at = random.below(every); at < bytes.length; at += 1 + random.below(2 * every)) {
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
    }
    return bytes
  }
  const pace = (pipe: Pipe): void => {
    const isHeld = faults[pipe.direction].stall === true || pipe.waiting >= WAITING_MAX || pipe.to.writableNeedDrain
    if (isHeld) pipe.from.pause()
    else pipe.from.resume()
  }
  const pass = (pipe: Pipe, bytes: Buffer): void => {
    const { swallow, delayMs = 0, jitterMs = 0, flipEveryBytes } = faults[pipe.direction]
    counts[pipe.direction] += bytes.length
    if (swallow === true) return
    const sent = flip(bytes, flipEveryBytes)
    const now = Date.now()
    const at = Math.max(pipe.lastAt, now + delayMs + (jitterMs === 0 ? 0 : random.below(jitterMs + 1)))
    pipe.lastAt = at
    pipe.waiting += 1
    const go = (): void => {
      pipe.waiting -= 1
      if (!pipe.to.destroyed) pipe.to.write(sent)
      pace(pipe)
    }
    if (at <= now) go()
    else setTimeout(go, at - now)
  }
  const join = (direction: Direction, from: Socket, to: Socket): Pipe => {
    const pipe: Pipe = { direction, from, to, waiting: 0, lastAt: 0 }
    pipes.add(pipe)
    from.on('data', (bytes) => pass(pipe, bytes))
    to.on('drain', () => pace(pipe))
    from.on('error', () => {}) // a reset is what is being tried here
    from.on('close', () => {
      pipes.delete(pipe)
      if (faults[direction].swallow !== true) to.destroy()
    })
    pace(pipe)
    return pipe
  }
  const server = createServer((client) => {
    if (!isOpen) return void client.destroy()
    counts.connections += 1
    const target = connect(targetPort, '127.0.0.1')
    for (const socket of [client, target]) socket.setNoDelay(true)
    join('up', client, target)
    join('down', target, client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    counts,
    open: () => pipes.size / 2,
    set(direction, next) {
      faults[direction] = next
      for (const pipe of pipes) if (pipe.direction === direction) pace(pipe)
    },
    accept(next) {
      isOpen = next
    },
    cut() {
      for (const { from, to } of [...pipes]) for (const socket of [from, to]) socket.resetAndDestroy()
    },
    inject(direction, bytes) {
      for (const pipe of pipes) if (pipe.direction === direction) pipe.to.write(bytes)
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const { from, to } of [...pipes]) for (const socket of [from, to]) socket.destroy()
      await closed
    },
  }
}
