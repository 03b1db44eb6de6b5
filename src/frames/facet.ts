/** Facets and types: what may not be true at once, as data that travels (the table in the case format lists each kind). */
import type { Learned } from './learned.ts'
import type { Value, ValueKind } from './value.ts'

/** The comparisons of facets and rules. */
export type CompareOp = '<' | '<=' | '=' | '!=' | '>' | '>='

/** A constraint or inference on a slot. Slot, type and value names are as in claims. */
export type Facet =
  | { readonly k: 'type'; readonly oneOf: readonly ValueKind[] }
  | { readonly k: 'range' | 'domain' | 'instanceOf'; readonly type: string }
  | { readonly k: 'enum'; readonly values: readonly Value[] }
  | { readonly k: 'interval'; readonly min?: Value; readonly max?: Value; readonly open?: boolean }
  | { readonly k: 'length'; readonly min?: number; readonly max?: number }
  | { readonly k: 'pattern'; readonly re: string }
  | { readonly k: 'atMost' | 'atLeast'; readonly n: number; readonly of?: string }
  | { readonly k: 'hasValue'; readonly value: Value }
  | { readonly k: 'inverse' | 'sub' | 'equivalent'; readonly of: string }
  | { readonly k: 'symmetric' | 'asymmetric' | 'irreflexive' | 'reflexive' | 'inverseFunctional' }
  | { readonly k: 'transitive'; readonly acyclic?: boolean }
  | { readonly k: 'disjointSlot'; readonly with: readonly string[] }
  | { readonly k: 'sameValues'; readonly slot: string }
  | { readonly k: 'key'; readonly slots: readonly string[] }
  | { readonly k: 'compare'; readonly op: CompareOp; readonly slot: string }
  | { readonly k: 'una'; readonly on: boolean }
  | { readonly k: 'tolerance'; readonly abs?: Value; readonly ppm?: number }

/** A type of frames. Absent lists are empty. */
export interface TypeDef {
  readonly id: string
  readonly isa?: readonly string[]
  readonly equivalent?: readonly string[]
  readonly disjoint?: readonly string[]
  readonly complement?: readonly string[]
  readonly slots?: Readonly<Record<string, readonly Facet[]>>
}

/** Budgets of judgement, in steps (R12). */
export interface Steps {
  /** Ground instances of one predicate. */
  readonly perRule: number
  /** Solver nodes of one component. */
  readonly perComponent: number
  /** Forks listed of one component. */
  readonly forks: number
}

/** Below which conduct an author's word counts less. Amounts in parts per million. */
export interface Floor {
  /** The least share of what an author said that it neither took back nor reasoned wrongly; and of what is right, by what was learned. */
  readonly quality: number
  /** What a word below the floor counts of what it would count above it. */
  readonly weight: number
  /** Entries of a log that are measured together, so that few more do not move every weight. */
  readonly block: number
  /** The last so many items of an author are measured: who improves recovers. */
  readonly window: number
}

/** How claims are weighed and how far judgement goes. Part of a realm's founding record or of a case. */
export interface Policy {
  readonly una: boolean
  /** Author (key or name) -> parts per million; absent authors count fully. */
  readonly quality: Readonly<Record<string, number>>
  /** Whether quality is estimated from how answers agree, on top of `quality`. */
  readonly learn: boolean
  /** What was learned before; stands instead of `learn`. */
  readonly learned?: Learned
  /** Absent: nobody's word counts less for its conduct. */
  readonly floor?: Floor
  readonly steps: Steps
  readonly closed: boolean
}

/** What holds where a law says nothing about policy. */
export const DEFAULT_POLICY: Policy = {
  una: true,
  quality: {},
  learn: false,
  steps: { perRule: 2_000_000, perComponent: 20_000, forks: 16 },
  closed: false,
}

/** By what a realm or a case judges: types, slot-level facets, rules as ASP-Core-2 text, policy. Plain data. */
export interface Law {
  readonly types: readonly TypeDef[]
  /** Facets that hold whatever the frame's type. */
  readonly slots: Readonly<Record<string, readonly Facet[]>>
  readonly rules: readonly string[]
  readonly policy: Policy
}
