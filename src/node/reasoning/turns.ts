/** Turns: candidates asked one after the other: the next when one refuses or dies, one more when it is slow; the first answer ends it. */
import type { Clock, Ms } from '../../base/clock.ts'
import { TracordError } from '../../base/error.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import { messageOf } from '../core/events.ts'
import { LOOK_MS } from './limits.ts'

/** What turns are taken with. */
export interface TurnsParts<T> {
  readonly clock: Clock
  readonly candidates: readonly AuthorKey[]
  /** This many are asked at once from the beginning. */
  readonly width: number
  readonly hedgeMs: Ms
  readonly timeoutMs: Ms
  readonly signal: AbortSignal
  /** Asks one; rejects with why it did not answer. */
  ask(candidate: AuthorKey, signal: AbortSignal): Promise<T>
  /** Whether who was asked is still there. */
  isThere(candidate: AuthorKey): boolean
  /** Whether being slow is a reason to ask another as well. */
  isHedged(candidate: AuthorKey): boolean
}

/** Who answered, and what. */
export interface Turn<T> {
  readonly by: AuthorKey
  readonly answer: T
}

/** The first answer. Rejects with `NO_ANSWER` and everybody's reason when all fail or time is up, `ABORTED` when the signal fires. */
export function inTurn<T>(parts: TurnsParts<T>): Promise<Turn<T>> {
  const { clock, candidates, width, hedgeMs, timeoutMs, signal } = parts
  return new Promise((resolve, reject) => {
    const asked = new Map<AuthorKey, AbortController>()
    const refusals: string[] = []
    const cancels: (() => void)[] = []
    let [next, isOver] = [0, false]

    const end = (settle: () => void): void => {
      if (isOver) return
      isOver = true
      cancels.forEach((cancel) => cancel())
      signal.removeEventListener('abort', abort)
      for (const controller of asked.values()) controller.abort('another answered')
      settle()
    }
    const abort = (): void => end(() => reject(abortedBy(signal)))
    const fail = (why: string): void => end(() => reject(new TracordError('NO_ANSWER', why)))
    const lost = (candidate: AuthorKey, why: string): void => {
      if (isOver || !asked.has(candidate)) return
      asked.get(candidate)?.abort(why)
      asked.delete(candidate)
      refusals.push(`${candidate}: ${why}`)
      launch()
      if (asked.size === 0) fail(`nobody could answer: ${refusals.join('; ')}`)
    }
    const launch = (): void => {
      const candidate = isOver ? undefined : candidates[next]
      if (candidate === undefined) return
      next += 1
      const controller = new AbortController()
      asked.set(candidate, controller)
      parts.ask(candidate, controller.signal).then(
        (answer) => end(() => resolve({ by: candidate, answer })),
        (error: unknown) => lost(candidate, messageOf(error)),
      )
    }
    /** A second one soon, then one more at each look as long as nobody answers. */
    const hedge = (): void => {
      if (isOver) return
      if ([...asked.keys()].some(parts.isHedged)) launch()
    }
    const look = (): void => {
      if (isOver) return
      for (const candidate of asked.keys()) if (!parts.isThere(candidate)) lost(candidate, 'it went silent')
      cancels.push(clock.after(LOOK_MS, look))
    }
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort)
    for (let at = 0; at < width; at++) launch()
    if (asked.size === 0) return fail('there is nobody to ask')
    cancels.push(clock.after(hedgeMs, hedge), clock.after(LOOK_MS, look))
    cancels.push(clock.after(timeoutMs, () => fail(`no answer within ${timeoutMs} ms, asked: ${[...asked.keys()].join(', ')}`)))
  })
}

/** The answers of all candidates that give one before time is up, in their order. Rejects with `NO_ANSWER` when none does, or `ABORTED`. */
export async function everyTurn<T>(parts: TurnsParts<T>): Promise<readonly Turn<T>[]> {
  const alone = parts.candidates.map((candidate) => inTurn({ ...parts, candidates: [candidate], width: 1 }))
  const settled = await Promise.allSettled(alone)
  const answered = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  if (answered.length > 0) return answered
  if (parts.signal.aborted) throw abortedBy(parts.signal)
  const whys = settled.map((one) => (one.status === 'rejected' ? messageOf(one.reason) : ''))
  throw new TracordError('NO_ANSWER', whys.length === 0 ? 'there is nobody to ask' : whys.join('; '))
}

function abortedBy(signal: AbortSignal): TracordError {
  return new TracordError('ABORTED', 'the signal fired while the goal was asked', { cause: signal.reason })
}
