/** Match: the facts, and the conclusions of rules with `not`, that an atom of a question may mean; what is bound is looked up. */
import type { Knowledge } from '../knowledge.ts'
import { framesIn } from '../reading.ts'
import type { Atom } from '../rules/rule.ts'
import type { Model } from '../rules/wellfounded.ts'
import { predKey, predKeyOf, type PredKey } from '../rules/vocabulary.ts'
import { HOLDS, NO_FACT, type Fact } from '../store/facts.ts'
import type { Pred } from '../store/predicates.ts'
import { NO_TERM, type Term } from '../store/terms.ts'
import { THING, TYPE } from '../law/build.ts'

/** One thing that an atom may mean. */
export interface Match {
  readonly args: readonly Term[]
  /** The fact, where it is one of layer A; what rules with `not` conclude is none. */
  readonly fact: Fact
  /** Of a conclusion of rules with `not`: false where it is a paradox or rests on what is open. */
  readonly certain: boolean
}

/** Looks up what atoms may mean. */
export interface Matcher {
  /** What agrees with the bound arguments (NO_TERM: any), in no meaningful order. */
  matches(atom: Atom, bound: readonly Term[]): Iterable<Match>
  /** Whether not everything is known of what the atom asks. */
  isUnknown(atom: Atom): boolean
}

/** A matcher over what holds now; `views` is asked for only where the question reads one. */
export function createMatcher(knowledge: Knowledge, views: () => Model): Matcher {
  const { facts, terms, predicates, closure } = knowledge
  const concluded = conclusionsOf(knowledge)
  const indexes = new Map<Pred, Map<number, Map<Term, Fact[]>>>()

  /** Facts by argument `at`, made when first asked for: only first arguments have chains that are always there. */
  const indexOf = (pred: Pred, at: number, arity: number): Map<Term, Fact[]> => {
    const byPlace = indexes.get(pred) ?? new Map<number, Map<Term, Fact[]>>()
    indexes.set(pred, byPlace)
    const held = byPlace.get(at)
    if (held !== undefined) return held
    const made = new Map<Term, Fact[]>()
    for (let fact = facts.firstOf(pred); fact !== NO_FACT; fact = facts.nextOf(fact)) {
      const term = facts.argOf(fact, at, arity)
      const list = made.get(term)
      if (list === undefined) made.set(term, [fact])
      else list.push(fact)
    }
    byPlace.set(at, made)
    return made
  }
  function* candidates(pred: Pred, bound: readonly Term[]): Iterable<Fact> {
    const place = bound.findIndex((term) => term !== NO_TERM)
    if (place > 0) return yield* indexOf(pred, place, bound.length).get(bound[place]!) ?? []
    const next = place === 0 ? facts.nextByA : facts.nextOf
    const first = place === 0 ? facts.firstByA(pred, bound[0]!) : facts.firstOf(pred)
    for (let fact = first; fact !== NO_FACT; fact = next(fact)) yield fact
  }
  function* held({ pred: name, negative }: Atom, bound: readonly Term[]): Iterable<Match> {
    const pred = predicates.find(name, bound.length)
    if (pred === undefined) return
    for (const fact of candidates(negative ? pred + 1 : pred, bound)) {
      if (!facts.is(fact, HOLDS)) continue
      const args = bound.map((_, at) => facts.argOf(fact, at, bound.length))
      if (args.every((term, at) => bound[at] === NO_TERM || bound[at] === term)) yield { args, fact, certain: true }
    }
  }
  function* viewed({ pred, negative }: Atom, bound: readonly Term[]): Iterable<Match> {
    const args = bound.map((term) => (term === NO_TERM ? undefined : terms.valueOf(term)))
    for (const { args: values, certain } of views().match(pred, negative, args))
      yield { args: values.map(terms.of), fact: NO_FACT, certain }
  }
  /** That every frame is a Thing goes without saying. */
  function* things([frame, thing]: readonly Term[]): Iterable<Match> {
    const frames = frame === NO_TERM ? framesIn(knowledge).map(terms.ofFrame) : [frame!]
    for (const one of frames) yield { args: [one, thing!], fact: NO_FACT, certain: true }
  }
  return {
    matches(atom, bound) {
      if (atom.pred === TYPE && !atom.negative && bound.length === 2 && bound[1] === terms.of(THING)) return things(bound)
      return concluded.has(predKeyOf(atom)) ? viewed(atom, bound) : held(atom, bound)
    },
    isUnknown({ pred: name, negative, args }) {
      const pred = predicates.find(name, args.length)
      if (pred !== undefined && closure.isPartial(negative ? pred + 1 : pred)) return true
      return concluded.has(predKey(name, args.length, negative)) && views().isUnknown(name, negative, args.length)
    },
  }
}

/** The predicates that rules with `not`, or rules above them, conclude. */
function conclusionsOf({ admitted }: Knowledge): ReadonlySet<PredKey> {
  return new Set(admitted.program.layerB.flatMap(({ preds }) => preds))
}
