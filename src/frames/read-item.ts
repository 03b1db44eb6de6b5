/** Reading items out of entries: what is known and well formed counts, everything else is kept as `ignored` with its reason (R7). */
import type { Json } from '../base/canonical.ts'
import { NAME_LENGTH_MAX } from '../base/limits.ts'
import type { Fields } from './fields.ts'
import type { Ignored, Item, ItemReader } from './item.ts'
import { CLAIM_READERS } from './read-claim.ts'
import { PRUNE_READERS } from './read-prune.ts'
import { REALM_READERS } from './read-realm-item.ts'
import { TRACE_READERS } from './read-trace.ts'

/** The kinds of item that this version knows. */
const READERS: ReadonlyMap<string, ItemReader> = new Map(
  Object.entries({ ...CLAIM_READERS, ...REALM_READERS, ...TRACE_READERS, ...PRUNE_READERS }),
)

/** The item that `json` spells, or why it is ignored. Every node answers alike: no configuration takes part. */
export function readItem(json: Json): Item {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return ignored('not an object')
  const fields = json as Fields
  const kind = typeof fields['k'] === 'string' ? fields['k'] : ''
  const reader = READERS.get(kind)
  if (reader === undefined) return ignored(`unknown kind "${kind.slice(0, NAME_LENGTH_MAX)}"`)
  const foreign = Object.keys(fields).find((key) => key !== 'k' && !reader.keys.includes(key))
  if (foreign !== undefined) return ignored(`unknown field "${foreign.slice(0, NAME_LENGTH_MAX)}"`)
  const fault = reader.faultOf(fields)
  return fault === undefined ? (fields as unknown as Item) : ignored(fault)
}

const ignored = (why: string): Ignored => ({ k: 'ignored', why })
