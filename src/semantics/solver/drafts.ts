/** Drafts: the constraints of a problem in canonical form, before payments and switches have their elements. */
import { assert } from '../../base/assert.ts'
import { joinPairs } from './cliques.ts'
import type { Problem } from './problem.ts'

/** At least `need` of `members` must go, or one of `guards`, or `price` is paid, or one of `unless` stays; elements, ascending. */
export interface Draft {
  readonly members: readonly number[]
  readonly guards: readonly number[]
  readonly need: number
  readonly price: bigint | null
  readonly unless: readonly number[]
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

/** The constraints of `problem` over elements: sorted, each once, none that is empty or cannot be broken; equal soft nogoods are one. */
export function draftsOf(problem: Problem, elementOf: readonly number[]): Draft[] {
  return uniteDrafts(joinCliques(uniteDrafts(listedDrafts(problem, elementOf))))
}

function listedDrafts(problem: Problem, elementOf: readonly number[]): Draft[] {
  const place = (members: readonly number[]): number[] => {
    assert(members.every((index) => elementOf[index] !== undefined), 'a constraint names members of the problem')
    return [...new Set(members.map((index) => elementOf[index]!))].sort((a, b) => a - b)
  }
  const drafts: Draft[] = []
  for (const { members, price, unless: stays = [] } of problem.nogoods) {
    const elements = place(members)
    const unless = place(stays)
    assert(price === null || price >= 0n, 'a price is not negative')
    assert(price === null || unless.length === 0, 'what is met while something stays is hard')
    const isEmpty = elements.length === 0 || price === 0n || unless.some((element) => elements.includes(element))
    if (!isEmpty) drafts.push({ members: elements, guards: [], need: 1, price, unless })
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
  if (left < 0) return { members: guards, guards: [], need: 1, price: null, unless: [] }
  const need = others.length - left
  if (need !== 1) return { members: others, guards, need, price: null, unless: [] }
  return { members: [...others, ...guards].sort((a, b) => a - b), guards: [], need, price: null, unless: [] }
}

function joinCliques(drafts: readonly Draft[]): Draft[] {
  const isPair = ({ members, need, price, unless }: Draft): boolean =>
    members.length === 2 && unless.length === 0 && need === 1 && price === null
  const pairs = drafts.filter(isPair)
  const { cliques, single } = joinPairs(pairs.map(({ members }) => [members[0]!, members[1]!]))
  if (cliques.length === 0) return [...drafts]
  const joined = cliques.map((members): Draft => ({ members, guards: [], need: members.length - 1, price: null, unless: [] }))
  return [...drafts.filter((draft) => !isPair(draft)), ...single.map((place) => pairs[place]!), ...joined]
}

/** Of drafts over the same elements the strictest hard one stays; without a hard one prices add up, since they are paid together. */
function uniteDrafts(drafts: Draft[]): Draft[] {
  const compare = (a: Draft, b: Draft): number =>
    compareLists(a.members, b.members) || compareLists(a.guards, b.guards) || compareLists(a.unless, b.unless)
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
