/** Said: what an entry says, item by item, each with its id and its author; always the same for the same entry. */
import type { Link } from './chain.ts'
import type { Item, Said } from './item.ts'
import type { Log } from './log.ts'
import { domainOf } from './name.ts'
import { readItem } from './read-item.ts'
import { isRealmItem } from './realm-item.ts'
import { isTraceItem } from './read-trace.ts'
import { withIds } from './references.ts'

/** The items of an entry of `log`; ids inside it are made whole (`#0` becomes `entryId#0`). */
export function saidIn(log: Log, link: Link): Said[] {
  return link.body.items.map((json, index) => ({
    id: `${link.id}#${index}`,
    by: log.author,
    item: placed(readItem(json), log, link),
  }))
}

/** The item as it counts in its log: whole, or ignored where it has no business there. */
function placed(item: Item, log: Log, { id: entry }: Link): Item {
  const fault = item.k === 'ignored' ? undefined : placeFault(item, log)
  if (fault !== undefined) return { k: 'ignored', why: fault }
  return withIds(item, (id) => (id.startsWith('#') ? entry + id : id))
}

/** Withdrawals and undercuts of anything stand with claims or with traces. */
function placeFault(item: Item, { kind, domain }: Log): string | undefined {
  const isAstray =
    isRealmItem(item) !== (kind === 'realm') ||
    (item.k === 'prune') !== (kind === 'prunes') ||
    (isTraceItem(item) && kind !== 'traces') ||
    (item.k === 'claim' && kind !== 'frames')
  if (isAstray) return `a ${item.k} in a log of kind ${kind}`
  const frame = item.k === 'claim' ? item.frame : item.k === 'conclusion' ? item.concludes.frame : undefined
  return frame === undefined || domainOf(frame) === domain ? undefined : `frame outside the domain ${domain}`
}
