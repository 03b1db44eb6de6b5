/** Drafting: sessions written by hand, without a module: their steps first, the conclusion later, perhaps by another node. */
import { TracordError } from '../base/error.ts'
import type { ItemId } from '../frames/item-id.ts'
import { domainOf } from '../frames/name.ts'
import { withIds } from '../frames/references.ts'
import type { TraceItem } from '../frames/trace-item.ts'
import type { Engine } from '../semantics/engine.ts'
import { conclusionItem, draftItems } from '../traces/items.ts'
import type { Trace } from '../traces/trace.ts'
import type { Core } from './core/core.ts'
import type { Claimed } from './node.ts'
import { coreOf } from './state-vector.ts'

/**
 * Session and steps, for others to see and to go on with; the receipt's ids are those of the session and of each step. Resolves when
 * durable; rejects as `claim` does.
 */
export function draft(node: object, trace: Trace): Promise<Claimed> {
  return write(node, trace, draftItems(trace))
}

/** The conclusion of what was drafted before; `ids` as in the draft's receipt. */
export function conclude(node: object, trace: Trace, ids: readonly ItemId[]): Promise<Claimed> {
  return write(node, trace, [concluding(trace, (place) => ids[place] ?? '')])
}

/** Goes on with a session that another began: takes it over, adds the steps of `trace`, which may use those held, and concludes. */
export function goOn(node: object, session: ItemId, trace: Trace): Promise<Claimed> {
  const [, ...steps] = draftItems(trace)
  const told = [...steps, concluding(trace, (place) => `#${place}`)]
  const within = told.map((item) => withIds(item, (id) => (id === '#0' ? session : id)) as TraceItem)
  return write(node, trace, [{ k: 'handover', session, to: knownCore(node).author }, ...within])
}

/** What judges behind a node; reads only. */
export function engineIn(node: object): Engine {
  return knownCore(node).engine
}

function concluding(trace: Trace, idAt: (place: number) => ItemId): TraceItem {
  const conclusion = conclusionItem(trace, idAt)
  if (conclusion === undefined) throw new TracordError('BAD_INPUT', 'the trace concludes nothing, so there is nothing to publish')
  return conclusion
}

function write(node: object, { concludes }: Trace, items: readonly TraceItem[]): Promise<Claimed> {
  const core = knownCore(node)
  return new Promise((resolve, reject) => {
    const domain = domainOf(concludes?.frame ?? '')
    core.writeTraces(domain, items, (result) => (result.ok ? resolve(result.value) : reject(result.error)))
  })
}

function knownCore(node: object): Core {
  const core = coreOf(node)
  if (core === undefined) throw new TracordError('BAD_INPUT', 'this is no node of createNode')
  return core
}
