/** Naive well-founded model: every rule grounded over every constant, two sets pushed against each other until they rest. */
import type { Value } from '../../src/frames/value.ts'
import type { Atom, Rule, Term } from '../../src/semantics/rules/rule.ts'

/** A given fact; an uncertain one is possible and not true. */
export interface GivenFact {
  readonly atom: Atom
  readonly certain: boolean
}

/** The atoms that are true and those that are possible (true or undefined), as texts of {@link showAtom}. */
export interface NaiveModel {
  readonly sure: ReadonlySet<string>
  readonly possible: ReadonlySet<string>
}

/** A text for a ground atom. */
export function showAtom({ pred, negative, args }: Atom): string {
  return JSON.stringify([negative, pred, ...args.map((term) => ('constant' in term ? term.constant : '?'))])
}

type Assignment = ReadonlyMap<string, Value>

interface GroundRule {
  readonly head: string
  readonly needs: readonly string[]
  /** Each group: none of its atoms. */
  readonly lacks: readonly (readonly string[])[]
}

/** The model of `rules` (safe, with comparisons = and != only) over `given`. */
export function naiveWellFounded(rules: readonly Rule[], given: readonly GivenFact[]): NaiveModel {
  const constants = constantsOf(rules, given)
  const ground = rules.flatMap((rule) => groundings(rule, constants))
  const facts = (certain: boolean): string[] => given.filter((fact) => fact.certain || !certain).map((fact) => showAtom(fact.atom))
  const follow = (start: readonly string[], against: ReadonlySet<string>): Set<string> => {
    const held = new Set(start)
    for (let size = -1; size !== held.size; ) {
      size = held.size
      for (const { head, needs, lacks } of ground) {
        const isFree = lacks.every((group) => group.every((atom) => !against.has(atom)))
        if (isFree && needs.every((atom) => held.has(atom))) held.add(head)
      }
    }
    return held
  }
  let sure: Set<string> = new Set()
  for (;;) {
    const possible = follow(facts(false), sure)
    const next = follow(facts(true), possible)
    if (next.size === sure.size) return { sure, possible }
    sure = next
  }
}

function constantsOf(rules: readonly Rule[], given: readonly GivenFact[]): readonly Value[] {
  const inRules = rules.flatMap(({ head, body }) => [...(head === null ? [] : [head]), ...body.map(({ atom }) => atom)])
  const compared = rules.flatMap(({ compare }) => compare.flatMap(({ left, right }) => [left, right]))
  const terms = [...[...given.map(({ atom }) => atom), ...inRules].flatMap(({ args }) => args), ...compared]
  const byText = new Map(terms.flatMap((term) => ('constant' in term ? [[JSON.stringify(term.constant), term.constant] as const] : [])))
  return [...byText.values()]
}

function groundings(rule: Rule, constants: readonly Value[]): readonly GroundRule[] {
  const positive = rule.body.filter(({ not }) => !not)
  const names = new Set(positive.flatMap(({ atom }) => atom.args.flatMap((term) => ('variable' in term ? [term.variable] : []))))
  return assignments([...names], constants).flatMap((assignment) => {
    const same = rule.compare.every(({ op, left, right }) => {
      return (JSON.stringify(at(left, assignment)) === JSON.stringify(at(right, assignment))) === (op === '=')
    })
    if (!same || rule.head === null) return []
    const needs = positive.map(({ atom }) => showAtom(instance(atom, assignment)))
    const lacks = rule.body.filter(({ not }) => not).map(({ atom }) => anyInstance(instance(atom, assignment), constants).map(showAtom))
    return [{ head: showAtom(instance(rule.head, assignment)), needs, lacks }]
  })
}

function assignments(names: readonly string[], constants: readonly Value[]): readonly Assignment[] {
  const [first, ...others] = names
  if (first === undefined) return [new Map()]
  return assignments(others, constants).flatMap((rest) => constants.map((value) => new Map([...rest, [first, value]])))
}

function at(term: Term, assignment: Assignment): Value | undefined {
  return 'constant' in term ? term.constant : assignment.get(term.variable)
}

function instance(atom: Atom, assignment: Assignment): Atom {
  const args = atom.args.map((term): Term => {
    const value = at(term, assignment)
    return value === undefined ? term : { constant: value }
  })
  return { ...atom, args }
}

/** All ways to fill what is still free. */
function anyInstance(atom: Atom, constants: readonly Value[]): readonly Atom[] {
  const free = atom.args.findIndex((term) => 'variable' in term)
  if (free === -1) return [atom]
  return constants.flatMap((constant) => anyInstance({ ...atom, args: atom.args.with(free, { constant }) }, constants))
}
