/** Foreign: frames of domains that are not held here, met by conditions that ask something of them (R17). */
import type { Knowledge } from './knowledge.ts'
import type { Atom, Rule } from './rules/rule.ts'
import { predKeyOf, type PredKey } from './rules/vocabulary.ts'
import { HOLDS, NO_FACT } from './store/facts.ts'
import type { Pred } from './store/predicates.ts'
import type { Term } from './store/terms.ts'

/** An argument of a condition: a constant's term, or a variable by name. */
type Argument = Term | string

/** A condition: an atom of a clause or of a rule. */
export interface Asking {
  readonly pred: Pred
  readonly args: readonly Argument[]
}

/**
 * The frames not held that `asked` (conditions and the conclusion) would have to be known of, as far as `given` (conditions over facts
 * that hold) leads to them. It looks at one fact at a time: whether the rest of a rule holds is not asked, since that may lie there too.
 */
export function foreignFrames(
  asked: readonly Asking[],
  given: readonly Asking[],
  { facts, terms, isSlot, isHeld }: Knowledge,
): ReadonlySet<string> {
  const found = new Set<string>()
  const meet = (term: Term): void => {
    if (!terms.isFrame(term)) return
    const { ref } = terms.valueOf(term) as { readonly ref: string }
    if (!isHeld(ref)) found.add(ref)
  }
  const subjects = asked.filter(({ pred }) => isSlot(pred)).map(({ args }) => args[0]!)
  for (const subject of new Set(subjects)) {
    if (typeof subject === 'number') meet(subject)
    else {
      for (const { pred, args } of given) {
        const places = args.flatMap((arg, at) => (arg === subject && !(at === 0 && isSlot(pred)) ? [at] : []))
        if (places.length === 0) continue
        for (let fact = facts.firstOf(pred); fact !== NO_FACT; fact = facts.nextOf(fact)) {
          if (!facts.is(fact, HOLDS)) continue
          const termAt = (at: number): Term => facts.argOf(fact, at, args.length)
          if (args.every((arg, at) => typeof arg === 'string' || arg === termAt(at))) for (const at of places) meet(termAt(at))
        }
      }
    }
  }
  return found
}

/** What a rule with `not` asks, and by which of its conditions it is led there. */
export function askingOf({ head, body }: Rule, knowledge: Knowledge): { asked: readonly Asking[]; given: readonly Asking[] } {
  const { predicates, terms } = knowledge
  const asking = ({ pred, args, negative }: Atom): Asking => ({
    pred: predicates.of(pred, args.length, negative),
    args: args.map((term) => ('variable' in term ? term.variable : terms.of(term.constant))),
  })
  const atoms = body.map(({ atom }) => atom)
  return {
    asked: (head === null ? atoms : [...atoms, head]).map(asking),
    given: body.filter(({ not }) => !not).map(({ atom }) => asking(atom)),
  }
}

/** Predicates that rules with `not` would have to know of frames not held: nothing may be concluded from their absence. */
export function asksOfForeign(knowledge: Knowledge): ReadonlySet<PredKey> {
  const unknown = new Set<PredKey>()
  if (!knowledge.isPartial()) return unknown
  for (const { rules } of knowledge.admitted.program.layerB) {
    for (const rule of rules) {
      const { asked, given } = askingOf(rule, knowledge)
      rule.body.forEach(({ atom }, at) => {
        if (foreignFrames([asked[at]!], given, knowledge).size > 0) unknown.add(predKeyOf(atom))
      })
    }
  }
  return unknown
}
