/** Places: so many runs at once, so many more that wait, and everything beyond refused. */
import { TracordError } from '../../base/error.ts'
import { RUNS_MAX, RUNS_WAITING_MAX } from './limits.ts'

/** Room to work in. */
export interface Places {
  /** Resolves when there is a place. Rejects with `BUSY`, `CLOSED`, or `ABORTED` when the signal fired meanwhile. */
  enter(signal: AbortSignal): Promise<void>
  /** Gives the place to who waits longest. */
  leave(): void
  /** Permille of what can be taken. */
  load(): number
  /** Lets nobody in any more; resolves when everybody has left. */
  shut(): Promise<void>
  isShut(): boolean
  /** Fires when the place is shut. */
  readonly signal: AbortSignal
}

/** All places free. */
export function createPlaces(): Places {
  const waiting: (() => void)[] = []
  const leaving: (() => void)[] = []
  const ending = new AbortController()
  let running = 0

  const leave = (): void => {
    const next = waiting.shift()
    if (next !== undefined) return next()
    running -= 1
    if (running === 0) leaving.splice(0).forEach((resolve) => resolve())
  }
  return {
    async enter(signal) {
      if (ending.signal.aborted) throw new TracordError('CLOSED', 'this node takes no more work: ask another')
      if (running >= RUNS_MAX && waiting.length >= RUNS_WAITING_MAX)
        throw new TracordError('BUSY', `${RUNS_MAX} runs are under way and ${RUNS_WAITING_MAX} wait: ask another, or later`)
      if (running >= RUNS_MAX) await new Promise<void>((resolve) => waiting.push(resolve))
      else running += 1
      if (!signal.aborted && !ending.signal.aborted) return
      leave()
      throw new TracordError(ending.signal.aborted ? 'CLOSED' : 'ABORTED', 'it was given up before it began')
    },
    leave,
    load: () => Math.min(1_000, Math.floor(((running + waiting.length) * 1_000) / RUNS_MAX)),
    shut() {
      ending.abort('the node takes no more work')
      return running === 0 ? Promise.resolve() : new Promise((resolve) => leaving.push(resolve))
    },
    isShut: () => ending.signal.aborted,
    signal: ending.signal,
  }
}
