/** Watching: waiting until something holds of processes that tell how they stand. */
import { setTimeout as delay } from 'node:timers/promises'
import { TracordError } from '../../base/error.ts'

/** Milliseconds in which no process tells anything new until a demo gives up waiting. */
const WAIT_MS_MAX = 120_000
/** Milliseconds between two looks at the certificates of nodes that hold equally many entries. */
const LOOK_MS = 25

/** Who looks whenever a process tells something. */
export interface Watching {
  /** A process told something. */
  notify(): void
  /**
   * Resolves when `isSo` holds; asked again at each {@link Watching.notify}. Rejects after {@link WAIT_MS_MAX} of silence, and when all is
   * over.
   */
  waitUntil(what: string, isSo: () => boolean): Promise<void>
  /** Calls `listener` at each {@link Watching.notify}; returns its own undo. */
  heed(listener: () => void): () => void
}

/** Nobody looks yet. Every wait ends when `over` fires. */
export function createWatching(over: AbortSignal): Watching {
  const watchers = new Set<() => void>()
  return {
    notify: () => watchers.forEach((watcher) => watcher()),
    heed(listener) {
      watchers.add(listener)
      return () => void watchers.delete(listener)
    },
    waitUntil: (what, isSo) =>
      new Promise((resolve, reject) => {
        const end = (settle: () => void): void => {
          clearTimeout(timer)
          watchers.delete(look)
          over.removeEventListener('abort', onOver)
          settle()
        }
        const look = (): void => {
          timer.refresh()
          if (isSo()) end(resolve)
        }
        const fail = (why: string) => (): void => end(() => reject(new TracordError('IO', `${why} ${what}`)))
        const onOver = fail('a process ended before')
        const timer = setTimeout(fail(`waited ${WAIT_MS_MAX / 1000} s in vain until`), WAIT_MS_MAX)
        watchers.add(look)
        over.addEventListener('abort', onOver)
        if (over.aborted) onOver()
        else look()
      }),
  }
}

/** A member as agreement is looked for: how many entries it last told of, and its certificate. */
export interface Agreeing<S extends { readonly digest: string }> {
  entries(): number
  state(): Promise<S>
}

/** Waits until `members` hold the same entries and judge them alike; how they then stand, in their order. */
export async function waitForAgreement<S extends { readonly digest: string }>(
  { waitUntil }: Pick<Watching, 'waitUntil'>,
  members: readonly Agreeing<S>[],
  what: string,
): Promise<readonly S[]> {
  const isEven = (): boolean => new Set(members.map((member) => member.entries())).size === 1
  const until = performance.now() + WAIT_MS_MAX
  while (performance.now() < until) {
    await waitUntil(what, isEven)
    const states = await Promise.all(members.map((member) => member.state()))
    if (new Set(states.map(({ digest }) => digest)).size === 1) return states
    await delay(LOOK_MS)
  }
  throw new TracordError('IO', `waited ${WAIT_MS_MAX / 1000} s in vain until ${what}`)
}
