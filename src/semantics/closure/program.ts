/** Program: the clauses of a law, ready to run: which plans a new fact starts, and which look for the proofs of a fact. */
import { isSameClause, type Clause, type GroupLaw } from '../law/clause.ts'
import type { Facts } from '../store/facts.ts'
import type { Pred } from '../store/predicates.ts'
import { planFromBody, planFromHead, planFromNothing, type Plan } from './plan.ts'

/** Clauses with their plans. */
export interface RunnableClauses {
  clauses(): readonly Clause[]
  /** Plans that begin with a fact of this predicate. */
  triggers(pred: Pred): readonly Plan[]
  /** Plans that look for proofs of a fact of this predicate. */
  proofs(pred: Pred): readonly Plan[]
  /** Clauses without a body: they hold by law. */
  givens(): readonly Clause[]
  /** Groups over values of this slot. */
  groupsOf(pred: Pred): readonly GroupLaw[]
  groups(): readonly GroupLaw[]
  /** Runs these clauses and groups instead; those that stay the same are kept as they were. */
  change(clauses: readonly Clause[], groups: readonly GroupLaw[]): Change
}

/** How one law differs from the one before. */
export interface Change {
  readonly gone: readonly Clause[]
  readonly fresh: readonly Clause[]
  readonly goneGroups: readonly GroupLaw[]
  readonly freshGroups: readonly GroupLaw[]
}

/** What a set of clauses and groups is run by. */
interface Plans {
  readonly clauses: ReadonlyMap<string, Clause>
  readonly groups: ReadonlyMap<string, GroupLaw>
  readonly triggers: readonly (readonly Plan[] | undefined)[]
  readonly proofs: readonly (readonly Plan[] | undefined)[]
  readonly groupsBy: readonly (readonly GroupLaw[] | undefined)[]
}

/** A program that runs `clauses` and `groups`; it tells `facts` which chains its plans need. */
export function prepareClauses(clauses: readonly Clause[], groups: readonly GroupLaw[], facts: Facts): RunnableClauses {
  let plans = plansFor(clauses, groups, facts)
  return {
    clauses: () => [...plans.clauses.values()],
    triggers: (pred) => plans.triggers[pred] ?? [],
    proofs: (pred) => plans.proofs[pred] ?? [],
    givens: () => [...plans.clauses.values()].filter(({ head, body }) => head !== null && body.length === 0),
    groupsOf: (pred) => plans.groupsBy[pred] ?? [],
    groups: () => [...plans.groups.values()],
    change(next, nextGroups) {
      const { clauses: before, groups: groupsBefore } = plans
      const held = (clause: Clause): Clause => {
        const same = before.get(clause.key)
        return same !== undefined && isSameClause(same, clause) ? same : clause
      }
      plans = plansFor(
        next.map(held),
        nextGroups.map((group) => groupsBefore.get(group.key) ?? group),
        facts,
      )
      return {
        gone: without(before, plans.clauses),
        fresh: without(plans.clauses, before),
        goneGroups: without(groupsBefore, plans.groups),
        freshGroups: without(plans.groups, groupsBefore),
      }
    },
  }
}

/** What `all` has and `others` has not, or has otherwise. */
function without<T>(all: ReadonlyMap<string, T>, others: ReadonlyMap<string, T>): readonly T[] {
  return [...all].flatMap(([key, entry]) => (others.get(key) === entry ? [] : [entry]))
}

function plansFor(clauses: readonly Clause[], groups: readonly GroupLaw[], facts: Facts): Plans {
  const [triggers, proofs, groupsBy]: [Plan[][], Plan[][], GroupLaw[][]] = [[], [], []]
  const note = <T>(lists: T[][], pred: Pred, entry: T): void => void (lists[pred] ??= []).push(entry)
  for (const clause of clauses) {
    const plans = clause.body.map((_, at) => planFromBody(clause, at))
    plans.forEach((plan, at) => note(triggers, clause.body[at]!.pred, plan))
    const back = planFromHead(clause)
    if (clause.head !== null) note(proofs, clause.head.pred, back)
    for (const { steps } of [...plans, back, planFromNothing(clause)])
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
  return { clauses: byKey(clauses), groups: byKey(groups), triggers, proofs, groupsBy }
}

function byKey<T extends { readonly key: string }>(entries: readonly T[]): ReadonlyMap<string, T> {
  return new Map(entries.map((entry) => [entry.key, entry]))
}
