/** Judgement: what the semantic layer finds, as plain data in the shapes of the case format (`judgement/1`). */
import type { Ms } from '../base/clock.ts'
import type { ItemId } from '../frames/item.ts'
import type { Value } from '../frames/value.ts'

/** A window as written: ISO 8601 times in a case's output, milliseconds in the API; null is open. */
export type Span<T> = readonly [from: T | null, until: T | null]

/** A statement as it is reported. */
export interface StatementOut {
  readonly frame: string
  readonly slot: string
  readonly value: Value
  readonly not: boolean
}

/** What a conflict breaks: a facet of a slot (perhaps only for a type), a rule by its text, or a built-in law. */
export type Broken =
  | { readonly facet: string; readonly slot: string; readonly type?: string }
  | { readonly rule: string }
  | { readonly builtin: string }

/** A minimal set of statements that cannot all hold. */
export interface Conflict {
  readonly id: string
  readonly kind: 'nogood' | 'atMost'
  readonly severity: 'hard' | 'soft'
  readonly by: Broken
  /** For a person: what cannot be, and why. */
  readonly text: string
  readonly statements: readonly StatementOut[]
  /** One minimal explanation: judged alone still a conflict, without any one of them none. */
  readonly claims: readonly ItemId[]
  readonly window: Span<number>
}

/** A statement that a fork drops, and when. */
export interface ForkStatement extends StatementOut {
  readonly window: Span<number>
}

/** One consistent way out of a component, by what it drops. */
export interface Fork {
  readonly out: readonly ForkStatement[]
  /** Weight dropped, a decimal integer. */
  readonly cost: string
}

/** From where judgement is read. */
export interface Reading {
  /** The instant judged; absent: windows are reported, nothing is dropped for time. */
  readonly now?: Ms
  /** Read as if exactly these statements had been dropped, instead of the preferred fork's. */
  readonly fork?: Fork
}

/** Conflicts that share statements, and the ways out of them. */
export interface Component {
  readonly id: string
  readonly conflicts: readonly string[]
  readonly exact: boolean
  readonly undecided: boolean
  /** Best first. */
  readonly forks: readonly Fork[]
  readonly more: boolean
}

/** How a statement stands (R13). */
export type Status = 'clear' | 'consensus' | 'rejected' | 'undecided' | 'undefined' | 'incomplete' | 'unknown'

/** A statement with its status and its support. */
export interface Standing extends StatementOut {
  readonly window: Span<number>
  readonly status: Status
  /** A decimal integer: parts per million of a full vote, summed (R10). */
  readonly weight: string
  /** Who supports it directly, sorted. */
  readonly by: readonly string[]
  readonly derived: boolean
}

/** An obligation that nobody has met yet. */
export interface Incomplete {
  readonly frame: string
  readonly slot: string
  readonly text: string
}

/** What touches a domain that is not held here, and so was not judged (R17): a claim by what it rests on, or a rule or facet. */
export type Unjudged =
  | {
      readonly claim: ItemId
      /** The frame that its premise is about; null: the premise is not held, so nobody here knows. */
      readonly frame: string | null
      readonly domain: string | null
    }
  | { readonly by: Broken; readonly frame: string; readonly domain: string }
