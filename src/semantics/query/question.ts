/** Question: a rule's body read as a question: its variables, and its conditions in the order in which they are best answered. */
import { err, ok, type Result } from '../../base/result.ts'
import { ruleErrorText, type RuleError } from '../rules/error.ts'
import { ruleOf } from '../rules/identify.ts'
import { parseBody } from '../rules/parse.ts'
import type { Atom, Comparison, Term } from '../rules/rule.ts'
import { unboundVariables, variablesOf } from '../rules/safety.ts'

/** One condition of a question. */
export type Condition =
  | { readonly k: 'find'; readonly atom: Atom }
  | { readonly k: 'absent'; readonly atom: Atom }
  | { readonly k: 'compare'; readonly compare: Comparison }

/** A question that can be answered. */
export interface Question {
  /** The variables that are asked for, in the order of the text; `_` is not. */
  readonly variables: readonly string[]
  /** Each comparison and each `not` comes after what binds its variables. */
  readonly conditions: readonly Condition[]
}

/** Why a text is no question: it is no rule body, with the place, or asks of everything there is. */
export type QueryError = RuleError | { readonly type: 'QueryUnsafe'; readonly variables: readonly string[] }

/** One sentence for a person: where, why, what to do. */
export function queryErrorText(error: QueryError): string {
  if (error.type !== 'QueryUnsafe') return ruleErrorText(error)
  return `${error.variables.join(', ')} must occur in a condition that is neither negated by \`not\` nor a comparison`
}

/** The question that `text` spells; `slots`: which binary predicates are slots. */
export function readQuestion(text: string, slots: ReadonlySet<string>): Result<Question, QueryError> {
  const parsed = parseBody(text, slots)
  if (!parsed.ok) return parsed
  const { body, compare } = parsed.value
  const unbound = unboundVariables(ruleOf({ head: null, body, compare, soft: null }))
  if (unbound.length > 0) return err({ type: 'QueryUnsafe', variables: unbound })
  const finds = body.filter(({ not }) => !not).map(({ atom }) => atom)
  const variables = [...new Set(finds.flatMap(({ args }) => variablesOf(args)))].filter(isNamed)
  const tests: Condition[] = [
    ...compare.map((one): Condition => ({ k: 'compare', compare: one })),
    ...body.flatMap(({ atom, not }): Condition[] => (not ? [{ k: 'absent', atom }] : [])),
  ]
  return ok({ variables, conditions: inOrder(finds, tests) })
}

const isNamed = (variable: string): boolean => !variable.startsWith('_')

/** The most bound atom next, ties in the order of the text; tests as soon as they can be made. The order is a function of the text. */
function inOrder(finds: readonly Atom[], tests: readonly Condition[]): readonly Condition[] {
  const [conditions, bound]: [Condition[], Set<string>] = [[], new Set()]
  const [open, waiting] = [[...finds], new Set(tests)]
  const isBound = (term: Term): boolean => 'constant' in term || bound.has(term.variable)
  const freeOf = ({ args }: Atom): number => args.filter((term) => !isBound(term)).length
  const boundOf = ({ args }: Atom): number => args.filter(isBound).length
  const takeTests = (): void => {
    for (const test of waiting) {
      if (!variablesIn(test).every((variable) => bound.has(variable))) continue
      waiting.delete(test)
      conditions.push(test)
    }
  }
  takeTests()
  while (open.length > 0) {
    const best = open.reduce((held, next) =>
      boundOf(next) > boundOf(held) || (boundOf(next) === boundOf(held) && freeOf(next) < freeOf(held)) ? next : held,
    )
    open.splice(open.indexOf(best), 1)
    conditions.push({ k: 'find', atom: best })
    for (const variable of variablesOf(best.args)) bound.add(variable)
    takeTests()
  }
  return conditions
}

/** The variables that must be bound before a test; `_` under `not` stands for anything. */
function variablesIn(condition: Condition): readonly string[] {
  if (condition.k === 'compare') return variablesOf([condition.compare.left, condition.compare.right])
  return variablesOf(condition.atom.args).filter(isNamed)
}
