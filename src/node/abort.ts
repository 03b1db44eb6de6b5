/** Abort: ends a caller's waiting when its signal fires; what was begun may still happen. */
import { TracordError } from '../base/error.ts'

/** Throws `ABORTED` when the signal has fired already: nothing was begun. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return
  throw new TracordError('ABORTED', 'the signal had fired before anything was written', { cause: signal.reason })
}

/** The outcome of `work`, or `ABORTED` when the signal fires first. The listener goes with the outcome: one signal may serve for ever. */
export function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined, whatMayHappen: string): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new TracordError('ABORTED', `the signal fired; ${whatMayHappen}`, { cause: signal.reason }))
    signal.addEventListener('abort', abort, { once: true })
    const settled = (): void => signal.removeEventListener('abort', abort)
    work.then(resolve, reject).finally(settled)
  })
}
