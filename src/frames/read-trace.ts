/** Reading trace items: which fields each kind may have, and what is wrong with one that is malformed (R7). */
import { CHECKS_MAX, GOAL_LENGTH_MAX, PREMISES_MAX, STEP_TEXT_MAX } from '../base/limits.ts'
import { isCanonicalKey } from '../identity/encoding.ts'
import { idFault, isSorted, type Fields } from './fields.ts'
import { isItemId } from './item-id.ts'
import type { Item, ItemReader } from './item.ts'
import { frameFault, nameFault } from './name.ts'
import type { TraceItem } from './trace-item.ts'
import { isNormalValue } from './value.ts'

/** What is wrong with a field's content; undefined: nothing. */
type Fault = (input: unknown) => string | undefined

/** Fields by name; a name that ends in `?` may be absent. */
type Shape = Readonly<Record<string, Fault>>

const textUpTo =
  (lengthMax: number): Fault =>
  (input) =>
    typeof input === 'string' && input.length > 0 && input.length <= lengthMax ? undefined : `is a text of 1 to ${lengthMax} characters`

const itemIds: Fault = (input) => {
  if (!Array.isArray(input) || input.length === 0 || input.length > PREMISES_MAX || !input.every(isItemId))
    return `holds 1 to ${PREMISES_MAX} ids`
  return isSorted(input) ? undefined : 'is sorted and without repetition'
}

const flag: Fault = (input) => (input === true ? undefined : 'is true or absent')

const spelled: Fault = (input) =>
  shapeFault(input, {
    frame: frameFault,
    slot: nameFault,
    value: (value) => (isNormalValue(value) ? undefined : 'is not in normal form'),
    'not?': flag,
  })

const wanted: Fault = (input) => shapeFault(input, { frame: frameFault, slot: nameFault })

const text = textUpTo(STEP_TEXT_MAX)

const CHECKS: Readonly<Record<string, Shape>> = {
  arith: { expr: text, value: text, 'round?': flag },
  rule: {},
  observe: {},
  say: {},
  custom: { by: nameFault, 'data?': text },
}

const checks: Fault = (input) => {
  if (!Array.isArray(input) || input.length === 0 || input.length > CHECKS_MAX) return `holds 1 to ${CHECKS_MAX} checks`
  for (const check of input) {
    const fault = kindFault(check, CHECKS)
    if (fault !== undefined) return fault
  }
  return undefined
}

const session: Fault = idFault

const KINDS: Readonly<Record<TraceItem['k'], Shape>> = {
  session: { goal: textUpTo(GOAL_LENGTH_MAX), 'wants?': wanted, 'module?': nameFault },
  step: { session, 'text?': text, 'uses?': itemIds, 'checks?': checks, 'gives?': spelled },
  conclusion: { session, concludes: spelled, 'steps?': itemIds },
  handover: { session, 'to?': (to) => (typeof to === 'string' && isCanonicalKey(to) ? undefined : 'is a public key') },
  close: { session, reason: text },
}

/** Whether an item belongs in a log of traces. */
export function isTraceItem(item: Item): item is TraceItem {
  return Object.hasOwn(KINDS, item.k)
}

/** How each kind of trace item is read. */
export const TRACE_READERS: Readonly<Record<string, ItemReader>> = Object.fromEntries(
  Object.entries(KINDS).map(([kind, shape]) => {
    const keys = Object.keys(shape).map(plainName)
    return [kind, { keys, faultOf: ({ k: _k, ...fields }) => shapeFault(fields, shape) } satisfies ItemReader]
  }),
)

/** A field's name without the mark that it may be absent. */
function plainName(name: string): string {
  return name.endsWith('?') ? name.slice(0, -1) : name
}

function kindFault(input: unknown, kinds: Readonly<Record<string, Shape>>): string | undefined {
  const { k, ...fields } = typeof input === 'object' && input !== null ? (input as Fields) : {}
  const shape = typeof k === 'string' && Object.hasOwn(kinds, k) ? kinds[k] : undefined
  return shape === undefined ? 'are each of a known kind' : shapeFault(fields, shape)
}

function shapeFault(input: unknown, shape: Shape): string | undefined {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return 'is an object'
  const fields = input as Fields
  const foreign = Object.keys(fields).find((key) => !Object.hasOwn(shape, key) && !Object.hasOwn(shape, `${key}?`))
  if (foreign !== undefined) return `has an unknown field "${foreign.slice(0, FOREIGN_SHOWN)}"`
  for (const [name, faultOf] of Object.entries(shape)) {
    const key = plainName(name)
    if (key !== name && fields[key] === undefined) continue
    const fault = faultOf(fields[key])
    if (fault !== undefined) return `${key} ${fault}`
  }
  return undefined
}

/** Characters shown of a field's name that is unknown. */
const FOREIGN_SHOWN = 64
