/** Program: the clauses of a law, ready to run: which plans a new fact starts, and which look for the proofs of a fact. */
import type { Clause, GroupLaw } from '../law/clause.ts'
import type { Facts } from '../store/facts.ts'
import type { Pred } from '../store/predicates.ts'
import { planFromBody, planFromHead, type Plan } from './plan.ts'

/** Clauses with their plans. */
export interface RunnableClauses {
  /** Plans that begin with a fact of this predicate. */
  triggers(pred: Pred): readonly Plan[]
  /** Plans that look for proofs of a fact of this predicate. */
  proofs(pred: Pred): readonly Plan[]
  /** Clauses without a body: they hold by law. */
  readonly givens: readonly Clause[]
  /** Groups over values of this slot. */
  groupsOf(pred: Pred): readonly GroupLaw[]
  readonly groups: readonly GroupLaw[]
}

/** Plans every clause, and tells `facts` which chains the plans need; call it before there are facts. */
export function prepareClauses(clauses: readonly Clause[], groups: readonly GroupLaw[], facts: Facts): RunnableClauses {
  const [triggers, proofs, groupsBy]: [Plan[][], Plan[][], GroupLaw[][]] = [[], [], []]
  const note = <T>(lists: T[][], pred: Pred, entry: T): void => void (lists[pred] ??= []).push(entry)
  for (const clause of clauses) {
    const plans = clause.body.map((_, at) => planFromBody(clause, at))
    plans.forEach((plan, at) => note(triggers, clause.body[at]!.pred, plan))
    const back = planFromHead(clause)
    if (clause.head !== null) note(proofs, clause.head.pred, back)
    for (const { steps } of [...plans, back])
      for (const { access, pattern } of steps) {
        if (access === 'byA') facts.indexA(pattern.pred)
        if (access === 'byB') facts.indexB(pattern.pred)
      }
  }
  for (const group of groups) {
    note(groupsBy, group.pred, group)
    facts.indexA(group.pred)
    if (group.of !== 0) facts.indexB(group.pred)
  }
  return {
    triggers: (pred) => triggers[pred] ?? [],
    proofs: (pred) => proofs[pred] ?? [],
    givens: clauses.filter(({ head, body }) => head !== null && body.length === 0),
    groupsOf: (pred) => groupsBy[pred] ?? [],
    groups,
  }
}
