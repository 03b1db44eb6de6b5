/** Follower: has documents written after their logs when the node is idle, one at a time, each once however often its log grew. */
import type { Clock } from '../../base/clock.ts'
import { logKeyOf, type Log, type LogKey } from '../../frames/log.ts'

/** A queue of logs that grew. */
export interface Follower {
  /** The log grew. */
  follow(log: Log): void
  /** Logs still to be written. */
  behind(): number
  /** Resolves when none is left. */
  settled(): Promise<void>
  /** Starts no more on its own; what is followed already is still written. */
  stop(): void
}

/** Quiet after the last growth before documents are written, in milliseconds. */
const QUIET_MS = 50
/** A log that never rests is written this long after it first grew, in milliseconds. */
const LATEST_MS = 2_000

/** A follower that calls `write` for logs that grew; `write` never rejects. */
export function createFollower(clock: Clock, write: (log: Log) => Promise<void>): Follower {
  const grown = new Map<LogKey, Log>()
  let since = 0
  let stopped = false
  let cancel: (() => void) | undefined
  let running: Promise<void> | undefined

  const arm = (): void => {
    cancel?.()
    const wait = Math.max(0, Math.min(QUIET_MS, since + LATEST_MS - clock.now()))
    cancel = clock.after(wait, () => void start())
  }
  const run = async (): Promise<void> => {
    cancel?.()
    cancel = undefined
    const batch = [...grown.values()]
    grown.clear()
    for (const log of batch) await write(log)
    running = undefined
    if (grown.size > 0 && !stopped) arm()
  }
  const start = (): Promise<void> => (running ??= run())
  return {
    follow(log) {
      if (grown.size === 0) since = clock.now()
      grown.set(logKeyOf(log), log)
      if (running === undefined && !stopped) arm() // otherwise the run under way arms it when it ends
    },
    behind: () => grown.size,
    async settled() {
      while (grown.size > 0 || running !== undefined) await start()
    },
    stop() {
      stopped = true
      cancel?.()
      cancel = undefined
    },
  }
}
