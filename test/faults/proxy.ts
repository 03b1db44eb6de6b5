/** Fault proxy: a TCP relay on loopback that delays, stalls, swallows, cuts and garbles what passes, each way by itself, while it runs. */
import { once } from 'node:events'
import { createServer, connect, type AddressInfo, type Socket } from 'node:net'
import { createRandom } from '../../src/base/random.ts'
import { createPipe, type Faults, type Pipe } from './pipe.ts'

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
  /** Connections taken and bytes read since the start. */
  readonly counts: { connections: number; up: number; down: number }
  close(): Promise<void>
}

/** A proxy on a free loopback port for what listens on `targetPort` there. Chance comes from `seed` alone. */
export async function createProxy(targetPort: number, seed = 'proxy'): Promise<Proxy> {
  const random = createRandom(seed)
  const faults: Record<Direction, Faults> = { up: {}, down: {} }
  const pipes: Record<Direction, Set<Pipe>> = { up: new Set(), down: new Set() }
  const counts = { connections: 0, up: 0, down: 0 }
  let isOpen = true

  const join = (direction: Direction, from: Socket, to: Socket): void => {
    const own = pipes[direction]
    const onBytes = (count: number): void => void (counts[direction] += count)
    own.add(createPipe(from, to, { random, faults: () => faults[direction], onBytes, onEnd: (pipe) => own.delete(pipe) }))
  }
  const sockets = (): readonly Socket[] => [...pipes.up].flatMap(({ from, to }) => [from, to])
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
    set(direction, next) {
      faults[direction] = next
      for (const pipe of pipes[direction]) pipe.pace()
    },
    accept(next) {
      isOpen = next
    },
    cut() {
      for (const socket of sockets()) socket.resetAndDestroy()
    },
    inject(direction, bytes) {
      for (const { to } of pipes[direction]) to.write(bytes)
    },
    async close() {
      const closed = once(server, 'close')
      server.close()
      for (const direction of ['up', 'down'] as const)
        for (const { from, to } of pipes[direction]) [from, to].forEach((socket) => socket.destroy())
      await closed
    },
  }
}
