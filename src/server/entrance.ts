/** Entrance: the wires of one realm, as its node takes them; the server decides which wire comes in where. */
import type { Wire, WireHandlers, WireSource } from '../ports/wire.ts'

/** A wire source into which wires are put by hand. */
export interface Entrance extends WireSource {
  /** Hands a wire to the node. It is closed at once when the node has left. */
  enter(wire: Wire): WireHandlers
}

/** An entrance that nobody attends to yet. */
export function createEntrance(): Entrance {
  const open = new Set<Wire>()
  let accept: ((wire: Wire) => WireHandlers) | undefined
  return {
    enter(wire) {
      if (accept === undefined) {
        wire.close('this realm is closed')
        return { onMessage() {}, onClose() {} }
      }
      const handlers = accept(wire)
      open.add(wire)
      return {
        onMessage: (bytes) => handlers.onMessage(bytes),
        onClose() {
          open.delete(wire)
          handlers.onClose()
        },
      }
    },
    start(take) {
      accept = take
    },
    async stop() {
      accept = undefined
      for (const wire of open) wire.close('this realm closes')
    },
  }
}
