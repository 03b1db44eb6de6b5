/** Entry: an immutable, signed, content-addressed envelope of items; how it arrived does not matter. */
import type { Ms } from '../base/clock.ts'
import type { Json } from '../base/canonical.ts'
import type { Hash } from '../base/hash.ts'
import type { AuthorKey } from '../identity/signature.ts'
import type { Log, LogKind } from './log.ts'

/**
 * The whole entry, as its canonical text spells it (keys sorted). Id and `prev` are hashes of the text without `sig` (R1).
 * @public The format itself; code here works on ranges of bodies.
 */
export interface Entry {
  readonly v: 1
  readonly realm: Hash
  readonly domain: string
  readonly kind: LogKind
  readonly author: AuthorKey
  readonly epoch: number
  /** Position in its log, from 0. */
  readonly seq: number
  /** Id of the entry before it; null at seq 0. */
  readonly prev: Hash | null
  /** When the author says it was made; shown to people, never used to order or decide. */
  readonly at: Ms
  /** Raw items; `itemsOf` reads them. */
  readonly items: readonly Json[]
  readonly sig: string
}

/** What travels and is stored of an entry once its log and position are known: the header and `prev` are recomputed (R22). */
export interface Body {
  readonly at: Ms
  readonly items: readonly Json[]
  readonly sig: string
}

/**
 * Consecutive entries of one log: what is sent, journaled and admitted as one. Each body is the canonical text of a {@link Body};
 * entries are
 * recomputed from it (R22). A range that is sent ends on an entry whose own signature was verified (R3).
 */
export interface Range {
  readonly log: Log
  /** seq of the first body. */
  readonly from: number
  /** Id of the entry before the first; null at 0. */
  readonly prev: Hash | null
  readonly bodies: readonly string[]
}
