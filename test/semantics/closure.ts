/** A closure by itself, over a law and facts that a test says, with every mark that it sets or takes counted. */
import { DEFAULT_POLICY, type Law } from '../../src/frames/facet.ts'
import type { Value } from '../../src/frames/value.ts'
import { createClosure, type Closure } from '../../src/semantics/closure/closure.ts'
import { CLAIM, SAME_AS, TYPE } from '../../src/semantics/law/build.ts'
import { enforce } from '../../src/semantics/law/force.ts'
import { createFacts, HOLDS, type Fact, type Facts } from '../../src/semantics/store/facts.ts'
import { createPredicates } from '../../src/semantics/store/predicates.ts'
import { createTerms } from '../../src/semantics/store/terms.ts'

/** A closure and what it is told. */
export interface Trial {
  readonly closure: Closure
  readonly facts: Facts
  fact(frame: string, slot: string, value: Value): Fact
  /** Says `slot(frame, value)` for `author`. */
  say(frame: string, slot: string, value: Value, author?: string): void
  unsay(frame: string, slot: string, value: Value): void
  holds(frame: string, slot: string, value: Value): boolean
  /** How often a fact was marked or unmarked since this was last asked. */
  takeMarks(): number
}

/** A trial of `rules` and `slots`, with `perRule` instances a predicate. */
export function tryLaw(parts: Partial<Pick<Law, 'rules' | 'slots'>>, perRule: number = DEFAULT_POLICY.steps.perRule): Trial {
  const law: Law = { types: [], slots: {}, rules: [], policy: DEFAULT_POLICY, ...parts }
  const [terms, predicates] = [createTerms(), createPredicates()]
  const [plain, authors] = [createFacts(terms, predicates), new Map<Fact, Set<string>>()]
  let marks = 0
  const facts: Facts = {
    ...plain,
    mark(fact, mark) {
      marks++
      plain.mark(fact, mark)
    },
    unmark(fact, mark) {
      marks++
      plain.unmark(fact, mark)
    },
  }
  const { compiled, isSlot } = enforce(law, undefined, terms, predicates)
  const [type, sameAs, watched] = [predicates.of(TYPE, 2), predicates.of(SAME_AS, 2), predicates.of(CLAIM, 1)]
  const saidBy = (fact: Fact): readonly string[] => [...(authors.get(fact) ?? [])]
  const voices = { of: saidBy, ofLeaf: saidBy }
  const closure = createClosure({ facts, terms, compiled, perRule, voices, type, sameAs, watched, isSlot })
  const factOf = (frame: string, slot: string, value: Value): Fact =>
    facts.of(predicates.of(slot, 2), terms.ofFrame(frame), terms.of(value))
  return {
    closure,
    facts,
    fact: factOf,
    say(frame, slot, value, author = 'ann') {
      const fact = factOf(frame, slot, value)
      const held = authors.get(fact) ?? new Set()
      authors.set(fact, held.add(author))
      if (held.size === 1) closure.say(fact)
      closure.heed(fact)
    },
    unsay(frame, slot, value) {
      authors.delete(factOf(frame, slot, value))
      closure.unsay(factOf(frame, slot, value))
    },
    holds: (frame, slot, value) => facts.is(factOf(frame, slot, value), HOLDS),
    takeMarks() {
      const taken = marks
      marks = 0
      return taken
    },
  }
}
