/** Domain of a write: an entry belongs to one log and so to one domain, that of the frames it speaks of. */
import { TracordError } from '../../base/error.ts'
import type { Hash } from '../../base/hash.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { Item, ItemId } from '../../frames/item.ts'
import { domainOf } from '../../frames/name.ts'
import type { Holdings } from './holdings.ts'

/** The one domain of all `items`, or why there is none. */
export function domainOfItems(items: readonly Item[], holdings: Holdings): Result<string, TracordError> {
  const domains = new Set<string>()
  for (const item of items) {
    if (item.k === 'claim') domains.add(domainOf(item.frame))
    if (item.k !== 'withdraw' && item.k !== 'undercut') continue
    const domain = domainOfEntry(item.claim, holdings)
    if (domain === undefined)
      return err(new TracordError('UNKNOWN', `this node holds no claim ${item.claim}: sync first, or check the id`))
    if (domain !== '') domains.add(domain)
  }
  const [domain, other] = domains
  if (domain === undefined) return err(new TracordError('BAD_INPUT', 'nothing to write: give at least one claim'))
  if (other === undefined) return ok(domain)
  return err(new TracordError('BAD_INPUT', `one write speaks of one domain, not of ${domain} and ${other}: make it two writes`))
}

/** The domain of the entry that `claim` is in; '' for a claim of the same entry; undefined when it is not held. */
function domainOfEntry(claim: ItemId, holdings: Holdings): string | undefined {
  if (claim.startsWith('#')) return ''
  return holdings.locate(claim.slice(0, claim.indexOf('#')) as Hash)?.holding.log.domain
}
