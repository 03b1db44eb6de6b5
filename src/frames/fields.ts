/** Fields of items: the checks that several kinds of item share; each says why a field is wrong, or nothing. */
import { CONFIDENCE_MAX, PREMISES_MAX } from '../base/limits.ts'
import { isItemId } from './item-id.ts'
import type { Window } from './item.ts'

/** An item as it was parsed. */
export type Fields = Readonly<Record<string, unknown>>

/** What is wrong with the id of an item. */
export function idFault(id: unknown): string | undefined {
  return isItemId(id) ? undefined : 'is an id like <entry id>#0, or #0 within its own entry'
}

/** What is wrong with a confidence, given or absent. */
export function confidenceFault(confidence: unknown): string | undefined {
  if (confidence === undefined) return undefined
  const fits = Number.isSafeInteger(confidence) && Number(confidence) >= 0 && Number(confidence) < CONFIDENCE_MAX
  return fits ? undefined : `confidence is an integer from 0 to ${CONFIDENCE_MAX - 1}, or absent for ${CONFIDENCE_MAX}`
}

/** What is wrong with a window, given or absent. */
export function windowFault(valid: unknown): string | undefined {
  if (valid === undefined) return undefined
  const isBound = (bound: unknown): boolean => bound === null || Number.isSafeInteger(bound)
  if (!Array.isArray(valid) || valid.length !== 2 || !valid.every(isBound))
    return 'valid is [from, until] in milliseconds or null'
  const [from, until] = valid as unknown as Window
  if (from === null && until === null) return 'valid is absent when it is open on both sides'
  return from !== null && until !== null && from >= until ? 'valid ends before it begins' : undefined
}

/** What is wrong with a list of premises, given or absent. */
export function premisesFault(because: unknown): string | undefined {
  if (because === undefined) return undefined
  if (!Array.isArray(because) || because.length === 0 || because.length > PREMISES_MAX)
    return `because holds 1 to ${PREMISES_MAX} ids`
  if (because.some((id) => idFault(id) !== undefined)) return 'because holds ids of claims'
  return isSorted(because) ? undefined : 'because is sorted and without repetition'
}

/** Whether texts stand in order and none twice. */
export function isSorted(texts: readonly unknown[]): boolean {
  return texts.every((text, at) => at === 0 || String(texts[at - 1]) < String(text))
}
