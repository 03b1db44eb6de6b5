/** Reading items out of entries: what is known and well formed counts, everything else is kept as `ignored` with its reason (R7). */
import type { Json } from '../base/canonical.ts'
import { CONFIDENCE_MAX, NAME_LENGTH_MAX, PREMISES_MAX } from '../base/limits.ts'
import { isItemId } from './item-id.ts'
import type { Claim, Ignored, Item, Undercut, Window, Withdraw } from './item.ts'
import { frameFault, nameFault } from './name.ts'
import { isTraceKind, traceFault } from './read-trace.ts'
import type { TraceItem } from './trace-item.ts'
import { isNormalValue } from './value.ts'

type Fields = Readonly<Record<string, unknown>>

const KEYS: Readonly<Record<string, readonly string[]>> = {
  claim: ['k', 'frame', 'slot', 'value', 'not', 'confidence', 'valid', 'because'],
  withdraw: ['k', 'claim', 'reason'],
  undercut: ['k', 'claim', 'confidence', 'reason'],
}

/** The item that `json` spells, or why it is ignored. Every node answers alike: no configuration takes part. */
export function readItem(json: Json): Item {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return ignored('not an object')
  const fields = json as Fields
  const kind = typeof fields['k'] === 'string' ? fields['k'] : ''
  if (isTraceKind(kind)) {
    const fault = traceFault(fields)
    return fault === undefined ? (fields as unknown as TraceItem) : ignored(fault)
  }
  const keys = KEYS[kind]
  if (keys === undefined) return ignored(`unknown kind "${kind.slice(0, NAME_LENGTH_MAX)}"`)
  const foreign = Object.keys(fields).find((key) => !keys.includes(key))
  if (foreign !== undefined) return ignored(`unknown field "${foreign.slice(0, NAME_LENGTH_MAX)}"`)
  const fault = kind === 'claim' ? claimFault(fields) : answerFault(fields)
  return fault === undefined ? (fields as unknown as Claim | Withdraw | Undercut) : ignored(fault)
}

const ignored = (why: string): Ignored => ({ k: 'ignored', why })

function claimFault(fields: Fields): string | undefined {
  const frame = frameFault(fields['frame'])
  if (frame !== undefined) return `frame ${frame}`
  const slot = nameFault(fields['slot'])
  if (slot !== undefined) return `slot ${slot}`
  if (!isNormalValue(fields['value'])) return 'value is not in normal form'
  if (fields['not'] !== undefined && fields['not'] !== true) return 'not is true or absent'
  return confidenceFault(fields['confidence']) ?? windowFault(fields['valid']) ?? premisesFault(fields['because'])
}

/** Faults of a withdrawal or an undercut, which both name a claim. */
function answerFault(fields: Fields): string | undefined {
  const claim = idFault(fields['claim'])
  if (claim !== undefined) return `claim ${claim}`
  const reason = fields['reason']
  if (reason !== undefined && typeof reason !== 'string') return 'reason is a string or absent'
  return confidenceFault(fields['confidence'])
}

function confidenceFault(confidence: unknown): string | undefined {
  if (confidence === undefined) return undefined
  const fits = Number.isSafeInteger(confidence) && Number(confidence) >= 0 && Number(confidence) < CONFIDENCE_MAX
  return fits ? undefined : `confidence is an integer from 0 to ${CONFIDENCE_MAX - 1}, or absent for ${CONFIDENCE_MAX}`
}

function windowFault(valid: unknown): string | undefined {
  if (valid === undefined) return undefined
  const isBound = (bound: unknown): boolean => bound === null || Number.isSafeInteger(bound)
  if (!Array.isArray(valid) || valid.length !== 2 || !valid.every(isBound))
    return 'valid is [from, until] in milliseconds or null'
  const [from, until] = valid as unknown as Window
  if (from === null && until === null) return 'valid is absent when it is open on both sides'
  return from !== null && until !== null && from >= until ? 'valid ends before it begins' : undefined
}

function premisesFault(because: unknown): string | undefined {
  if (because === undefined) return undefined
  if (!Array.isArray(because) || because.length === 0 || because.length > PREMISES_MAX)
    return `because holds 1 to ${PREMISES_MAX} ids`
  if (because.some((id) => idFault(id) !== undefined)) return 'because holds ids of claims'
  const sorted = because.every((id, at) => at === 0 || String(because[at - 1]) < String(id))
  return sorted ? undefined : 'because is sorted and without repetition'
}

function idFault(id: unknown): string | undefined {
  return isItemId(id) ? undefined : 'is an id like <entry id>#0, or #0 within its own entry'
}
