/** Answers: what repair problems were found to come to, by their content: what comes back after a merge costs nothing. */
import { sha256Hex } from '../../base/hash.ts'
import type { Steps } from '../../frames/facet.ts'
import type { Kept, Problem } from '../solver/problem.ts'

/** What is known of a repair problem; members by their place in it. */
export interface Answer {
  readonly ways: readonly { readonly out: readonly number[]; readonly cost: bigint }[]
  readonly more: boolean
  readonly margin: bigint | null
  readonly exact: boolean
  readonly kept: readonly Kept[]
  /** With everything that was learned on the way. */
  readonly problem?: Problem
}

/** Answers found before. Nothing local is in them, so that several engines of one process may share a memory. */
export interface Answers {
  get(key: string): Answer | undefined
  set(key: string, answer: Answer): void
}

/** Answers kept; past that all are forgotten, which costs only time. */
export const ANSWERS_MAX = 20_000

/** A memory of answers, empty. */
export function createAnswers(): Answers {
  const known = new Map<string, Answer>()
  return {
    get: (key) => known.get(key),
    set(key, answer) {
      if (known.size >= ANSWERS_MAX) known.clear()
      known.set(key, answer)
    },
  }
}

/** The key of a problem: all that its answer depends on. Ties go by the members' keys, which differ between stretches of one component. */
export function keyOfProblem({ id, members, nogoods, groups }: Problem, { perComponent, forks }: Steps): string {
  const shape = {
    id,
    steps: [perComponent, forks],
    members: members.map(({ key, weight }) => [key, String(weight)]),
    nogoods: nogoods.map(({ members: of, price, unless = [] }) => [of, String(price), unless]),
    groups,
  }
  return sha256Hex(JSON.stringify(shape))
}
