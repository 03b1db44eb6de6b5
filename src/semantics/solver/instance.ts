/** Instance: a repair problem in canonical form, as a covering problem: of each constraint's elements at least `need` must go. */
import { assert } from '../../base/assert.ts'
import { joinPairs } from './cliques.ts'
import { compositeCosts, type Costs } from './costs.ts'
import type { Problem } from './problem.ts'

/**
 * An element is what a repair may choose: first the members in the order of their keys, then one payment for each soft nogood, in the
 * order of the constraints. Element numbers, unlike the member indices of a problem, are a function of its content.
 */
export interface Instance {
  readonly elements: number
  /** Element -> index in `Problem.members`; payments are not in it. */
  readonly memberOf: readonly number[]
  readonly constraints: readonly Constraint[]
  /** What dropping everything would give to all constraints together: bounds sum up as many costs. */
  readonly entries: number
  readonly costs: Costs
}

/** At least `need` of `elements` must go, or one of `guards`; ascending, distinct from each other; no guards where `need` is 1. */
export interface Constraint {
  readonly elements: readonly number[]
  readonly guards: readonly number[]
  readonly need: number
}

interface Draft {
  readonly members: readonly number[]
  readonly guards: readonly number[]
  readonly need: number
  readonly price: bigint | null
}

/** Brings `problem` into canonical form. Empty constraints and those that cannot be broken are left out; equal soft nogoods become one. */
export function instanceOf(problem: Problem): Instance {
  const { memberOf, elementOf } = orderOf(problem)
  const drafts = uniteDrafts(joinCliques(uniteDrafts(draftsOf(problem, elementOf))))
  const constraints: Constraint[] = []
  const prices: bigint[] = []
  for (const { members, guards, need, price } of drafts) {
    if (price === null) constraints.push({ elements: members, guards, need })
    else constraints.push({ elements: [...members, memberOf.length + prices.push(price) - 1], guards, need })
  }
  const members = memberOf.map((index) => problem.members[index]!)
  const entries = constraints.reduce((sum, { elements, guards, need }) => sum + elements.length + guards.length * need, 0)
  const costs = compositeCosts({ id: problem.id, members, prices, entries })
  return { elements: memberOf.length + prices.length, memberOf, constraints, entries, costs }
}

/** Negative, zero or positive: the order of two lists of numbers, element by element, a prefix first. */
export function compareLists(a: readonly number[], b: readonly number[]): number {
  const length = Math.min(a.length, b.length)
  for (let at = 0; at < length; at++) {
    const difference = a[at]! - b[at]!
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function orderOf(problem: Problem): { memberOf: number[]; elementOf: number[] } {
  const { members } = problem
  const memberOf = members.map((_, index) => index)
  memberOf.sort((a, b) => (members[a]!.key < members[b]!.key ? -1 : 1))
  const elementOf = members.map(() => 0)
  memberOf.forEach((index, element) => {
    assert(members[index]!.weight >= 0n, 'a weight is not negative')
    assert(element === 0 || members[memberOf[element - 1]!]!.key !== members[index]!.key, 'each member has its own key')
    elementOf[index] = element
  })
  return { memberOf, elementOf }
}

function draftsOf(problem: Problem, elementOf: readonly number[]): Draft[] {
  const place = (members: readonly number[]): number[] => {
    assert(members.every((index) => elementOf[index] !== undefined), 'a constraint names members of the problem')
    return [...new Set(members.map((index) => elementOf[index]!))].sort((a, b) => a - b)
  }
  const drafts: Draft[] = []
  for (const { members, price } of problem.nogoods) {
    const elements = place(members)
    assert(price === null || price >= 0n, 'a price is not negative')
    if (elements.length > 0 && price !== 0n) drafts.push({ members: elements, guards: [], need: 1, price })
  }
  for (const { n, members, guards } of problem.groups) {
    const draft = groupDraft(Math.max(0, n), place(members), place(guards))
    if (draft.need > 0 && draft.members.length > 0) drafts.push(draft)
  }
  return drafts
}

/** A guard that is a member too is one of the `n` while the rest matters; when guards alone are too many, one of them goes. */
function groupDraft(n: number, members: readonly number[], guards: readonly number[]): Draft {
  const held = new Set(guards)
  const others = members.filter((element) => !held.has(element))
  const left = n - (members.length - others.length)
  if (left < 0) return { members: guards, guards: [], need: 1, price: null }
  const need = others.length - left
  if (need !== 1) return { members: others, guards, need, price: null }
  return { members: [...others, ...guards].sort((a, b) => a - b), guards: [], need, price: null }
}

function joinCliques(drafts: readonly Draft[]): Draft[] {
  const isPair = ({ members, need, price }: Draft): boolean => members.length === 2 && need === 1 && price === null
  const pairs = drafts.filter(isPair)
  const { cliques, single } = joinPairs(pairs.map(({ members }) => [members[0]!, members[1]!]))
  if (cliques.length === 0) return [...drafts]
  const joined = cliques.map((members): Draft => ({ members, guards: [], need: members.length - 1, price: null }))
  return [...drafts.filter((draft) => !isPair(draft)), ...single.map((place) => pairs[place]!), ...joined]
}

/** Of drafts over the same members and guards the strictest hard one stays; without a hard one prices add up, being paid together. */
function uniteDrafts(drafts: Draft[]): Draft[] {
  const compare = (a: Draft, b: Draft): number => compareLists(a.members, b.members) || compareLists(a.guards, b.guards)
  drafts.sort(compare)
  const united: Draft[] = []
  for (const draft of drafts) {
    const last = united.at(-1)
    if (last === undefined || compare(last, draft) !== 0) united.push(draft)
    else united[united.length - 1] = uniteTwo(last, draft)
  }
  return united
}

function uniteTwo(a: Draft, b: Draft): Draft {
  if (a.price !== null && b.price !== null) return { ...a, price: a.price + b.price }
  const needOf = ({ price, need }: Draft): number => (price === null ? need : 0)
  return { ...a, need: Math.max(needOf(a), needOf(b)), price: null }
}
