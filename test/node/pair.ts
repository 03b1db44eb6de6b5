/** Pair: two ends of one wire in memory, for real nodes; the wire can be cut and mended. */
import type { NodeEvent, TracordNode } from '../../src/node/node.ts'
import type { Wire, WireHandlers, WireSource } from '../../src/ports/wire.ts'

export interface Pair {
  readonly ends: readonly [WireSource, WireSource]
  /** Both ends close; `mend` opens them anew. */
  cut(): void
  mend(): void
}

/** Two wire sources that are the ends of one wire; connected as soon as both nodes have started. */
export function pair(): Pair {
  const accepts: ((wire: Wire) => WireHandlers)[] = []
  let handlers: WireHandlers[] = []
  const mend = (): void => {
    const own: WireHandlers[] = []
    const isLive = (): boolean => handlers === own
    const end = (side: 0 | 1): Wire => ({
      label: `memory ${side}`,
      send: (bytes) => void setImmediate(() => (isLive() ? own[1 - side]?.onMessage(bytes) : undefined)),
      buffered: () => 0,
      close: () => void setImmediate(() => own[1 - side]?.onClose()),
    })
    handlers = own
    for (const [side, take] of accepts.entries()) own[side] = take(end(side === 0 ? 0 : 1))
  }
  const source: WireSource = {
    start(accept) {
      accepts.push(accept)
      if (accepts.length === 2) mend()
    },
    stop: async () => undefined,
  }
  return {
    ends: [source, source],
    mend,
    cut() {
      const before = handlers
      handlers = []
      for (const { onClose } of before) onClose()
    },
  }
}

/** Resolves when `node` reports an event that `isIt`. */
export function heard(node: TracordNode, isIt: (event: NodeEvent) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = node.subscribe((event) => {
      if (!isIt(event)) return
      stop()
      resolve()
    })
  })
}

/** Resolves when `isSo`; looks after each thing that happens to one of the nodes, and the test's own time limit is the bound. */
export function until(isSo: () => boolean, ...nodes: readonly TracordNode[]): Promise<void> {
  return new Promise((resolve) => {
    const stops: (() => void)[] = []
    const look = (): void => {
      if (!isSo()) return
      for (const stop of stops.splice(0)) stop()
      resolve()
    }
    for (const node of nodes) stops.push(node.subscribe(look))
    look()
  })
}

/** Resolves when the nodes certify the same. */
export function agreed(...nodes: readonly TracordNode[]): Promise<void> {
  return until(() => new Set(nodes.map((node) => node.certificate().digest)).size === 1, ...nodes)
}
