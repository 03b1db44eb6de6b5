/** Said: what an entry says, item by item, each with its id and its author; always the same for the same entry. */
import type { Link } from './chain.ts'
import type { Item, Said } from './item.ts'
import type { Log } from './log.ts'
import { domainOf } from './name.ts'
import { readItem } from './read-item.ts'
import { isRealmItem } from './realm-item.ts'

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
  const whole = (id: string): string => (id.startsWith('#') ? entry + id : id)
  if (item.k === 'ignored') return item
  if (isRealmItem(item) !== (log.kind === 'realm')) return { k: 'ignored', why: `a ${item.k} in a log of kind ${log.kind}` }
  if (item.k === 'withdraw' || item.k === 'undercut') return { ...item, claim: whole(item.claim) }
  if (item.k !== 'claim') return item
  if (domainOf(item.frame) !== log.domain) return { k: 'ignored', why: `frame outside the domain ${log.domain}` }
  return item.because === undefined ? item : { ...item, because: item.because.map(whole) }
}
