/** Door: where modules of other processes come in: the path `/modules` for the default realm, `/modules/<realm>` for another. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Clock } from '../../base/clock.ts'
import type { Hash } from '../../base/hash.ts'
import { GUEST_MESSAGE_LENGTH_MAX, GUESTS_MAX, HOST_MESSAGE_LENGTH_MAX } from '../../node/guests/limits.ts'
import type { TracordNode } from '../../node/node.ts'
import { createAttendance, type Attached } from './attendance.ts'

/** What a door needs. */
export interface DoorParts {
  readonly token: string
  readonly clock: Clock
  /** Id of the default realm. */
  readonly home: Hash
  /** The node of a realm that is open here. */
  nodeOf(realm: string): TracordNode | undefined
  readonly onLeft: (label: string, why: string) => void
}

/** A door for modules. */
export interface Door {
  /** Whether a request is for it. */
  isFor(request: IncomingMessage): boolean
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  attached(): readonly Attached[]
  stop(): Promise<void>
}

const PATH = /^\/modules(?:\/([^/?]*))?(?:\?.*)?$/
/** Bytes of a character of JSON, at most. */
const BYTES_PER_CHARACTER = 4
/** Connections beside those of modules that are in: who has not said hello yet, or is being shown out. */
const STRANGERS_MAX = 32

/** Opens a door. */
export async function openDoor(parts: DoorParts): Promise<Door> {
  const { textServer } = await import('../../../adapters/network-websocket/index.ts')
  const attendance = createAttendance(parts)
  const sockets = textServer({
    messageBytesMax: GUEST_MESSAGE_LENGTH_MAX * BYTES_PER_CHARACTER,
    bufferedBytesMax: HOST_MESSAGE_LENGTH_MAX * BYTES_PER_CHARACTER,
    connectionsMax: GUESTS_MAX + STRANGERS_MAX,
  })
  return {
    isFor: ({ url = '' }) => PATH.test(url),
    upgrade(request, socket, head) {
      const node = parts.nodeOf(PATH.exec(request.url ?? '')?.[1] ?? parts.home)
      if (node !== undefined) return sockets.upgrade(request, socket, head, (line) => attendance.attend(line, node))
      socket.on('error', () => socket.destroy())
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
    },
    attached: attendance.attached,
    stop: sockets.stop,
  }
}
