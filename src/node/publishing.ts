/** Publishing: traces that were reasoned elsewhere, written by a node as its own; each write is whole in one entry. */
import { TracordError } from '../base/error.ts'
import { domainOf } from '../frames/name.ts'
import type { TraceItem } from '../frames/trace-item.ts'
import type { Reasoned } from '../semantics/reasoning/reasoned.ts'
import { conclusionItem, draftItems } from '../traces/items.ts'
import type { Trace } from '../traces/trace.ts'
import type { Core } from './core/core.ts'
import type { Claimed } from './node.ts'
import { coreOf } from './state-vector.ts'

/** Session, steps and conclusion at once. Resolves when durable; rejects as `claim` does. */
export function publish(node: object, trace: Trace): Promise<Claimed> {
  const conclusion = conclusionItem(trace, (place) => `#${place}`)
  return write(node, trace, [...draftItems(trace), ...(conclusion === undefined ? [] : [conclusion])])
}

/** What the node makes of all that was published, and what is under way. */
export function reasoningIn(node: object): Reasoned {
  return knownCore(node).engine
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
