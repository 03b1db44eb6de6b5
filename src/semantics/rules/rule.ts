/** Rules as data: the tree that the ASP-Core-2 text is parsed to, that the builder makes, and that judgement runs. */
import type { CompareOp } from '../../frames/facet.ts'
import type { Value } from '../../frames/value.ts'

/** A variable, or a constant; a frame and a reference to it are the one constant `{ref}`. */
export type Term = { readonly variable: string } | { readonly constant: Value }

/** `pred(args)`, or `-pred(args)` with explicit negation. */
export interface Atom {
  readonly pred: string
  readonly args: readonly Term[]
  readonly negative: boolean
}

/** An atom in a body; `not` is default negation. */
export interface Literal {
  readonly atom: Atom
  readonly not: boolean
}

/** `left op right`: a condition on constants. */
export interface Comparison {
  readonly op: CompareOp
  readonly left: Term
  readonly right: Term
}

/** A rule, a fact (empty body) or a denial (no head). */
export interface Rule {
  /** Hash of the canonical tree without `text`, so that layout and comments do not make another rule. */
  readonly id: string
  /** null: a denial. */
  readonly head: Atom | null
  readonly body: readonly Literal[]
  readonly compare: readonly Comparison[]
  /** Permille of a soft denial (`:~ body. [permille]`); null: hard. */
  readonly soft: number | null
  /** The comment on the rule's line, or the rule printed: what a person is told. */
  readonly text: string
}
