/** Admit: which slots there are, and which of a law's rules are in force; the others are kept with their reasons (R8, R14). */
import type { Facet, Law } from '../../frames/facet.ts'
import { ruleErrorText, type RuleError } from '../rules/error.ts'
import { parseRules } from '../rules/parse.ts'
import { admitRules, isImplied, type Program } from '../rules/program.ts'
import type { Rule } from '../rules/rule.ts'
import { BUILT_IN_SLOTS, TYPE } from './build.ts'

/** A rule that is not in force. */
export interface RefusedText {
  /** Position in the law's list of rules; null where the rule was refused for what it does together with others. */
  readonly at: number | null
  readonly rule: string
  readonly error: RuleError
  readonly why: string
}

/** A law's slots and rules, as far as they are in force. */
export interface Admitted {
  /** Built-in ones included. */
  readonly slots: ReadonlySet<string>
  readonly program: Program
  readonly refused: readonly RefusedText[]
}

/**
 * Fixes slots and rules. `slots` are those that a case names besides its law; without them, as in a realm, every binary predicate
 * of the rules is a slot, so that nobody's claim decides what is one.
 */
export function admitLaw(law: Law, slots?: ReadonlySet<string>): Admitted {
  const named = new Set([...BUILT_IN_SLOTS, ...slotsIn(law), ...(slots ?? [])])
  const all = slots === undefined ? new Set([...named, ...binaryIn(parseAll(law.rules, named).rules)]) : named
  const { rules, refused } = parseAll(law.rules, all)
  const admitted = admitRules(rules, { slots: all, judged: judgedIn(law) })
  const rejected = admitted.refused.map(({ rule, error }) => ({
    at: null,
    rule: rule.text,
    error,
    why: ruleErrorText(error),
  }))
  return { slots: all, program: admitted.program, refused: [...refused, ...rejected] }
}

function parseAll(
  texts: readonly string[],
  slots: ReadonlySet<string>,
): { rules: readonly Rule[]; refused: readonly RefusedText[] } {
  const [rules, refused]: [Rule[], RefusedText[]] = [[], []]
  texts.forEach((text, at) => {
    const parsed = parseRules(text, slots)
    if (parsed.ok) rules.push(...parsed.value)
    else refused.push({ at, rule: text, error: parsed.error, why: ruleErrorText(parsed.error) })
  })
  return { rules, refused }
}

function binaryIn(rules: readonly Rule[]): readonly string[] {
  const atoms = rules.flatMap(({ head, body }) => [...(head === null ? [] : [head]), ...body.map(({ atom }) => atom)])
  return atoms.filter(({ args }) => args.length === 2).map(({ pred }) => pred)
}

/** Every slot that carries a facet or is named by one. */
export function slotsIn(law: Law): ReadonlySet<string> {
  const tables = [law.slots, ...law.types.map(({ slots = {} }) => slots)]
  return new Set(
    tables.flatMap((table) => Object.entries(table).flatMap(([slot, facets]) => [slot, ...facets.flatMap(namedBy)])),
  )
}

function namedBy(facet: Facet): readonly string[] {
  if (facet.k === 'inverse' || facet.k === 'sub' || facet.k === 'equivalent') return [facet.of]
  if (facet.k === 'disjointSlot') return facet.with
  if (facet.k === 'sameValues' || facet.k === 'compare') return [facet.slot]
  return facet.k === 'key' ? facet.slots : []
}

function judgedIn(law: Law): ReadonlySet<string> {
  return new Set([...slotsIn(law), ...(law.types.length > 0 ? [TYPE] : [])])
}

/** The rules of layer A that judgement runs: conclusions, then denials. */
export function layerA({ layerA: components, denials, softDenials }: Program): readonly Rule[] {
  const written = denials.filter((rule) => !isImplied(rule)) // the closure knows of negation, for relations too
  return [...components.flatMap(({ rules }) => rules), ...written, ...softDenials]
}
