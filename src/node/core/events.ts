/** Events: what the owner of a node is told, each after the state changed; a listener that throws harms nobody. */
import type { Clock } from '../../base/clock.ts'
import { UNHEARD_EVENTS_MAX } from './limits.ts'
import type { NodeEvent } from '../node.ts'

/** The owner's listeners. */
export interface Events {
  emit(event: NodeEvent): void
  /** Returns its own undo. */
  subscribe(listener: (event: NodeEvent) => void): () => void
  isHeard(): boolean
}

/** Kinds of event that the first listener is told even if they came before him: what a start found broken. */
const KEPT: ReadonlySet<string> = new Set(['damage', 'readonly'])

/** Nobody listens yet. */
export function createEvents(clock: Clock): Events {
  const unheard: NodeEvent[] = []
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
    emit(event) {
      if (listeners.size > 0) deliver(event, false)
      else if (KEPT.has(event.type) && unheard.length < UNHEARD_EVENTS_MAX) unheard.push(event)
    },
    subscribe(listener) {
      // A wrapper of its own, so that one function may be subscribed twice and unsubscribed once.
      const own = (event: NodeEvent): void => listener(event)
      listeners.add(own)
      if (unheard.length > 0) clock.after(0, () => unheard.splice(0).forEach((event) => deliver(event, false)))
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
