/**
 * Builder: rules in TypeScript, the same trees with the same ids as their text.
 *
 *     const [door, route] = variables('Door', 'Route')
 *     deny('a route may not pass a closed door').when(slot('state', door, 'closed'), slot('via', route, door))
 *     rule(slot('blocked', route, true)).when(slot('via', route, door), not(slot('open', door, true)))
 */
import { assert } from '../../base/assert.ts'
import type { CompareOp } from '../../frames/facet.ts'
import { nameFault } from '../../frames/name.ts'
import { normalizeValue, type Value } from '../../frames/value.ts'
import { ruleOf } from './identify.ts'
import { ATOM_ARGS_MAX, RULE_BODY_MAX, SOFT_PERMILLE_MAX } from './limits.ts'
import type { Atom, Comparison, Literal, Rule, Term } from './rule.ts'
import { asSlotAtom } from './slots.ts'

/** A variable made by {@link variables}, or {@link anything}. */
export interface Variable {
  readonly variable: string
}

/** What a condition may compare or an atom may hold: a variable or a value, JS bigints and Dates included. */
export type Operand = Variable | Value | bigint | Date

/** What a rule may ask for: an atom, an atom under {@link not}, or a comparison. */
export type Condition = Atom | Literal | Comparison

/** A rule whose head is said; {@link RuleDraft.when} gives it its body. */
export interface RuleDraft {
  /** The rule that holds whenever all `conditions` do. At least one. */
  when(...conditions: readonly Condition[]): Rule
}

/** Stands for anything, each time anew: `_` in the text. */
export const anything: Variable = { variable: '_' }

/** Variables of these names, which begin with a capital: `const [door, route] = variables('Door', 'Route')`. */
export function variables<const Names extends readonly string[]>(...names: Names): { readonly [Index in keyof Names]: Variable } {
  for (const name of names) assert(/^[A-Z][A-Za-z0-9_]*$/.test(name), `a variable's name begins with a capital: "${name}" does not`)
  return names.map((variable) => ({ variable })) as { [Index in keyof Names]: Variable }
}

/** `slot(frame, value)`: that a frame has a value in a slot. A string names the frame; a value that is a frame is `{ref}`. */
export function slot(name: string, frame: Variable | string | { readonly ref: string }, value: Operand): Atom {
  return asSlotAtom(relation(name, frame, value))
}

/** `name(args)`: an atom of a relation that is no slot. */
export function relation(name: string, ...args: readonly Operand[]): Atom {
  const fault = nameFault(name)
  assert(fault === undefined, `the name of a predicate ${fault}`)
  assert(args.length <= ATOM_ARGS_MAX, `an atom has at most ${ATOM_ARGS_MAX} arguments`)
  return { pred: name.normalize('NFC'), args: args.map(termOf), negative: false }
}

/** Explicit negation, `-p(X)`: that the opposite was said or follows. */
export function opposite(atom: Atom): Atom {
  return { ...atom, negative: !atom.negative }
}

/** Default negation, `not p(X)`: that nothing says so. Only in rules that no denial or facet depends on. */
export function not(atom: Atom): Literal {
  return { atom, not: true }
}

/** A comparison, `left op right`: numbers by value, times by instant, strings by code unit; other kinds are only equal or unequal. */
export function compare(left: Operand, op: CompareOp, right: Operand): Comparison {
  return { op, left: termOf(left), right: termOf(right) }
}

/** `head :- conditions.`; `text` explains it to a person. */
export function rule(head: Atom, text = ''): RuleDraft {
  return draft(head, null, text)
}

/** `:- conditions.`: they must never all hold. */
export function deny(text = ''): RuleDraft {
  return draft(null, null, text)
}

/** `:~ conditions. [permille]`: they had better not all hold; breaking it costs so much of a vote. */
export function discourage(permille: number, text = ''): RuleDraft {
  const isPrice = Number.isInteger(permille) && permille >= 0 && permille <= SOFT_PERMILLE_MAX
  assert(isPrice, `the cost of a soft denial is an integer from 0 to ${SOFT_PERMILLE_MAX} permille`)
  return draft(null, permille, text)
}

/** `atom.`: holds without a condition. */
export function fact(atom: Atom, text = ''): Rule {
  return ruleOf({ head: atom, body: [], compare: [], soft: null, text })
}

function draft(head: Atom | null, soft: number | null, text: string): RuleDraft {
  return {
    when: (...conditions) => {
      assert(conditions.length > 0, 'a rule without a condition is a fact: use fact(atom)')
      assert(conditions.length <= RULE_BODY_MAX, `a rule has at most ${RULE_BODY_MAX} conditions: split it`)
      const body = conditions.flatMap((condition) => ('op' in condition ? [] : [literalOf(condition)]))
      return ruleOf(withFreshNames({ head, body, compare: conditions.filter((condition) => 'op' in condition), soft, text }))
    },
  }
}

function literalOf(condition: Atom | Literal): Literal {
  return 'atom' in condition ? condition : { atom: condition, not: false }
}

function termOf(operand: Operand): Term {
  if (typeof operand === 'object' && 'variable' in operand) return { variable: operand.variable }
  const value = normalizeValue(operand)
  assert(value.ok, value.ok ? '' : value.error.why)
  return { constant: value.value }
}

/** Each `_` gets the name that the parser would give it: numbered in the order of the printed text. */
function withFreshNames<Tree extends { head: Atom | null; body: readonly Literal[]; compare: readonly Comparison[] }>(tree: Tree): Tree {
  let used = 0
  const renamed = (term: Term): Term => ('variable' in term && term.variable === '_' ? { variable: `_${(used += 1)}` } : term)
  const renamedAtom = (atom: Atom): Atom => ({ ...atom, args: atom.args.map(renamed) })
  const head = tree.head === null ? null : renamedAtom(tree.head)
  const body = tree.body.map(({ atom, not: negated }) => ({ atom: renamedAtom(atom), not: negated }))
  return { ...tree, head, body, compare: tree.compare.map(({ op, left, right }) => ({ op, left: renamed(left), right: renamed(right) })) }
}
