/** Shown: the parts of a judgement (`judgement/1`) that a person is shown. */
import type { StatementShown } from './words.ts'

/** A window as a case writes it: ISO 8601, null is open. */
export type WindowShown = readonly [from: string | null, until: string | null]

/** A conflict: what it breaks in words, and the claims that suffice. */
export interface ConflictShown {
  readonly id: string
  readonly severity: 'hard' | 'soft'
  readonly text: string
  readonly statements: readonly StatementShown[]
  readonly claims: readonly string[]
  readonly window: WindowShown
}

/** One way out. */
export interface ForkShown {
  readonly out: readonly (StatementShown & { readonly window: WindowShown })[]
  readonly cost: string
}

/** Conflicts that share statements. */
export interface ComponentShown {
  readonly id: string
  readonly conflicts: readonly string[]
  readonly exact: boolean
  readonly undecided: boolean
  readonly forks: readonly ForkShown[]
  readonly more: boolean
}

/** How a statement stands. */
export interface StandingShown extends StatementShown {
  readonly status: string
  readonly weight: string
  readonly by: readonly string[]
  readonly derived: boolean
  readonly window: WindowShown
}

/** An answer in one of its shapes. */
export type AnswerShown =
  | { readonly values: readonly { readonly value: unknown; readonly status: string; readonly derived: boolean }[] }
  | { readonly truth: string }
  | { readonly concludes: unknown }
  | { readonly environments: readonly (readonly string[])[]; readonly more: boolean }

/** Whether a trace hangs together. */
export interface CoherenceShown {
  readonly trace: string
  readonly ok: boolean
  readonly missing: readonly string[]
  readonly badSteps: readonly { readonly step: string; readonly why: string }[]
  readonly against: readonly string[]
  /** What in it cannot hold together. */
  readonly internal?: readonly string[]
}

/** What the traces of a goal conclude. */
export interface GoalShown {
  readonly goal: string
  readonly classes: readonly { readonly concludes: unknown; readonly weight: string; readonly traces: readonly string[] }[]
  readonly convergence: number
  readonly routes: number
  readonly status: string
}

/** The parts of a judgement that are shown. */
export interface JudgementShown {
  readonly conflicts: readonly ConflictShown[]
  readonly components: readonly ComponentShown[]
  readonly standings: readonly StandingShown[]
  readonly incomplete: readonly { readonly frame: string; readonly slot: string; readonly text: string }[]
  readonly coherence: readonly CoherenceShown[]
  readonly goals: readonly GoalShown[]
  readonly quality: Readonly<Record<string, number>>
  readonly answers: readonly AnswerShown[]
  readonly digest: string
}
