/** Answers: what a query gives, as plain data, and how much of it. */
import type { Value } from '../../frames/value.ts'
import type { Reading, Span, StatementOut, Status } from '../judgement.ts'

/** Answers of one query by default. */
export const QUERY_ANSWERS_MAX = 1_000
/** Facts looked at for one query by default. */
export const QUERY_STEPS_MAX = 1_000_000

/** How a query is read, and how much of its answer. */
export interface QueryOptions extends Reading {
  /** Answers given at most; default {@link QUERY_ANSWERS_MAX}. */
  readonly limit?: number
  /** Facts looked at, at most; default {@link QUERY_STEPS_MAX}. Past that there is no answer, since half of one would be chance. */
  readonly steps?: number
}

/** Values that make the question hold, during a stretch of time. */
export interface QueryAnswer {
  /** By variable. */
  readonly values: Readonly<Record<string, Value>>
  /** How all that it rests on stands together. */
  readonly status: Status
  readonly window: Span<number>
  /** A decimal integer in parts per million of a vote, that of its weakest part; absent where it rests on rules with `not` alone. */
  readonly weight?: string
  /** The statements that match the question; of several ways those with the smallest keys. */
  readonly statements: readonly StatementOut[]
}

/** The answers to one query, in the order of their values. */
export interface QueryAnswers {
  /** As the question names them. */
  readonly variables: readonly string[]
  readonly answers: readonly QueryAnswer[]
  /** true: there are answers beyond the limit, or beyond the steps. */
  readonly more: boolean
  /** false: not all could be looked at, so that what is not here may still be so. */
  readonly exact: boolean
}
