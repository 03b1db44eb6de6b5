/** Join: runs a plan over the facts that hold, and hands out every match. */
import { NO_TERM, type Term } from '../store/terms.ts'
import { EDGE, HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Edges } from './edges.ts'
import type { Pattern, Test } from '../law/clause.ts'
import type { Plan, Step } from './plan.ts'

/**
 * A match: what the variables are bound to and which fact stands for each body atom. Both arrays are used again for the next match,
 * and there is no run inside a run.
 */
export type OnMatch = (binding: Int32Array, body: Int32Array) => void

/** Runs plans over facts. */
export interface Join {
  /**
   * Every match of `plan` whose entry is `fact` (NO_FACT: a plan without entry). With `fresh`, atoms before the entry do not take the
   * same fact, so that an instance which holds it twice is handed out once.
   */
  run(plan: Plan, fact: Fact, fresh: boolean, onMatch: OnMatch): void
  /** The arguments of `pattern` under a binding that binds all of them. */
  argsOf(pattern: Pattern, binding: Int32Array): Term[]
}

/** A join over `facts`; atoms that ask for edges are looked for among `edges`. */
export function createJoin(facts: Facts, edges: Edges): Join {
  const trail: number[] = []

  const unify = (pattern: Pattern, fact: Fact, binding: Int32Array): boolean => {
    const { args } = pattern
    for (let at = 0; at < args.length; at++) {
      const arg = args[at]!
      const term = facts.argOf(fact, at, args.length)
      const known = arg > 0 ? arg : binding[-arg - 1]!
      if (known === term) continue
      if (known !== NO_TERM) return false
      binding[-arg - 1] = term
      trail.push(-arg - 1)
    }
    return true
  }
  const undo = (mark: number, binding: Int32Array): void => {
    while (trail.length > mark) binding[trail.pop()!] = NO_TERM
  }
  const argsOf = ({ args }: Pattern, binding: Int32Array): Term[] =>
    args.map((arg) => (arg > 0 ? arg : binding[-arg - 1]!))
  const candidate = (step: Step, binding: Int32Array): Fact => {
    const { pred, args } = step.pattern
    const termOf = (at: number): Term =>
      args[at] === undefined ? NO_TERM : args[at] > 0 ? args[at] : binding[-args[at] - 1]!
    if (step.access === 'exact')
      return args.length > 2 ? findWide(pred, argsOf(step.pattern, binding)) : facts.find(pred, termOf(0), termOf(1))
    const chains = step.pattern.edge === true ? edges : facts
    if (step.access === 'byA') return chains.firstByA(pred, termOf(0))
    return step.access === 'byB' ? chains.firstByB(pred, termOf(1)) : facts.firstOf(pred)
  }
  const findWide = (pred: number, args: readonly Term[]): Fact => facts.ofArgs(pred, args)
  const after = (step: Step, fact: Fact): Fact => {
    if (step.access === 'exact') return NO_FACT
    const chains = step.pattern.edge === true ? edges : facts
    if (step.access === 'byA') return chains.nextByA(fact)
    return step.access === 'byB' ? chains.nextByB(fact) : facts.nextOf(fact)
  }

  return {
    argsOf,
    run(plan, entry, fresh, onMatch) {
      const { steps, binding, body } = plan
      for (const { pattern } of steps) if (facts.firstOf(pattern.pred) === NO_FACT) return
      binding.fill(NO_TERM)
      trail.length = 0
      const visit = (depth: number): void => {
        const step = steps[depth]
        if (step === undefined) return onMatch(binding, body)
        const skipped = fresh && step.at < plan.at ? entry : NO_FACT
        for (let fact = candidate(step, binding); fact !== NO_FACT; fact = after(step, fact)) {
          if (!facts.is(fact, HOLDS) || fact === skipped || (step.pattern.edge && !facts.is(fact, EDGE))) continue
          const mark = trail.length
          if (unify(step.pattern, fact, binding) && passAll(step.tests, binding)) {
            body[step.at] = fact
            visit(depth + 1)
          }
          undo(mark, binding)
        }
      }
      if (plan.entry === null || unify(plan.entry, entry, binding)) {
        if (plan.at >= 0) body[plan.at] = entry
        if (passAll(plan.tests, binding)) visit(0)
      }
    },
  }
}

function passAll(tests: readonly Test[], binding: Int32Array): boolean {
  for (const test of tests) if (!test.passes(binding)) return false
  return true
}
