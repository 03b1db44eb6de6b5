/** Instance: a repair problem in canonical form, as a covering problem: of each constraint's elements at least `need` must go. */
import { assert } from '../../base/assert.ts'
import { compositeCosts, type Costs } from './costs.ts'
import type { Problem } from './problem.ts'
import { draftsOf, type Draft } from './drafts.ts'

/**
 * An element is what a repair may choose: first the members in the order of their keys, then one payment for each soft nogood, in the order
 * of the constraints, then one switch for each member that some nogood wants to stay. Element numbers, unlike the member indices of a
 * problem, are a function of its content.
 */
export interface Instance {
  readonly elements: number
  /** Element -> index in `Problem.members`; payments and switches are not in it. */
  readonly memberOf: readonly number[]
  readonly constraints: readonly Constraint[]
  /** What dropping everything would give to all constraints together: bounds sum up as many costs. */
  readonly entries: number
  readonly costs: Costs
  readonly switches: readonly Switch[]
  /** Weight that every repair pays for switches, and which is no part of its cost. */
  readonly forced: bigint
}

/** A member that some nogood wants to stay, and the element that goes instead of it: exactly one of the two does. */
export interface Switch {
  readonly member: number
  readonly stays: number
}

/** At least `need` of `elements` must go, or one of `guards`; ascending, distinct from each other; no guards where `need` is 1. */
export interface Constraint {
  readonly elements: readonly number[]
  readonly guards: readonly number[]
  readonly need: number
}

/** Brings `problem` into canonical form. Empty constraints and those that cannot be broken are left out; equal soft nogoods become one. */
export function instanceOf(problem: Problem): Instance {
  const { memberOf, elementOf } = orderOf(problem)
  const drafts = draftsOf(problem, elementOf)
  const constraints: Constraint[] = []
  const prices: bigint[] = []
  const switches = switchesOf(drafts, memberOf.length + drafts.filter(({ price }) => price !== null).length)
  for (const { members, guards, need, price, unless } of drafts) {
    const stays = switches.filter(({ member }) => unless.includes(member)).map((held) => held.stays)
    const payment = price === null ? [] : [memberOf.length + prices.push(price) - 1]
    constraints.push({ elements: [...members, ...payment, ...stays], guards, need })
  }
  for (const { member, stays } of switches) constraints.push({ elements: [member, stays], guards: [], need: 1 })
  const weights = memberOf.map((index) => problem.members[index]!)
  // Dearer than all the rest: a switch and its member never both go for less than a repair of which only one does.
  const dear = [...weights.map(({ weight }) => weight), ...prices].reduce((sum, weight) => sum + weight * 2n, 0n) || 1n
  const members = weights.slice()
  for (const { member } of switches) {
    const { key, weight } = members[member]!
    members[member] = { key, weight: weight + dear }
    prices.push(dear)
  }
  const entries = constraints.reduce((sum, { elements, guards, need }) => sum + elements.length + guards.length * need, 0)
  const costs = compositeCosts({ id: problem.id, members, prices, entries })
  const forced = dear * BigInt(switches.length)
  return { elements: memberOf.length + prices.length, memberOf, constraints, entries, costs, switches, forced }
}

function switchesOf(drafts: readonly Draft[], first: number): Switch[] {
  const wanted = [...new Set(drafts.flatMap(({ unless }) => unless))].sort((a, b) => a - b)
  return wanted.map((member, at) => ({ member, stays: first + at }))
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
