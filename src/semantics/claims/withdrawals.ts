/** Withdrawals: who took back what, whether it is held or not; a withdrawal may come before what it takes back. */
import type { ItemId, Said } from '../../frames/item.ts'

/** All that was taken back. */
export interface Withdrawals {
  /** Takes note of an item; of anything but a withdrawal nothing. */
  note(said: Said): void
  /** The withdrawals of an item, whoever says them. */
  of(id: ItemId): readonly Said[]
}

const NONE: readonly Said[] = []

/** Nothing was taken back yet. */
export function createWithdrawals(): Withdrawals {
  const byClaim = new Map<ItemId, Said[]>()
  return {
    note(said) {
      if (said.item.k !== 'withdraw') return
      const held = byClaim.get(said.item.claim)
      if (held === undefined) byClaim.set(said.item.claim, [said])
      else if (!held.some(({ id }) => id === said.id)) held.push(said)
    },
    // Nearly always there are none, and an id that was just made has still to be hashed.
    of: (id) => (byClaim.size === 0 ? NONE : (byClaim.get(id) ?? NONE)),
  }
}

/** The entry of an item. */
export function entryOf(id: ItemId): string {
  const end = id.indexOf('#')
  return end === -1 ? id : id.slice(0, end)
}
