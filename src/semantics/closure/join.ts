/** Join: runs a plan over the facts that hold, and hands out every match. */
import type { Term } from '../store/terms.ts'
import { EDGE, HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Clause, Pattern } from '../law/clause.ts'
import type { Edges } from './edges.ts'
import { createFitting, passAll, termOf } from './fitting.ts'
import type { Plan, Step } from './plan.ts'

/**
 * A match: what the variables are bound to, which fact stands for each body atom, and the clause that matches. Both arrays are used
 * again for the next match, and there is no run inside a run. True: no further match is needed.
 */
export type OnMatch = (binding: Int32Array, body: Int32Array, clause: Clause) => boolean | void

/** Runs plans over facts. */
export interface Join {
  /**
   * Every match of `plan` whose entry is `fact` (NO_FACT: a plan without entry). With `fresh`, atoms before the entry do not take the
   * same fact, so that an instance which holds it twice is handed out once. Facts with the mark `avoid` match nothing.
   */
  run(plan: Plan, fact: Fact, fresh: boolean, onMatch: OnMatch, avoid?: number): void
  /** The arguments of `pattern` under a binding that binds all of them. */
  argsOf(pattern: Pattern, binding: Int32Array): Term[]
}

/** A join over `facts`; atoms that ask for edges are looked for among `edges`. */
export function createJoin(facts: Facts, edges: Edges): Join {
  let avoided = 0 // of the present run
  const fits = createFitting(facts)
  const argsOf = ({ args }: Pattern, binding: Int32Array): Term[] => args.map((arg) => termOf(arg, binding))
  const candidate = ({ access, pattern }: Step, binding: Int32Array): Fact => {
    const { pred, args } = pattern
    if (access === 'all') return facts.firstOf(pred)
    const chains = pattern.edge === true ? edges : facts
    if (access === 'byA') return chains.firstByA(pred, termOf(args[0], binding))
    if (access === 'byB') return chains.firstByB(pred, termOf(args[1], binding))
    if (args.length > 2) return facts.ofArgs(pred, argsOf(pattern, binding))
    return facts.find(pred, termOf(args[0], binding), termOf(args[1], binding))
  }
  const after = ({ access, pattern }: Step, fact: Fact): Fact => {
    if (access === 'exact') return NO_FACT
    const chains = pattern.edge === true ? edges : facts
    if (access === 'byA') return chains.nextByA(fact)
    return access === 'byB' ? chains.nextByB(fact) : facts.nextOf(fact)
  }
  /** Matches the atoms from `depth` on, until `onMatch` has enough; `skipped` is no candidate for those before the entry. */
  const visit = (plan: Plan, depth: number, skipped: Fact, onMatch: OnMatch): boolean => {
    const { steps, binding, body, clause } = plan
    const step = steps[depth]
    if (step === undefined) return onMatch(binding, body, clause) === true
    const without = step.at < plan.at ? skipped : NO_FACT
    for (let fact = candidate(step, binding); fact !== NO_FACT; fact = after(step, fact)) {
      if (fact === without || !facts.is(fact, HOLDS) || (avoided !== 0 && facts.is(fact, avoided))) continue
      if (step.pattern.edge === true && !facts.is(fact, EDGE)) continue
      if (!fits(step.open, fact, binding) || !passAll(step.tests, binding)) continue
      body[step.at] = fact
      if (visit(plan, depth + 1, skipped, onMatch)) return true
    }
    return false
  }
  return {
    argsOf,
    run(plan, entry, fresh, onMatch, avoid = 0) {
      const { open, tests, binding, body, preds } = plan
      if (!fits(open, entry, binding) || !passAll(tests, binding)) return
      for (const pred of preds) if (facts.firstOf(pred) === NO_FACT) return
      if (plan.at >= 0) body[plan.at] = entry
      avoided = avoid
      visit(plan, 0, fresh ? entry : NO_FACT, onMatch)
    },
  }
}
