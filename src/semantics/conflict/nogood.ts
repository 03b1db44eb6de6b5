/** Nogoods: leaves that cannot all stay, and groups of which too many stand, found from what fires; only minimal ones remain. */
import type { Closure } from '../closure/closure.ts'
import type { Crowd, Firing } from '../closure/firing.ts'
import type { Breaches, Group, Nogood } from './breach.ts'
import { livelyGroups } from './lively.ts'
import { coneUnder } from '../proof/cone.ts'
import { isWithin, type Environment, type Order } from '../proof/environment.ts'
import { jointEnvironments, labelsOf, type Labels } from '../proof/labels.ts'
import { HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Pred } from '../store/predicates.ts'
import { NO_TERM } from '../store/terms.ts'

/** What breaches are found in. */
export interface BreachParts {
  readonly closure: Closure
  readonly facts: Facts
  readonly order: Order
  readonly type: Pred
}

/** Everything that is broken in the state that `closure` has settled on. */
export function findBreaches(parts: BreachParts): Breaches {
  const { closure, order } = parts
  const [firings, crowds] = [[...closure.firings()], crowdsIn(parts)]
  const tops = [...firings.flatMap(({ body }) => body), ...crowds.flatMap(factsIn)]
  const labels = labelsFor(new Set(tops), parts)
  const found: Nogood[] = firings.flatMap((firing) => firedNogoods(firing, labels, order))
  const groups: Group[] = []
  for (const crowd of crowds) {
    const simple = simpleGroups(crowd, labels, order)
    if (simple !== undefined) groups.push(...simple)
    else found.push(...spelledOut(crowd, labels, order))
  }
  const distinct = [...new Map(groups.map((group) => [groupKey(group), group])).values()]
  const nogoods = minimalNogoods(unique(found), distinct)
  const open = tops.filter((fact) => !labels.isComplete(fact))
  const wide = open.length === 0 ? [] : coneUnder(open, parts.facts, closure).leaves
  return { nogoods, groups: livelyGroups(distinct, nogoods), wide }
}

const factsIn = ({ guards, values }: Described): readonly Fact[] => [...guards, ...values.flat()]

const groupKey = ({ law, members, guards }: Group): string => `${law}|${members.join()}|${guards.join()}`

function firedNogoods({ clause, body }: Firing, labels: Labels, order: Order): readonly Nogood[] {
  const { key: law, price, by } = clause
  const { environments, all } = jointEnvironments(body, labels, order)
  return environments.map((leaves) => ({ law, leaves, price, by, clause, values: [], complete: all }))
}

/** The labels of everything under `tops`; leaves that nothing concludes need no search. */
export function labelsFor(
  tops: Iterable<Fact>,
  { closure, facts, order }: Pick<BreachParts, 'closure' | 'facts' | 'order'>,
): Labels {
  return labelsOf(coneUnder(tops, facts, closure), order)
}

interface Described {
  readonly crowd: Crowd
  readonly guards: readonly Fact[]
  /** The facts by which each value counts: that it is one, and perhaps that it is of the type asked for. */
  readonly values: readonly (readonly Fact[])[]
}

/** The crowds that really are some, in a global order. */
function crowdsIn(parts: BreachParts): readonly Described[] {
  const crowds = [...parts.closure.crowds()]
    .map((crowd) => describe(crowd, parts))
    .filter(({ crowd, values }) => values.length > crowd.group.n)
  return crowds.sort((a, b) =>
    a.crowd.group.key === b.crowd.group.key
      ? parts.order(a.values[0]![0]!, b.values[0]![0]!)
      : a.crowd.group.key < b.crowd.group.key
        ? -1
        : 1,
  )
}

function describe(crowd: Crowd, { closure, facts, type, order }: BreachParts): Described {
  const { group, frame } = crowd
  const guards = group.guard === NO_TERM ? [] : [facts.find(type, frame, group.guard)]
  const values = [...closure.valuesOf(crowd, order)]
    .sort(order)
    .map((fact) => (group.of === NO_TERM ? [fact] : [fact, facts.find(type, facts.bOf(fact), group.of)]))
  return { crowd, guards: guards.filter((fact) => fact !== NO_FACT && facts.is(fact, HOLDS)), values }
}

/** A group whose every value is a leaf of its own stays a group, once for each way its guard is proved; otherwise undefined. */
function simpleGroups({ crowd, guards, values }: Described, labels: Labels, order: Order): Group[] | undefined {
  const members = values.map((facts) => onlyLeaf(facts, labels, order))
  const leaves = [...new Set(members.filter((leaf) => leaf !== undefined))].sort(order)
  if (leaves.length < members.length) return undefined
  const { environments } = jointEnvironments(guards, labels, order)
  const { group } = crowd
  const inside = environments.filter((guard) => guard.some((leaf) => leaves.includes(leaf)))
  if (inside.length === 0)
    return environments.map((guard) => ({ law: group.key, group, members: leaves, guards: guard }))
  // Values that prove the guard by themselves: if too many values always include such a one, there is nothing to guard.
  const provers = inside.filter(({ length }) => length === 1).length
  return leaves.length - provers <= group.n ? [{ law: group.key, group, members: leaves, guards: [] }] : undefined
}

function onlyLeaf(facts: readonly Fact[], labels: Labels, order: Order): Fact | undefined {
  const { environments, all } = jointEnvironments(facts, labels, order)
  return all && environments.length === 1 && environments[0]!.length === 1 ? environments[0]![0] : undefined
}

/** Choices of too many values that are written out when a group is not simple. */
export const CHOICES_MAX = 2_000

/** Every choice of one value too many as nogoods of its own. */
function spelledOut({ crowd: { group }, guards, values }: Described, labels: Labels, order: Order): Nogood[] {
  const { chosen, all } = choices(values, group.n + 1, CHOICES_MAX)
  return chosen.flatMap((choice) => {
    const joint = jointEnvironments([...guards, ...choice.flat()], labels, order)
    return joint.environments.map((leaves) => ({
      law: group.key,
      leaves,
      price: null,
      by: group.by,
      clause: undefined,
      values: choice.map(([value]) => value!),
      complete: all && joint.all,
    }))
  })
}

/** The ways to choose `size` of `entries`, in order, at most `max`. */
function choices<T>(entries: readonly T[], size: number, max: number): { chosen: T[][]; all: boolean } {
  const chosen: T[][] = []
  let all = true
  const choose = (from: number, held: readonly T[]): void => {
    if (chosen.length >= max) all = false
    else if (held.length === size) chosen.push([...held])
    else
      for (let at = from; at <= entries.length - (size - held.length) && all; at++)
        choose(at + 1, [...held, entries[at]!])
  }
  choose(0, [])
  return { chosen, all }
}

function unique(nogoods: readonly Nogood[]): Nogood[] {
  const byKey = new Map<string, Nogood>()
  for (const nogood of nogoods) {
    const key = `${nogood.law}|${nogood.leaves.join()}`
    const held = byKey.get(key)
    if (held === undefined || (held.complete && !nogood.complete)) byKey.set(key, nogood)
  }
  return [...byKey.values()]
}

/** Drops nogoods with a smaller hard one inside, or too many of a group: without one of their leaves there is still a conflict. */
function minimalNogoods(nogoods: readonly Nogood[], groups: readonly Group[]): Nogood[] {
  const hardByFirst = new Map<Fact, Environment[]>()
  for (const { leaves, price } of nogoods) {
    if (price !== null || leaves[0] === undefined) continue
    const held = hardByFirst.get(leaves[0])
    if (held === undefined) hardByFirst.set(leaves[0], [leaves])
    else held.push(leaves)
  }
  const groupsByLeaf = new Map<Fact, Group[]>()
  for (const group of groups)
    for (const leaf of group.members) groupsByLeaf.set(leaf, [...(groupsByLeaf.get(leaf) ?? []), group])
  const containsSmaller = ({ leaves, price }: Nogood): boolean =>
    leaves.some(
      (leaf) =>
        hardByFirst
          .get(leaf)
          ?.some((other) => isWithin(other, leaves) && (price !== null || other.length < leaves.length)) === true,
    )
  const containsGroup = ({ leaves, price }: Nogood): boolean =>
    leaves
      .flatMap((leaf) => groupsByLeaf.get(leaf) ?? [])
      .some((group) => {
        const inside = group.members.filter((leaf) => leaves.includes(leaf)).length
        return (
          inside > group.group.n &&
          isWithin(group.guards, leaves) &&
          (price !== null || leaves.length > group.group.n + 1 + group.guards.length)
        )
      })
  const special = new Set(
    nogoods.filter(({ by, price }) => !('builtin' in by) && price === null).map(({ leaves }) => leaves.join()),
  )
  const isSaidBetter = ({ leaves, by }: Nogood): boolean => 'builtin' in by && special.has(leaves.join())
  return nogoods.filter((nogood) => !containsSmaller(nogood) && !containsGroup(nogood) && !isSaidBetter(nogood))
}
