/** Asking: whether repairs stand, of somebody who may know of further nogoods; what is learned is kept. */
import { compareLists } from './drafts.ts'
import type { Member, Nogood, Problem, Repair, Solved } from './problem.ts'
import { budgetOf, type Budget } from './search.ts'
import { openWithin, solvedFrom, type Opened } from './solve.ts'

/** Members that cannot all stay; with `unless`: as long as none of those stays. */
export type Broken = readonly number[] | { readonly members: readonly number[]; readonly unless: readonly number[] }

/**
 * What cannot all stay and does when `out` (member indices, by key) is dropped: hard nogoods without a member of `out`, and with all of
 * their `unless` in it; none: nothing is broken. It must be a function of the set `out`, and what it names once must hold whatever is
 * dropped.
 */
export type More = (out: readonly number[]) => readonly Broken[]

/** A problem that grows by asking, and what may still be spent on it. */
export interface Asking {
  readonly budget: Budget
  /** The problem with all that was learned; another object once something was. */
  problem(): Problem
  /** Whether nothing is broken after dropping `out`; false also when the budget is used up. */
  stands(out: readonly number[]): boolean
  /** A repair that stands, of which `out` is a part: drops the lightest member of whatever is still broken. */
  mend(out: readonly number[]): Repair
}

/** What one question costs of the budget. */
const NODES_A_QUESTION = 1

/** Nothing was asked yet. */
export function startAsking(first: Problem, more: More, nodes: number): Asking {
  const budget = budgetOf(nodes)
  const known = new Set<string>()
  const rank = ranksOf(first.members)
  const inOrder = (members: Iterable<number>): number[] => [...new Set(members)].sort((a, b) => rank[a]! - rank[b]!)
  let problem = first
  /** Asks what is broken after dropping `out`, and whether any of it is new. */
  const learn = (out: readonly number[]): boolean => {
    const learned: Nogood[] = []
    for (const broken of more(out)) {
      const { members, unless } = 'unless' in broken ? broken : { members: broken, unless: [] }
      const nogood = { members: inOrder(members), price: null, unless: inOrder(unless) }
      const key = `${nogood.members.join()}|${nogood.unless.join()}`
      if (nogood.members.length === 0 || known.has(key)) continue
      known.add(key)
      learned.push(nogood)
    }
    if (learned.length > 0) problem = { ...problem, nogoods: [...problem.nogoods, ...learned] }
    return learned.length > 0
  }
  return {
    budget,
    problem: () => problem,
    stands(out) {
      if (budget.used + NODES_A_QUESTION > budget.nodes) budget.over = true
      else budget.used += NODES_A_QUESTION
      return !budget.over && !learn(out)
    },
    mend(out) {
      const gone = new Set(out)
      for (;;) {
        learn(inOrder(gone))
        const broken = problem.nogoods.filter((nogood) => nogood.price === null && isBroken(nogood, gone))
        if (broken.length === 0) return { out: inOrder(gone), cost: costOfOut(problem, gone) }
        const ranked = broken.map(({ members }) => ({ members, ranks: inOrder(members).map((member) => rank[member]!) }))
        ranked.sort((a, b) => compareLists(a.ranks, b.ranks))
        for (const { members } of ranked) {
          if (!members.some((member) => gone.has(member))) gone.add(lightestOf(inOrder(members), first.members))
        }
      }
    },
  }
}

function isBroken({ members, unless = [] }: Nogood, gone: ReadonlySet<number>): boolean {
  return members.length > 0 && !members.some((member) => gone.has(member)) && unless.every((member) => gone.has(member))
}

/** The place of each member in the order of keys. */
function ranksOf(members: readonly Member[]): number[] {
  const order = members.map((_, at) => at).sort((a, b) => (members[a]!.key < members[b]!.key ? -1 : 1))
  const ranks = members.map(() => 0)
  order.forEach((member, place) => (ranks[member] = place))
  return ranks
}

/** The first of the lightest: `among` is by key. */
function lightestOf(among: readonly number[], members: readonly Member[]): number {
  return among.reduce((least, member) => (members[member]!.weight < members[least]!.weight ? member : least))
}

function costOfOut({ members, nogoods }: Problem, gone: ReadonlySet<number>): bigint {
  let cost = 0n
  for (const member of gone) cost += members[member]!.weight
  for (const nogood of nogoods) if (nogood.price !== null && !nogood.members.some((member) => gone.has(member))) cost += nogood.price
  return cost
}

/** The problem opened with a best repair that stands; without `opened` the budget ran out first, and `solved` is no more than a repair. */
export function openLazily(asking: Asking): { readonly opened?: Opened; readonly solved: Solved } {
  const { budget } = asking
  for (;;) {
    budget.over = false
    const opened = openWithin(asking.problem(), budget)
    const solved = solvedFrom(opened)
    if (opened.outcome.exact && asking.stands(solved.best.out)) return { opened, solved }
    if (budget.over) return { solved: { ...solved, exact: false, best: asking.mend(solved.best.out) } }
  }
}
