/** Cable: a TCP line between two servers that can be pulled out and put back. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** The line; it begins plugged in. */
export interface Cable {
  /** Port of the near end; what connects to it reaches the far end. */
  readonly port: number
  /** Breaks every connection. New ones are taken and hear nothing, as on a dead line. */
  cut(): void
  /** Lets the connections that wait go through. */
  heal(): void
  close(): void
}

/** Lays a cable to a port on this machine. */
export function layCable(farPort: number): Promise<Cable> {
  const open = new Set<Socket>()
  const waiting = new Set<Socket>()
  let isCut = false
  const track = (socket: Socket): Socket => {
    open.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      open.delete(socket)
      waiting.delete(socket)
    })
    return socket
  }
  const join = (near: Socket): void => {
    const far = track(connect(farPort, '127.0.0.1'))
    near.pipe(far).pipe(near)
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
  }
  const server = createServer((near) => {
    track(near)
    if (isCut) waiting.add(near)
    else join(near)
  })
  const cable = {
    cut() {
      isCut = true
      for (const socket of open) socket.destroy()
    },
    heal() {
      isCut = false
      for (const near of waiting) join(near)
      waiting.clear()
    },
    close() {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve({ ...cable, port: (server.address() as AddressInfo).port }))
  })
}
