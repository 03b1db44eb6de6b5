/** Wait: for what a node's events bring, until then, until a time is over, or until somebody stops it. */
import { TracordError, type ErrorCode } from '../base/error.ts'
import type { TracordNode } from '../node/node.ts'

/** How a wait can end without what it waits for. */
export interface WaitEnds {
  readonly stop: AbortSignal
  /** What is said when it fires. */
  stopped(): string
  /** null: as long as it takes. */
  readonly timeoutMs: number | null
  /** What is said when that is over. */
  late(): string
}

/** Ends a wait for good. */
export type Fail = (code: ErrorCode, why: string) => void

/**
 * The first result of `look` that is not undefined; it is asked now and after each event of the node, and may end the wait by `fail`.
 * Rejects with `TIMED_OUT` or `ABORTED`.
 */
export async function waitFor<T>(node: TracordNode, look: (fail: Fail) => T | undefined, ends: WaitEnds): Promise<T> {
  const { stop, stopped, timeoutMs, late } = ends
  const over = new AbortController()
  let undo = (): void => {}
  try {
    return await new Promise<T>((resolve, reject) => {
      const fail: Fail = (code, why) => reject(new TracordError(code, why))
      const see = (): void => {
        const found = look(fail)
        if (found !== undefined) resolve(found)
      }
      const abort = (): void => fail('ABORTED', stopped())
      stop.addEventListener('abort', abort, { once: true, signal: over.signal })
      // A wait that somebody began goes on though nothing else happens: this timer holds the process.
      const timer = timeoutMs === null ? undefined : setTimeout(() => fail('TIMED_OUT', late()), timeoutMs)
      over.signal.addEventListener('abort', () => clearTimeout(timer), { once: true })
      undo = node.subscribe(see)
      if (stop.aborted) abort()
      see()
    })
  } finally {
    undo()
    over.abort()
  }
}
