/** Strangers: what is held of authors who do not count, or not yet, within a quota, so that nobody fills a node from outside. */
import type { AuthorKey } from '../../identity/signature.ts'
import type { Log } from '../../frames/log.ts'
import type { Holding } from './holdings.ts'
import { STRANGER_CHARS_MAX, STRANGER_LOGS_MAX, STRANGERS_CHARS_MAX, STRANGERS_LOGS_MAX } from './limits.ts'

/** Room for those who do not count. */
export interface Strangers {
  /** Whether `chars` more of `author` may be held; `isNew`: in a log that is not held yet. */
  hasRoom(author: AuthorKey, chars: number, isNew: boolean): boolean
  /** `holding`, of which nothing counts, grew by `chars`. */
  grown(log: Log, chars: number, isNew: boolean): void
  /** Counts anew what takes room: these logs, all of them of authors who do not count. */
  recount(holdings: Iterable<Holding>): void
}

interface Room {
  chars: number
  logs: number
}

/** Nothing is held of anybody yet. */
export function createStrangers(): Strangers {
  const rooms = new Map<AuthorKey, Room>()
  const all: Room = { chars: 0, logs: 0 }
  const grown = ({ author }: Log, chars: number, isNew: boolean): void => {
    const room = rooms.get(author) ?? { chars: 0, logs: 0 }
    rooms.set(author, room)
    for (const one of [room, all]) {
      one.chars += chars
      one.logs += isNew ? 1 : 0
    }
  }
  return {
    grown,
    hasRoom(author, chars, isNew) {
      const { chars: own, logs } = rooms.get(author) ?? { chars: 0, logs: 0 }
      if (own + chars > STRANGER_CHARS_MAX || all.chars + chars > STRANGERS_CHARS_MAX) return false
      return !isNew || (logs < STRANGER_LOGS_MAX && all.logs < STRANGERS_LOGS_MAX)
    },
    recount(holdings) {
      rooms.clear()
      Object.assign(all, { chars: 0, logs: 0 })
      for (const { log, chars } of holdings) grown(log, chars, true)
    },
  }
}
