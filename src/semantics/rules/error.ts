/** Why a rule is refused: where it is, what was expected there and what to do about it. */
import type { Rule } from './rule.ts'

/** The text is no rule of the subset. Line and column count from 1; the column counts UTF-16 code units. */
export interface RuleSyntax {
  readonly type: 'RuleSyntax'
  readonly line: number
  readonly column: number
  readonly expected: string
  readonly found: string
  readonly advice: string
}

/** Variables that no positive literal of the body binds: the rule would speak of everything there is. */
export interface RuleUnsafe {
  readonly type: 'RuleUnsafe'
  readonly rule: Rule
  readonly variables: readonly string[]
}

/** Default negation that could make a conflict: dropping a claim could then cause one, and no repair would be sure. */
export interface RuleNegation {
  readonly type: 'RuleNegation'
  readonly rule: Rule
  /** The denial or the judged slot that the conclusion reaches, in words. */
  readonly feeds: string
}

/** Why a rule is not in force. */
export type RuleError = RuleSyntax | RuleUnsafe | RuleNegation

/** One sentence for a person: where, why, what to do. */
export function ruleErrorText(error: RuleError): string {
  if (error.type === 'RuleSyntax') {
    const advice = error.advice === '' ? '' : `; ${error.advice}`
    return `line ${error.line}, column ${error.column}: expected ${error.expected}, found ${error.found}${advice}`
  }
  if (error.type === 'RuleUnsafe') {
    const names = error.variables.join(', ')
    const remedy = `${names} must occur in a literal of the body that is neither negated by \`not\` nor a comparison`
    return `the rule "${error.rule.text}" is unsafe: ${remedy}`
  }
  return (
    `the rule "${error.rule.text}" uses \`not\` and its conclusion feeds ${error.feeds}; ` +
    'where a conflict can follow, say the exception as an explicit negative claim and write -p(X) instead of not p(X)'
  )
}
