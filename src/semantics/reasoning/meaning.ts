/** Meaning: which conclusions say the same, each following from the other over what is accepted. */
import type { Statement } from '../../frames/statement.ts'
import { factOf } from '../explain/lookup.ts'
import type { Knowledge } from '../knowledge.ts'
import { HOLDS, NO_FACT } from '../store/facts.ts'
import { meaningKey, type Scratch } from './scratch.ts'

/** Conclusions in groups of one meaning. */
export interface Meanings {
  /** Each statement once, by meaning; in no order that matters. */
  readonly groups: readonly (readonly Statement[])[]
  /** Whether the budget let everything be looked at. */
  readonly exact: boolean
}

/** What conclusions are compared over: the ground of `scratch`, but for what `without` names. */
export interface Over {
  readonly scratch: Scratch
  readonly without: ReadonlySet<string>
}

/**
 * Groups `statements` by mutual entailment: p and q mean one thing if q is in the closure of what is accepted with p, and p in that with q.
 * Closures only grow with what they are made from, so this is an equivalence. One closure for each different statement.
 */
export function meaningsOf(statements: readonly Statement[], over: Over): Meanings {
  const byKey = new Map(statements.map((statement) => [meaningKey(statement), statement]))
  const distinct = [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, statement]) => statement)
  if (distinct.length < 2) return { groups: distinct.map((statement) => [statement]), exact: true }
  const entailed = distinct.map((statement) => entailedBy(statement, distinct, over))
  const groups: number[][] = []
  distinct.forEach((_, at) => {
    const group = groups.find(([first]) => entailed[at]!.held.has(first!) && entailed[first!]!.held.has(at))
    if (group === undefined) groups.push([at])
    else group.push(at)
  })
  return {
    groups: groups.map((group) => group.map((at) => distinct[at]!)),
    exact: entailed.every(({ exact }) => exact),
  }
}

interface Entailed {
  /** Places of the statements that follow. */
  readonly held: ReadonlySet<number>
  readonly exact: boolean
}

function entailedBy(statement: Statement, all: readonly Statement[], { scratch, without }: Over): Entailed {
  return scratch.during([{ name: 'conclusion', statement }], (knowledge) => readEntailed(all, knowledge), without)
}

function readEntailed(all: readonly Statement[], knowledge: Knowledge): Entailed {
  const { facts, closure, predicates } = knowledge
  const held = new Set<number>()
  let exact = true
  all.forEach((statement, at) => {
    const fact = factOf(statement, knowledge)
    if (fact !== NO_FACT && facts.is(fact, HOLDS)) held.add(at)
    else if (closure.isPartial(predicates.of(statement.slot, 2, statement.not))) exact = false
  })
  return { held, exact }
}
