/** Fitting: whether a fact can stand for an atom of a plan under what is bound already, and what it binds. */
import type { Test } from '../law/clause.ts'
import type { Fact, Facts } from '../store/facts.ts'
import { NO_TERM, type Term } from '../store/terms.ts'
import type { OpenArg } from './plan.ts'

/** Compares and binds the open arguments of a fact. What a later match binds anew needs no undoing: a plan knows what is bound when. */
export type Fits = (open: readonly OpenArg[], fact: Fact, binding: Int32Array) => boolean

/** Fits `facts`. */
export function createFitting(facts: Facts): Fits {
  return (open, fact, binding) => {
    for (const { at, arity, arg, isKnown } of open) {
      const term = facts.argOf(fact, at, arity)
      if (!isKnown) binding[-arg - 1] = term
      else if (termOf(arg, binding) !== term) return false
    }
    return true
  }
}

/** What an argument is under a binding. */
export function termOf(arg: number | undefined, binding: Int32Array): Term {
  if (arg === undefined) return NO_TERM
  return arg > 0 ? arg : binding[-arg - 1]!
}

/** Whether all tests pass. */
export function passAll(tests: readonly Test[], binding: Int32Array): boolean {
  for (const test of tests) if (!test.passes(binding)) return false
  return true
}
