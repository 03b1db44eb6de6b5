/** Plans: in which order and through which chain a clause's atoms are joined, once some of its variables are bound. */
import type { Arg, Clause, Pattern, Test } from '../law/clause.ts'
import type { Pred } from '../store/predicates.ts'

/** How the candidates of an atom are found: all arguments known, the first known, the second known, or neither. */
export type Access = 'exact' | 'byA' | 'byB' | 'all'

/** An argument that finding a candidate does not settle: compared where it is known, else bound. */
export interface OpenArg {
  /** Place of the argument, and how many the atom has. */
  readonly at: number
  readonly arity: number
  readonly arg: Arg
  readonly isKnown: boolean
}

/** One atom of a plan and how its candidates are found. */
export interface Step {
  readonly pattern: Pattern
  /** Place of the atom in the clause's body. */
  readonly at: number
  readonly access: Access
  readonly open: readonly OpenArg[]
  /** Tests whose last variable this atom binds. */
  readonly tests: readonly Test[]
}

/** A way to find the matches of a clause. */
export interface Plan {
  readonly clause: Clause
  /** The atom that is matched first: a body atom, or the head when a proof is looked for; null: none. */
  readonly entry: Pattern | null
  /** Place of the entry in the body; -1 for none or the head. */
  readonly at: number
  readonly open: readonly OpenArg[]
  /** Tests that the entry's variables suffice for. */
  readonly tests: readonly Test[]
  readonly steps: readonly Step[]
  /** Predicates without a fact of which there is no match. */
  readonly preds: readonly Pred[]
  /** Where a run keeps what its variables are bound to, and which fact stands for each body atom. */
  readonly binding: Int32Array
  readonly body: Int32Array
}

/** The plan that begins with body atom `at`. */
export function planFromBody(clause: Clause, at: number): Plan {
  return planFrom(clause, clause.body[at]!, at)
}

/** The plan that begins with nothing: for a clause that is new to facts that hold already. */
export function planFromNothing(clause: Clause): Plan {
  return planFrom(clause, null, -1)
}

/** The plan that begins with the head. */
export function planFromHead(clause: Clause): Plan {
  return planFrom(clause, clause.head, -1)
}

function planFrom(clause: Clause, entry: Pattern | null, entryAt: number): Plan {
  const bound = new Set<number>()
  const waiting = new Set(clause.tests)
  const ready = (): Test[] => {
    const tests = [...waiting].filter(({ variables }) => variables.every((at) => bound.has(at)))
    for (const test of tests) waiting.delete(test)
    return tests
  }
  const open = entry === null ? [] : openArgs(entry, 'all', bound)
  const tests = ready()
  const left = clause.body.map((pattern, at) => ({ pattern, at })).filter(({ at }) => at !== entryAt)
  const steps: Step[] = []
  while (left.length > 0) {
    const best = left.reduce((held, next) => (rank(next.pattern, bound) < rank(held.pattern, bound) ? next : held))
    left.splice(left.indexOf(best), 1)
    const access = accessTo(best.pattern, bound)
    steps.push({ ...best, access, open: openArgs(best.pattern, access, bound), tests: ready() })
  }
  const [binding, body] = [new Int32Array(clause.variables), new Int32Array(clause.body.length)]
  const preds = [...new Set(steps.map(({ pattern }) => pattern.pred))]
  return { clause, entry, at: entryAt, open, tests, steps, preds, binding, body }
}

/** What is open in an atom that was found by `access`; it is bound from then on. */
function openArgs({ args }: Pattern, access: Access, bound: Set<number>): OpenArg[] {
  const open: OpenArg[] = []
  for (const [at, arg] of args.entries()) {
    const isKnown = isBound(arg, bound)
    if (!isKnown) bound.add(-arg - 1)
    const isSettled = access === 'exact' || (access === 'byA' && at === 0) || (access === 'byB' && at === 1)
    if (!isSettled) open.push({ at, arity: args.length, arg, isKnown })
  }
  return open
}

const isBound = (arg: Arg | undefined, bound: ReadonlySet<number>): boolean =>
  arg !== undefined && (arg > 0 || bound.has(-arg - 1))

function accessTo({ args }: Pattern, bound: ReadonlySet<number>): Access {
  if (args.every((arg) => isBound(arg, bound))) return 'exact'
  if (isBound(args[0], bound)) return 'byA'
  return args.length === 2 && isBound(args[1], bound) ? 'byB' : 'all'
}

const RANKS: Readonly<Record<Access, number>> = { exact: 0, byA: 1, byB: 2, all: 4 }

const EDGE_RANK = (RANKS.exact + RANKS.byA) / 2

/**
 * The narrower first; edges before all that follows from them. A constant in second place, like a type's name, narrows less than a
 * variable that is bound already.
 */
function rank(pattern: Pattern, bound: ReadonlySet<number>): number {
  const access = accessTo(pattern, bound)
  if (pattern.edge === true && access !== 'all') return access === 'exact' ? RANKS.exact : EDGE_RANK
  return access === 'byB' && pattern.args[1]! > 0 ? 3 : RANKS[access]
}
