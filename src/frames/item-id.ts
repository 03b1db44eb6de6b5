/** Item ids: `entryId#index`, or `#index` inside one entry (R6). */

/** `entryId#index`, or `#index` for an item of the same entry (R6). In a case file: any name. */
export type ItemId = string

const ITEM_ID = /^(?:bagaaiera[a-z2-7]{52})?#(?:0|[1-9]\d{0,3})$/

/** Whether `input` spells an id, whole or of its own entry. */
export function isItemId(input: unknown): input is ItemId {
  return typeof input === 'string' && ITEM_ID.test(input)
}
