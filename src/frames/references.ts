/** References: the ids that an item names, changed all at once: made whole, or moved along (R6). */
import type { ItemId } from './item-id.ts'
import type { Item } from './item.ts'

/** The item with each id in it as `change` has it; lists stay as sorted as they were only if `change` keeps the order. */
export function withIds(item: Item, change: (id: ItemId) => ItemId): Item {
  switch (item.k) {
    case 'withdraw':
    case 'undercut':
      return { ...item, claim: change(item.claim) }
    case 'claim':
      return item.because === undefined ? item : { ...item, because: item.because.map(change) }
    case 'step':
      return { ...item, session: change(item.session), ...(item.uses === undefined ? {} : { uses: item.uses.map(change) }) }
    case 'conclusion':
      return { ...item, session: change(item.session), ...(item.steps === undefined ? {} : { steps: item.steps.map(change) }) }
    case 'handover':
    case 'close':
      return { ...item, session: change(item.session) }
    default:
      return item
  }
}
