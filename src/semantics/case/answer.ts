/** Answers: what a case asks, answered from its judgement. */
import type { ItemId } from '../../frames/item.ts'
import type { Value } from '../../frames/value.ts'
import { standingsIn } from '../reading.ts'
import { factOf } from '../explain/lookup.ts'
import type { Status } from '../judgement.ts'
import type { Knowledge } from '../knowledge.ts'
import { THING, TYPE } from '../law/build.ts'
import type { Goal } from '../reasoning/goals.ts'
import type { Atom } from '../rules/rule.ts'
import type { Model } from '../rules/wellfounded.ts'
import { HOLDS, NO_FACT, type Fact } from '../store/facts.ts'
import { sortedByHash } from '../verdict/forks.ts'
import { certaintyOf, statusesOf } from '../views.ts'
import type { Ask } from './case.ts'
import { conclusionOn } from './reasoned.ts'
import { writeValue } from './value.ts'

/** The answer to one question, in the shape that the question asks for. */
export type Answer =
  | { readonly values: readonly { readonly value: unknown; readonly status: Status; readonly derived: boolean }[] }
  | { readonly truth: 'true' | 'false' | 'undefined' }
  | { readonly concludes: unknown }
  | { readonly environments: readonly (readonly ItemId[])[]; readonly more: boolean }

/** The judgement that answers are read from. */
export interface AnswerParts {
  readonly knowledge: Knowledge
  readonly views: Model
  readonly goals: readonly Goal[]
}

/** Environments listed in one answer. */
export const ENVIRONMENTS_LISTED_MAX = 64

/** The answer to `ask`. */
export function answer(ask: Ask, { knowledge, views, goals }: AnswerParts): Answer {
  if (ask.k === 'slot') return { values: valuesOf(ask.frame, ask.slot, knowledge, views) }
  if (ask.k === 'atom') return { truth: truthOf(ask.atom, knowledge, views) }
  if (ask.k === 'goal') return { concludes: conclusionOn(ask.goal, goals) }
  return environmentsOf(factOf(ask.statement, knowledge), knowledge)
}

function valuesOf(
  frame: string,
  slot: string,
  knowledge: Knowledge,
  views: Model,
): readonly { value: unknown; status: Status; derived: boolean }[] {
  const { facts, terms, predicates, keys } = knowledge
  const values: { value: unknown; status: Status; derived: boolean }[] = []
  const pred = predicates.of(slot, 2)
  for (let fact = facts.firstByA(pred, terms.find({ ref: frame })); fact !== NO_FACT; fact = facts.nextByA(fact)) {
    for (const { status, derived } of standingsIn(knowledge, fact))
      values.push({ value: writeValue(keys.statementOf(fact).value), status, derived })
  }
  for (const { args, pred: name, negative, certain } of views.conclusions()) {
    const [subject, value] = args
    if (
      name !== slot ||
      negative ||
      args.length !== 2 ||
      typeof subject !== 'object' ||
      !('ref' in subject) ||
      subject.ref !== frame
    )
      continue
    if (
      values.length === 0 ||
      !values.some((held) => JSON.stringify(held.value) === JSON.stringify(writeValue(value!)))
    ) {
      values.push({ value: writeValue(value!), status: certain ? 'clear' : 'undefined', derived: true })
    }
  }
  const distinct = new Map(values.map((entry) => [JSON.stringify(entry), entry]))
  return sortedByHash([...distinct.values()])
}

/** True: it stands, whatever fork is taken. False: it does not. Undefined: a paradox, undecided, or beyond the budget. */
function truthOf(atom: Atom, knowledge: Knowledge, views: Model): 'true' | 'false' | 'undefined' {
  const args = atom.args.map((term): Value | undefined => ('constant' in term ? term.constant : undefined))
  if (atom.pred === TYPE && args[1] === THING && !atom.negative) return 'true'
  if (args.every((value) => value !== undefined)) {
    const truth = views.truthOf(atom)
    if (truth === 'true') return 'true'
    if (truth !== 'false') return 'undefined'
  }
  const certainties = matching(atom, args, knowledge).map((fact) => certaintyOf(statusesOf(fact, knowledge)))
  if (certainties.includes('certain')) return 'true'
  const pred = knowledge.predicates.find(atom.pred, args.length)
  if (pred !== undefined && knowledge.closure.isPartial(atom.negative ? pred + 1 : pred)) return 'undefined'
  return certainties.includes('open') ? 'undefined' : 'false'
}

/** Facts that hold and agree with the constants of an atom. */
function matching(
  { pred: name, negative }: Atom,
  args: readonly (Value | undefined)[],
  knowledge: Knowledge,
): readonly Fact[] {
  const { predicates, facts, terms } = knowledge
  const pred = predicates.find(name, args.length)
  const found: Fact[] = []
  if (pred === undefined) return found
  for (let fact = facts.firstOf(negative ? pred + 1 : pred); fact !== NO_FACT; fact = facts.nextOf(fact)) {
    const fits = args.every(
      (value, at) => value === undefined || terms.find(value) === facts.argOf(fact, at, args.length),
    )
    if (fits && facts.is(fact, HOLDS)) found.push(fact)
  }
  return found
}

/** The minimal sets of claims that suffice, smallest first: each leaf may be said by any of its claims. */
function environmentsOf(fact: Fact, knowledge: Knowledge): Answer {
  if (fact === NO_FACT || !knowledge.facts.is(fact, HOLDS)) return { environments: [], more: false }
  const verdict = knowledge.verdict()
  const { environments, all } = verdict.proofsOf(fact)
  const sets = new Map<string, readonly ItemId[]>()
  let more = !all
  for (const environment of environments) {
    let made: readonly (readonly ItemId[])[] = [[]]
    for (const options of verdict.leaves.claimChoices(environment)) {
      made = made.flatMap((held) => options.map((ids) => [...held, ...ids]))
      if (made.length > ENVIRONMENTS_LISTED_MAX) [made, more] = [made.slice(0, ENVIRONMENTS_LISTED_MAX), true]
    }
    for (const set of made) {
      const sorted = [...new Set(set)].sort()
      sets.set(JSON.stringify(sorted), sorted)
    }
  }
  const sorted = [...sets].sort(([a, x], [b, y]) => x.length - y.length || (a < b ? -1 : 1)).map(([, set]) => set)
  const minimal = sorted.filter(
    (set, at) => !sorted.slice(0, at).some((smaller) => smaller.every((id) => set.includes(id))),
  )
  return {
    environments: minimal.slice(0, ENVIRONMENTS_LISTED_MAX),
    more: more || minimal.length > ENVIRONMENTS_LISTED_MAX,
  }
}
