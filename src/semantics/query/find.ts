/** Find: every way in which a question's conditions hold together, by the values that are asked for. */
import type { Statement } from '../../frames/statement.ts'
import type { Value } from '../../frames/value.ts'
import type { Reading } from '../judgement.ts'
import type { Knowledge } from '../knowledge.ts'
import { holds } from '../rules/compare.ts'
import type { Atom, Term as RuleTerm } from '../rules/rule.ts'
import type { Truth } from '../rules/wellfounded.ts'
import { NO_FACT, type Fact } from '../store/facts.ts'
import { NO_TERM, type Term } from '../store/terms.ts'
import { certaintyOf, statusesOf } from '../views.ts'
import type { Match, Matcher } from './match.ts'
import type { Question } from './question.ts'

/** One way in which the question holds. */
export interface Way {
  readonly facts: readonly Fact[]
  /** Conclusions about slots of rules with `not`. */
  readonly views: readonly Statement[]
  /** Of the conclusions and the `not` in it: `undefined` is open, `unknown` over a budget. */
  readonly truth: Exclude<Truth, 'false'>
}

/** All ways to one answer. */
export interface Found {
  /** In the order of the question's variables. */
  readonly values: readonly Term[]
  readonly ways: Way[]
}

/** What is found. */
export interface Findings {
  readonly found: ReadonlyMap<string, Found>
  /** false: there were too many facts to look at, and nothing is given. */
  readonly isWhole: boolean
  /** false: a predicate is over its budget, so that answers may be missing. */
  readonly isKnown: boolean
}

/** Facts that may still be looked at; below 0: they are spent. */
interface Budget {
  left: number
}

/** What a search is made with. */
export interface Search {
  readonly knowledge: Knowledge
  readonly matcher: Matcher
  /** Facts looked at, at most. */
  readonly steps: number
  readonly reading: Reading
}

/** Every way of every answer; a function of what holds, whatever the order in which it came. */
export function findWays({ variables, conditions }: Question, search: Search): Findings {
  const { knowledge, matcher } = search
  const { terms } = knowledge
  const binding = new Map<string, Term>()
  const found = new Map<string, Found>()
  const isKnown = conditions.every((condition) => condition.k !== 'find' || !matcher.isUnknown(condition.atom))
  const budget: Budget = { left: search.steps }
  const termOf = (term: RuleTerm): Term =>
    'constant' in term ? terms.of(term.constant) : (binding.get(term.variable) ?? NO_TERM)
  const valueOf = (term: RuleTerm): Value => terms.valueOf(termOf(term))
  const absent = (atom: Atom): Truth => truthOfAbsence(atom, atom.args.map(termOf), search, budget)

  const keep = (way: Way): void => {
    const values = variables.map((name) => binding.get(name)!)
    const key = values.join()
    const held = found.get(key)
    if (held === undefined) found.set(key, { values, ways: [way] })
    else held.ways.push(way)
  }
  /** Goes on with each match; false when the steps are spent. */
  const meet = (at: number, atom: Atom, way: Way): boolean => {
    for (const match of matcher.matches(atom, atom.args.map(termOf))) {
      if (--budget.left < 0) return false
      const fresh = bind(atom, match, binding)
      const goesOn = fresh === undefined || visit(at + 1, extended(way, atom, match, knowledge))
      for (const name of fresh ?? []) binding.delete(name)
      if (!goesOn) return false
    }
    return true
  }
  const visit = (at: number, way: Way): boolean => {
    const condition = conditions[at]
    if (condition === undefined) {
      keep(way)
      return true
    }
    if (condition.k === 'find') return meet(at, condition.atom, way)
    if (condition.k === 'compare') {
      const { op, left: a, right: b } = condition.compare
      return !holds(op, valueOf(a), valueOf(b)) || visit(at + 1, way)
    }
    const truth = absent(condition.atom)
    if (budget.left < 0) return false
    return truth === 'false' || visit(at + 1, { ...way, truth: weaker(way.truth, truth) })
  }
  const isWhole = visit(0, { facts: [], views: [], truth: 'true' })
  return { found: isWhole ? found : new Map<string, Found>(), isWhole, isKnown }
}

/** Binds the free variables of `atom`; the names bound, or undefined where one variable would be two things. */
function bind({ args }: Atom, match: Match, binding: Map<string, Term>): readonly string[] | undefined {
  const fresh: string[] = []
  for (const [at, term] of args.entries()) {
    if (!('variable' in term)) continue
    const held = binding.get(term.variable)
    if (held === match.args[at]) continue
    if (held !== undefined) {
      for (const name of fresh) binding.delete(name)
      return undefined
    }
    binding.set(term.variable, match.args[at]!)
    fresh.push(term.variable)
  }
  return fresh
}

function extended(way: Way, atom: Atom, { fact, certain, args }: Match, { terms, admitted }: Knowledge): Way {
  const truth = certain ? way.truth : weaker(way.truth, 'undefined')
  if (fact !== NO_FACT) return { ...way, facts: way.facts.includes(fact) ? way.facts : [...way.facts, fact], truth }
  const [frame, value] = args.map(terms.valueOf)
  const isSlot = args.length === 2 && admitted.slots.has(atom.pred) && typeof frame === 'object' && 'ref' in frame
  if (!isSlot || value === undefined) return { ...way, truth }
  return { ...way, views: [...way.views, { frame: frame.ref, slot: atom.pred, value, not: atom.negative }], truth }
}

/** `not atom`: true when nothing that it may mean stands, open where that is open. Stopping early would make steps depend on the order. */
function truthOfAbsence(atom: Atom, bound: readonly Term[], { matcher, knowledge, reading }: Search, budget: Budget): Truth {
  let truth: Truth = matcher.isUnknown(atom) ? 'unknown' : 'true'
  for (const { fact, certain } of matcher.matches(atom, bound)) {
    if (--budget.left < 0) break
    const stands = fact === NO_FACT ? (certain ? 'certain' : 'open') : certaintyOf(statusesOf(fact, knowledge, reading))
    if (stands === 'certain') truth = 'false'
    else if (stands === 'open' && truth !== 'false') truth = weaker(truth, 'undefined')
  }
  return truth
}

/** The less sure of two. */
function weaker(a: Way['truth'], b: Way['truth']): Way['truth'] {
  return a === 'unknown' || b === 'unknown' ? 'unknown' : a === 'undefined' || b === 'undefined' ? 'undefined' : 'true'
}
