/** Join: runs a plan over the facts that hold, and hands out every match. */
import { NO_TERM, type Term } from '../store/terms.ts'
import { EDGE, HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Clause, Pattern, Test } from '../law/clause.ts'
import type { Edges } from './edges.ts'
import type { OpenArg, Plan, Step } from './plan.ts'

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
  /**
   * Whether `plan` has a match with the entry `fact` whose other atoms are all `among` these facts, looked for there and not along the
   * chains of all facts; undefined when that is too much. `avoid` as above.
   */
  hasAmong(plan: Plan, fact: Fact, among: readonly Fact[], avoid?: number): boolean | undefined
  /** The arguments of `pattern` under a binding that binds all of them. */
  argsOf(pattern: Pattern, binding: Int32Array): Term[]
}

/** Facts looked at for one match among a few; a step uses few, so a chain is the better way where that is not enough. */
const AMONG_LOOKS_MAX = 10_000

/** A join over `facts`; atoms that ask for edges are looked for among `edges`. */
export function createJoin(facts: Facts, edges: Edges): Join {
  let avoided = 0 // of the present run
  /** Compares and binds the open arguments of `fact`. What a later match binds anew needs no undoing: a plan knows what is bound when. */
  const fits = (open: readonly OpenArg[], fact: Fact, binding: Int32Array): boolean => {
    for (const { at, arity, arg, isKnown } of open) {
      const term = facts.argOf(fact, at, arity)
      if (!isKnown) binding[-arg - 1] = term
      else if (termOf(arg, binding) !== term) return false
    }
    return true
  }
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
  const matches = ({ pattern, open, tests }: Step, fact: Fact, binding: Int32Array): boolean => {
    if (!facts.is(fact, HOLDS) || (avoided !== 0 && facts.is(fact, avoided))) return false
    if (pattern.edge === true && !facts.is(fact, EDGE)) return false
    return fits(open, fact, binding) && passAll(tests, binding)
  }
  /** Whether `fact` is what a chain of this step would lead to: its predicate and the arguments by which it is found. */
  const isOnChain = ({ access, pattern }: Step, fact: Fact, binding: Int32Array): boolean => {
    const { pred, args } = pattern
    if (facts.predOf(fact) !== pred) return false
    const settled = access === 'all' ? [] : access === 'byA' ? [0] : access === 'byB' ? [1] : args.keys()
    for (const at of settled) if (facts.argOf(fact, at, args.length) !== termOf(args[at], binding)) return false
    return true
  }
  /** Matches the atoms from `depth` on among these facts; looks at `left` of them at most. */
  const find = (plan: Plan, depth: number, among: readonly Fact[], left: { looks: number }): boolean => {
    const { steps, binding } = plan
    const step = steps[depth]
    if (step === undefined) return true
    for (const fact of among) {
      left.looks -= 1
      if (left.looks < 0) return false
      if (isOnChain(step, fact, binding) && matches(step, fact, binding) && find(plan, depth + 1, among, left)) return true
    }
    return false
  }
  /** Matches the atoms from `depth` on, until `onMatch` has enough; `skipped` is no candidate for those before the entry. */
  const visit = (plan: Plan, depth: number, skipped: Fact, onMatch: OnMatch): boolean => {
    const { steps, binding, body, clause } = plan
    const step = steps[depth]
    if (step === undefined) return onMatch(binding, body, clause) === true
    const without = step.at < plan.at ? skipped : NO_FACT
    for (let fact = candidate(step, binding); fact !== NO_FACT; fact = after(step, fact)) {
      if (fact === without || !matches(step, fact, binding)) continue
      body[step.at] = fact
      if (visit(plan, depth + 1, skipped, onMatch)) return true
    }
    return false
  }
  return {
    argsOf,
    hasAmong(plan, entry, among, avoid = 0) {
      const { open, tests, binding } = plan
      if (!fits(open, entry, binding) || !passAll(tests, binding)) return false
      avoided = avoid
      const left = { looks: AMONG_LOOKS_MAX }
      const isFound = find(plan, 0, among, left)
      return isFound || left.looks >= 0 ? isFound : undefined
    },
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

function termOf(arg: number | undefined, binding: Int32Array): Term {
  if (arg === undefined) return NO_TERM
  return arg > 0 ? arg : binding[-arg - 1]!
}

function passAll(tests: readonly Test[], binding: Int32Array): boolean {
  for (const test of tests) if (!test.passes(binding)) return false
  return true
}
