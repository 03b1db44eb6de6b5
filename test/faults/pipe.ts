/** Pipe: one direction of one connection, through which bytes go late, damaged or not at all. */
import type { Socket } from 'node:net'
import type { Random } from '../../src/base/random.ts'

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

/** A direction of a connection. */
export interface Pipe {
  readonly from: Socket
  readonly to: Socket
  /** Reads or holds back, as the faults of the moment say. */
  pace(): void
}

/** Pieces that wait for their time in one pipe; its sender is not read beyond them. */
const WAITING_MAX = 1_024

/** What a pipe is told and tells. */
export interface PipeParts {
  readonly random: Random
  faults(): Faults
  onBytes(count: number): void
  onEnd(pipe: Pipe): void
}

/** Joins two sockets in one direction. */
export function createPipe(from: Socket, to: Socket, { random, faults, onBytes, onEnd }: PipeParts): Pipe {
  // One queue and one timer: two timers may fire in either order, and TCP never reorders.
  const queue: { readonly at: number; readonly bytes: Buffer }[] = []
  let timer: NodeJS.Timeout | undefined

  const pace = (): void => {
    if (faults().stall === true || queue.length >= WAITING_MAX || to.writableNeedDrain) from.pause()
    else from.resume()
  }
  const drain = (): void => {
    timer = undefined
    for (let next = queue[0]; next !== undefined && next.at <= Date.now(); next = queue[0]) {
      queue.shift()
      if (!to.destroyed) to.write(next.bytes)
    }
    const [first] = queue
    if (first !== undefined) timer = setTimeout(drain, Math.max(1, first.at - Date.now()))
    pace()
  }
  const pass = (bytes: Buffer): void => {
    const { swallow, delayMs = 0, jitterMs = 0, flipEveryBytes } = faults()
    onBytes(bytes.length)
    if (swallow === true) return
    if (flipEveryBytes !== undefined) flipBits(bytes, flipEveryBytes, random)
    queue.push({ at: Date.now() + delayMs + random.below(jitterMs + 1), bytes })
    if (timer === undefined) drain()
    else pace()
  }
  const pipe: Pipe = { from, to, pace }
  from.on('data', pass)
  to.on('drain', pace)
  from.on('error', () => {}) // a reset is what is being tried here
  from.on('close', () => {
    clearTimeout(timer)
    onEnd(pipe)
    if (faults().swallow !== true) to.destroy()
  })
  pace()
  return pipe
}

function flipBits(bytes: Buffer, every: number, random: Random): void {
  for (let at = random.below(every); at < bytes.length; at += 1 + random.below(2 * every)) {
    bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8))
  }
}
