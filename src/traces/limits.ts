/** Limits: the named bounds of steps and their checks. Like those of entries they are the same for everybody (R7). */
import { ENTRY_DEPTH_MAX } from '../base/limits.ts'

/** Characters of one expression: room for three numbers of the longest sort. */
export const EXPRESSION_LENGTH_MAX = 4_096
/** Parentheses, signs and powers inside one another; as deep as an entry may be. */
export const EXPRESSION_DEPTH_MAX = ENTRY_DEPTH_MAX
/** Operations of one expression: with numbers of the longest sort each may take a millisecond. */
export const OPERATIONS_MAX = 1_000
/** Decimals to which `round` compares at most: what stands further right in a number that a program printed is floating-point noise. */
export const ROUND_DECIMALS_MAX = 12
/** Steps of one trace: all that a conclusion rests on, whoever made them. */
export const TRACE_STEPS_MAX = 10_000
