/** Limits of rule texts: named bounds, part of what a rule is, so that two nodes never disagree on whether one is well formed. */

/** UTF-16 code units of one text of rules. */
export const RULES_LENGTH_MAX = 1_048_576
/** Rules in one text. */
export const RULES_MAX = 10_000
/** Literals and comparisons in one body. */
export const RULE_BODY_MAX = 64
/** Arguments of one atom. */
export const ATOM_ARGS_MAX = 32
/** The dearest soft denial, in permille of one full vote. */
export const SOFT_PERMILLE_MAX = 1_000
