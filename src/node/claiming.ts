/** Claiming: what a caller hands in becomes items, checked and in normal form; whatever is wrong is named before anything is written. */
import { TracordError } from '../base/error.ts'
import { CONFIDENCE_MAX, ENTRY_ITEMS_MAX, PREMISES_MAX } from '../base/limits.ts'
import type { Claim, ItemId, Undercut, Window, Withdraw } from '../frames/item.ts'
import { frameFault, nameFault } from '../frames/name.ts'
import { readItem } from '../frames/read-item.ts'
import { normalizeValue } from '../frames/value.ts'
import type { Json } from '../base/canonical.ts'
import type { ClaimedOrId, ClaimOptions, UndercutOptions, ValueInput } from './node.ts'

/** Slots as a caller gives them. */
export type SlotValues = Readonly<Record<string, ValueInput | readonly ValueInput[]>>

/** One claim for each value. Throws `BAD_INPUT` or `TOO_LARGE`. */
export function claimsFrom(frame: string, slots: SlotValues, options: ClaimOptions = {}): readonly Claim[] {
  const id = textOf(frame, 'the frame', frameFault)
  const extras = extrasOf(options)
  const claims: Claim[] = []
  for (const [name, given] of Object.entries(slots)) {
    const slot = textOf(name, `the slot "${name}"`, nameFault)
    const values = Array.isArray(given) ? (given as readonly ValueInput[]) : [given as ValueInput]
    for (const input of values) {
      const value = normalizeValue(input)
      if (!value.ok) throw bad(`${id}.${slot}: ${value.error.why}`)
      claims.push(checked({ k: 'claim', frame: id, slot, value: value.value, ...extras }))
      if (claims.length > ENTRY_ITEMS_MAX) throw tooLarge(`one call claims at most ${ENTRY_ITEMS_MAX} values: split it`)
    }
  }
  if (claims.length === 0) throw bad('nothing to claim: give at least one slot with a value')
  return claims
}

/** Takes back each of `claims`. */
export function withdrawalsFrom(claims: ClaimedOrId, reason?: string): readonly Withdraw[] {
  return idsOf(claims, 'the claim to withdraw').map((claim) => checked({ k: 'withdraw', claim, ...reasonOf(reason) }))
}

/** Undercuts each of `claims`. */
export function undercutsFrom(claims: ClaimedOrId, options: UndercutOptions): readonly Undercut[] {
  const extras = { ...confidenceOf(options.confidence), ...reasonOf(options.reason) }
  return idsOf(claims, 'the claim to undercut').map((claim) => checked({ k: 'undercut', claim, ...extras }))
}

/** The ids that a receipt or an id stands for. */
export function idsOf(claims: ClaimedOrId, what: string): readonly ItemId[] {
  const ids: readonly unknown[] = typeof claims === 'object' && claims !== null ? claims.ids : [claims]
  if (!Array.isArray(ids) || ids.length === 0) throw bad(`${what} is what claim() resolved to, or an id`)
  return ids.map((id) => {
    if (typeof id === 'string' && /^[a-z2-7]{61}#\d{1,4}$/.test(id)) return id
    throw bad(`${what} is what claim() resolved to, or an id like <entry id>#0, not ${JSON.stringify(id) ?? typeof id}`)
  })
}

type Extras = Omit<Claim, 'k' | 'frame' | 'slot' | 'value'>

function extrasOf({ not, confidence, valid, because }: ClaimOptions): Extras {
  if (not !== undefined && typeof not !== 'boolean') throw bad('not is true or false')
  return { ...(not === true ? { not } : {}), ...confidenceOf(confidence), ...windowOf(valid), ...premisesOf(because) }
}

function confidenceOf(confidence: number | undefined): { confidence?: number } {
  if (confidence === undefined || confidence === CONFIDENCE_MAX) return {}
  if (Number.isSafeInteger(confidence) && confidence >= 0 && confidence < CONFIDENCE_MAX) return { confidence }
  throw bad(`confidence is in permille, an integer from 0 to ${CONFIDENCE_MAX}, not ${String(confidence)}`)
}

function windowOf(valid: ClaimOptions['valid']): { valid?: Window } {
  if (valid === undefined) return {}
  if (!Array.isArray(valid) || valid.length !== 2) throw bad('valid is [from, until], each a Date, milliseconds or null')
  const [from, until] = valid.map((bound) => (bound instanceof Date ? bound.getTime() : bound))
  if (from === null && until === null) return {}
  return { valid: [from ?? null, until ?? null] }
}

function premisesOf(because: ClaimOptions['because']): { because?: readonly ItemId[] } {
  if (because === undefined) return {}
  if (!Array.isArray(because)) throw bad('because is a list of what claim() resolved to, or of ids')
  if (because.length === 0) return {}
  const ids = [...new Set(because.flatMap((premise: ClaimedOrId) => idsOf(premise, 'a premise')))].sort()
  if (ids.length > PREMISES_MAX) throw tooLarge(`a claim rests on at most ${PREMISES_MAX} claims, not ${ids.length}`)
  return { because: ids }
}

function reasonOf(reason: string | undefined): { reason?: string } {
  if (reason === undefined) return {}
  if (typeof reason !== 'string' || !reason.isWellFormed()) throw bad('the reason is a text')
  return { reason: reason.normalize('NFC') }
}

function textOf(input: unknown, what: string, faultOf: (name: unknown) => string | undefined): string {
  const text: unknown = typeof input === 'string' ? input.normalize('NFC') : input
  const fault = faultOf(text)
  if (fault !== undefined) throw bad(`${what} ${fault}`)
  return String(text)
}

/** The item, if every node will read it as such: what would be ignored is refused here. */
function checked<T extends Claim | Withdraw | Undercut>(item: T): T {
  const read = readItem(item as unknown as Json)
  if (read.k === 'ignored') throw bad(read.why)
  return item
}

function tooLarge(message: string): TracordError {
  return new TracordError('TOO_LARGE', message)
}

function bad(message: string): TracordError {
  return new TracordError('BAD_INPUT', message)
}
