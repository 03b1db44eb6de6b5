/** Waiting room: proved ranges whose predecessor has not come yet, bounded in all and by peer; what a peer left behind goes with it. */
import type { Range } from '../../frames/entry.ts'
import { logKeyOf, type LogKey } from '../../frames/log.ts'
import { WAITING_CHARS_MAX, WAITING_CHARS_PER_PEER_MAX, WAITING_RANGES_PER_LOG_MAX } from './limits.ts'

/** A range that waits. */
export interface WaitingRange {
  readonly range: Range
  /** Local connection id, or {@link FROM_JOURNAL}. */
  readonly peer: string
  readonly chars: number
}

/** The peer under which a row waits that came from the own journal, behind a damaged one. */
export const FROM_JOURNAL = 'journal'

/** Who waits. */
export interface WaitingRoom {
  /** Whether there was room. The same range twice takes one place. */
  add(range: Range, peer: string): boolean
  /** Takes out what may now be placed in `log`, which holds `count` entries; lowest first. */
  take(log: LogKey, count: number): WaitingRange | undefined
  /** Forgets what came from `peer`. */
  leave(peer: string): void
  chars(): number
}

/** Nobody waits yet. */
export function createWaitingRoom(): WaitingRoom {
  const byLog = new Map<LogKey, WaitingRange[]>()
  const charsByPeer = new Map<string, number>()
  let total = 0

  const account = (peer: string, chars: number): void => {
    const now = (charsByPeer.get(peer) ?? 0) + chars
    if (now === 0) charsByPeer.delete(peer)
    else charsByPeer.set(peer, now)
    total += chars
  }
  const remove = (log: LogKey, list: WaitingRange[], at: number): WaitingRange | undefined => {
    const [taken] = list.splice(at, 1)
    if (taken !== undefined) account(taken.peer, -taken.chars)
    if (list.length === 0) byLog.delete(log)
    return taken
  }
  return {
    add(range, peer) {
      const key = logKeyOf(range.log)
      const list = byLog.get(key) ?? []
      if (list.some((other) => sameRange(other.range, range))) return true
      const chars = range.bodies.reduce((sum, body) => sum + body.length, 0)
      const own = peer === FROM_JOURNAL // it was admitted once, it takes no room from peers
      const full = total + chars > WAITING_CHARS_MAX || (charsByPeer.get(peer) ?? 0) + chars > WAITING_CHARS_PER_PEER_MAX
      if (!own && (full || list.length >= WAITING_RANGES_PER_LOG_MAX)) return false
      list.push({ range, peer, chars })
      list.sort((a, b) => a.range.from - b.range.from)
      byLog.set(key, list)
      account(peer, chars)
      return true
    },
    take(log, count) {
      const list = byLog.get(log)
      const first = list?.[0]
      return list === undefined || first === undefined || first.range.from > count ? undefined : remove(log, list, 0)
    },
    leave(peer) {
      for (const [log, list] of byLog) {
        for (let at = list.length - 1; at >= 0; at -= 1) {
          if (list[at]?.peer === peer) remove(log, list, at)
        }
      }
    },
    chars: () => total,
  }
}

function sameRange(a: Range, b: Range): boolean {
  return a.from === b.from && a.prev === b.prev && a.bodies.length === b.bodies.length && a.bodies.at(-1) === b.bodies.at(-1)
}
