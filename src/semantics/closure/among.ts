/** Among: whether a fact is proved from a few given ones, looked for among these and not along the chains of all facts. */
import { EDGE, HOLDS, type Fact, type Facts } from '../store/facts.ts'
import { factIn, partHolds } from '../store/part.ts'
import type { Budget } from './budget.ts'
import { createFitting, passAll, termOf } from './fitting.ts'
import type { Grounds } from './ground.ts'
import type { Plan, Step } from './plan.ts'
import type { RunnableClauses } from './program.ts'
import { avoidedBy } from './prover.ts'

/**
 * Whether one rule instance proves `fact` from `among` alone, which do not hold it; undefined when that takes too many looks, and only all
 * proofs can tell.
 */
export type IsProvedAmong = (fact: Fact, among: readonly Fact[]) => boolean | undefined

/** What is searched. */
export interface AmongParts {
  readonly facts: Facts
  readonly program: RunnableClauses
  readonly grounds: Grounds
  readonly budget: Budget
}

/** Facts looked at for one plan. A step uses few; of many, chains are the better way. */
const LOOKS_MAX = 10_000

/** Searches as the prover does, and finds what it would. */
export function createAmong({ facts, program, grounds, budget }: AmongParts): IsProvedAmong {
  const fits = createFitting(facts)
  const isPassedOver = ({ pattern }: Step, fact: Fact, avoid: number): boolean =>
    !facts.is(fact, HOLDS) || (avoid !== 0 && facts.is(fact, avoid)) || (pattern.edge === true && !facts.is(fact, EDGE))
  /** Whether `fact` is what a chain of this step would lead to: its predicate, and the arguments by which it is found. */
  const isOnChain = ({ access, pattern }: Step, fact: Fact, binding: Int32Array): boolean => {
    const { pred, args } = pattern
    if (facts.predOf(fact) !== pred) return false
    const settled = access === 'all' ? [] : access === 'byA' ? [0] : access === 'byB' ? [1] : args.keys()
    for (const at of settled) if (facts.argOf(fact, at, args.length) !== termOf(args[at], binding)) return false
    return true
  }
  /** Matches the atoms from `depth` on, as long as there are looks left. */
  const find = (plan: Plan, depth: number, among: readonly Fact[], avoid: number, left: { looks: number }): boolean => {
    const step = plan.steps[depth]
    if (step === undefined) return true
    for (const fact of among) {
      left.looks -= 1
      if (left.looks < 0) return false
      if (isPassedOver(step, fact, avoid) || !isOnChain(step, fact, plan.binding)) continue
      if (!fits(step.open, fact, plan.binding) || !passAll(step.tests, plan.binding)) continue
      if (find(plan, depth + 1, among, avoid, left)) return true
    }
    return false
  }
  const isProvedBy = (plan: Plan, fact: Fact, among: readonly Fact[]): boolean | undefined => {
    const avoid = avoidedBy(plan, fact, facts, budget)
    if (avoid === undefined || !fits(plan.open, fact, plan.binding) || !passAll(plan.tests, plan.binding)) return false
    const left = { looks: LOOKS_MAX }
    const isFound = find(plan, 0, among, avoid, left)
    return isFound || left.looks >= 0 ? isFound : undefined
  }
  return (fact, among) => {
    const given = new Set(among)
    for (const { body } of grounds.withHead(fact))
      if (body.every((part) => partHolds(part, facts) && given.has(factIn(part)))) return true
    const outcomes = program.proofs(facts.predOf(fact)).map((plan) => isProvedBy(plan, fact, among))
    return outcomes.includes(true) || (outcomes.includes(undefined) ? undefined : false)
  }
}
