/** Founding: the record a realm is made of. Its hash is the realm's id, so whoever holds the id can check the record (R8). */
import { canonicalText, type Json } from '../base/canonical.ts'
import { cidOf, type Hash } from '../base/hash.ts'
import type { AuthorKey } from '../identity/signature.ts'
import type { Law } from './facet.ts'

export interface Founding extends Law {
  readonly v: 1
  readonly name: string
  /** `open`: anybody may write, and the law is fixed by this record. A key: a closed realm with that founder. */
  readonly founder: 'open' | AuthorKey
}

/** The canonical text of a founding record. */
export function foundingText(founding: Founding): string {
  return canonicalText(founding as unknown as Json)
}

/** The id of the realm that `founding` founds. */
export function realmOf(founding: Founding): Hash {
  return cidOf(foundingText(founding))
}
