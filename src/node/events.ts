/** Events: what the owner of a node is told, each after the state changed; a listener that throws harms nobody. */
import type { NodeEvent } from './node.ts'

/** The owner's listeners. */
export interface Events {
  emit(event: NodeEvent): void
  /** Returns its own undo. */
  subscribe(listener: (event: NodeEvent) => void): () => void
  isHeard(): boolean
}

/** Nobody listens yet. */
export function createEvents(): Events {
  const listeners = new Set<(event: NodeEvent) => void>()
  const deliver = (event: NodeEvent, isAlarm: boolean): void => {
    for (const listener of listeners) {
      try {
        listener(event)
      } catch (thrown) {
        // An alarm about an alarm would never end.
        if (!isAlarm) deliver({ type: 'alarm', peer: 'self', why: `a listener threw: ${messageOf(thrown)}` }, true)
      }
    }
  }
  return {
    emit: (event) => deliver(event, false),
    subscribe(listener) {
      // A wrapper of its own, so that one function may be subscribed twice and unsubscribed once.
      const own = (event: NodeEvent): void => listener(event)
      listeners.add(own)
      return () => {
        listeners.delete(own)
      }
    },
    isHeard: () => listeners.size > 0,
  }
}

/** What a thrown thing says. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}
