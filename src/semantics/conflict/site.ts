/** Site: a place where a law is broken: a denial that fires or a frame with too many values; taken apart into what cannot stay. */
import type { Closure } from '../closure/closure.ts'
import { firingKey, type Crowd, type Firing } from '../closure/firing.ts'
import type { CycleLaw } from '../law/clause.ts'
import type { Order } from '../proof/environment.ts'
import { jointEnvironments, type Labels } from '../proof/labels.ts'
import { HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Part } from '../store/part.ts'
import type { Pred } from '../store/predicates.ts'
import { NO_TERM, type Terms } from '../store/terms.ts'
import type { Group, Latent, Nogood } from './breach.ts'

/** What sites are seen in. */
export interface SiteParts {
  readonly closure: Closure
  readonly facts: Facts
  readonly order: Order
  readonly type: Pred
  readonly terms: Terms
  readonly cycles: readonly CycleLaw[]
}

/** The ways in which a law is broken, or may come to be. */
export interface Broken {
  readonly nogoods: readonly Nogood[]
  readonly groups: readonly Group[]
  readonly latent?: Latent
}

/** One place where one law is broken. */
export interface Site {
  /** Tells it apart from others, here and now: made of local numbers. */
  readonly key: string
  /** What it rests on. */
  readonly tops: readonly Part[]
  /** Every minimal way in which it is broken, by the labels of what it rests on. */
  breaches(labels: Labels): Broken
  /** As it is now; undefined when nothing is broken here any more. */
  again(): Site | undefined
}

/** The site of a denial that fires, as far as `isFiring` knows. */
export function firingSite(firing: Firing, parts: SiteParts, isFiring = parts.closure.isFiring): Site {
  const { clause, body } = firing
  return {
    key: firingKey(firing),
    tops: body,
    breaches(labels) {
      const { key: law, price, by } = clause
      const { environments, all } = jointEnvironments(body, labels, parts.order)
      const nogoods = environments.map((leaves) => ({
        law,
        leaves,
        price,
        by,
        clause,
        values: [],
        complete: all,
        about: leaves,
      }))
      return { nogoods, groups: [] }
    },
    again: () => (isFiring(firing) ? firingSite(firing, parts, isFiring) : undefined),
  }
}

/** The site of a crowd; undefined where the values turn out not to be too many. */
export function crowdSite(crowd: Crowd, parts: SiteParts): Site | undefined {
  if (!parts.closure.isCrowded(crowd)) return undefined
  const described = describe(crowd, parts)
  const { guards, values } = described
  const equalities = parts.closure.equalitiesIn(crowd)
  const isMany = values.length > crowd.group.n
  if (!isMany && equalities.length === 0) return undefined
  return {
    key: `${crowd.group.key}|${crowd.frame}`,
    tops: [...new Set([...guards, ...values.flat(), ...described.all, ...equalities])],
    breaches(labels) {
      const under = (facts: readonly Part[]): readonly Fact[] => [...new Set(facts.flatMap(labels.of).flat())]
      const latent = equalities.length === 0 ? {} : { latent: { equal: under(equalities), values: under(described.all) } }
      if (!isMany) return { nogoods: [], groups: [], ...latent }
      const groups = simpleGroups(described, labels, parts.order)
      return groups === undefined
        ? { nogoods: spelledOut(described, labels, parts.order), groups: [], ...latent }
        : { nogoods: [], groups, ...latent }
    },
    again: () => crowdSite(crowd, parts),
  }
}

interface Described {
  readonly crowd: Crowd
  readonly guards: readonly Fact[]
  /** The facts by which each value counts: that it is one, and perhaps that it is of the type asked for. */
  readonly values: readonly (readonly Fact[])[]
  /** Those that are one thing with another of them too. */
  readonly all: readonly Fact[]
}

function describe(crowd: Crowd, { closure, facts, type, order }: SiteParts): Described {
  const { group, frame } = crowd
  const guards = group.guard === NO_TERM ? [] : [facts.find(type, frame, group.guard)]
  const values = [...closure.valuesOf(crowd, order)]
    .sort(order)
    .map((fact) => (group.of === NO_TERM ? [fact] : [fact, facts.find(type, facts.bOf(fact), group.of)]))
  const all = closure.namesOf(crowd)
  return { crowd, all, guards: guards.filter((fact) => fact !== NO_FACT && facts.is(fact, HOLDS)), values }
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
      about: leaves,
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
