/** Conflict stream: the conflicts held now, then every new one as it is found; ends with the signal or the node, never with an error. */
import { UNREAD_EVENTS_MAX } from './core/limits.ts'
import type { ConflictView, NodeEvent } from './node.ts'

/** Where conflicts come from. */
export interface ConflictSource {
  held(): readonly ConflictView[]
  subscribe(listener: (event: NodeEvent) => void): () => void
  /** Calls `end` when the node closes; returns its own undo. */
  onClose(end: () => void): () => void
}

/** What `node.conflicts()` returns: one look for `for of`, an open end for `for await`. */
export function conflictStream(
  source: ConflictSource,
  signal?: AbortSignal,
): Iterable<ConflictView> & AsyncIterable<ConflictView> {
  return {
    [Symbol.iterator]: () => source.held()[Symbol.iterator](),
    [Symbol.asyncIterator]: () => follow(source, signal),
  }
}

async function* follow(source: ConflictSource, signal: AbortSignal | undefined): AsyncGenerator<ConflictView, void> {
  const unread: ConflictView[] = []
  const state = { ended: signal?.aborted === true }
  let wake: (() => void) | undefined
  const rouse = (): void => {
    wake?.()
    wake = undefined
  }
  const end = (): void => {
    state.ended = true
    rouse()
  }
  const unsubscribe = source.subscribe((event) => {
    if (event.type !== 'conflict') return
    unread.push(event.conflict)
    if (unread.length > UNREAD_EVENTS_MAX) unread.shift()
    rouse()
  })
  const unfollow = source.onClose(end)
  signal?.addEventListener('abort', end, { once: true })
  try {
    const told = new Set<string>()
    for (const conflict of source.held()) {
      if (state.ended) return
      told.add(conflict.id)
      yield conflict
    }
    while (!state.ended) {
      const next = unread.shift()
      // News of what was held already may still have been on its way.
      if (next === undefined) await new Promise<void>((resolve) => (wake = resolve))
      else if (!told.delete(next.id)) yield next
    }
  } finally {
    unsubscribe()
    unfollow()
    signal?.removeEventListener('abort', end)
  }
}
