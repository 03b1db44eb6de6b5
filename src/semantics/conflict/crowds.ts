/** Crowds: the sites of frames with too many values: a group as long as names tell values apart, else choice by choice. */
import type { Crowd } from '../closure/firing.ts'
import { jointEnvironments, type Labels } from '../proof/labels.ts'
import { HOLDS, NO_FACT, type Fact } from '../store/facts.ts'
import { NO_TERM } from '../store/terms.ts'
import type { Group, Latent, Nogood } from './breach.ts'
import { blurFrom, latentsFrom, sameness } from './latent.ts'
import type { Broken, Site, SiteParts } from './site.ts'

/** The site of a crowd; undefined where there are not too many names. */
export function crowdSite(crowd: Crowd, parts: SiteParts): Site | undefined {
  if (!parts.closure.isCrowded(crowd)) return undefined
  const equalities = parts.closure.equalitiesIn(crowd)
  const described = describe(crowd, parts)
  return {
    key: `${crowd.group.key}|${crowd.frame}`,
    tops: [...new Set([...described.guards, ...described.values.flat(), ...equalities])],
    breaches(labels) {
      if (equalities.length > 0) return renamed(described, equalities, labels, parts)
      const groups = simpleGroups(described, labels, parts)
      if (groups !== undefined) return { nogoods: [], groups }
      const { chosen, all } = choices(described.values, crowd.group.n + 1, CHOICES_MAX)
      return { nogoods: chosen.flatMap((choice) => nogoodsOf(choice, all, described, labels, parts)), groups: [] }
    },
    again: () => crowdSite(crowd, parts),
  }
}

interface Described {
  readonly crowd: Crowd
  readonly guards: readonly Fact[]
  /** The facts by which each name counts: that it is a value, and perhaps that it is of the type asked for. */
  readonly values: readonly (readonly Fact[])[]
}

function describe(crowd: Crowd, { closure, facts, type, order }: SiteParts): Described {
  const { group, frame } = crowd
  const guards = group.guard === NO_TERM ? [] : [facts.find(type, frame, group.guard)]
  const values = [...closure.namesOf(crowd)]
    .sort(order)
    .map((fact) => (group.of === NO_TERM ? [fact] : [fact, facts.find(type, facts.bOf(fact), group.of)]))
  return { crowd, guards: guards.filter((fact) => fact !== NO_FACT && facts.is(fact, HOLDS)), values }
}

/** A group whose every value is a leaf of its own stays a group, once for each way its guard is proved; otherwise undefined. */
function simpleGroups({ crowd, guards, values }: Described, labels: Labels, { order }: SiteParts): Group[] | undefined {
  const valueByLeaf = new Map(values.map((facts) => [onlyLeaf(facts, labels, order), facts[0]!]))
  const leaves = [...valueByLeaf.keys()].filter((leaf) => leaf !== undefined).sort(order)
  if (leaves.length < values.length) return undefined
  const { environments } = jointEnvironments(guards, labels, order)
  const { group } = crowd
  const simple = { law: group.key, group, members: leaves, values: valueByLeaf as ReadonlyMap<Fact, Fact> }
  const inside = environments.filter((guard) => guard.some((leaf) => leaves.includes(leaf)))
  if (inside.length === 0) return environments.map((guard) => ({ ...simple, guards: guard }))
  // Values that prove the guard by themselves: if too many values always include such a one, there is nothing to guard.
  const provers = inside.filter(({ length }) => length === 1).length
  return leaves.length - provers <= group.n ? [{ ...simple, guards: [] }] : undefined
}

function onlyLeaf(facts: readonly Fact[], labels: Labels, order: SiteParts['order']): Fact | undefined {
  const { environments, all } = jointEnvironments(facts, labels, order)
  return all && environments.length === 1 && environments[0]!.length === 1 ? environments[0]![0] : undefined
}

/** Choices of too many values that are written out when a group is not simple. */
export const CHOICES_MAX = 2_000

type Choice = readonly (readonly Fact[])[]

/** The ways in which a choice of one value too many is proved, as nogoods. */
function nogoodsOf(choice: Choice, all: boolean, { crowd: { group }, guards }: Described, labels: Labels, { order }: SiteParts): Nogood[] {
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
}

/** Every choice of one value too many where some names are one thing: a choice with two of them comes back when that is given up. */
function renamed(described: Described, equalities: readonly Fact[], labels: Labels, parts: SiteParts): Broken {
  const { chosen, all } = choices(described.values, described.crowd.group.n + 1, CHOICES_MAX)
  const nogoods: Nogood[] = []
  const latents: Latent[] = []
  for (const choice of chosen) {
    const found = nogoodsOf(choice, all, described, labels, parts)
    const same = samenessesIn(choice, parts)
    if (same.length === 0) nogoods.push(...found)
    else latents.push(...latentsFrom(found, same.flatMap(labels.of), parts.order))
  }
  const isWhole = all && [...nogoods, ...latents].every(({ complete }) => complete) && equalities.every(labels.isComplete)
  if (isWhole) return { nogoods, groups: [], latents }
  return { nogoods, groups: [], blur: blurFrom(equalities, described.values.flat(), labels) }
}

/** The facts that make one thing of two of the names. */
function samenessesIn(choice: Choice, parts: SiteParts): readonly Fact[] {
  const names = choice.map(([fact]) => parts.facts.bOf(fact!))
  return names
    .flatMap((one, at) => names.slice(at + 1).map((other) => sameness(one, other, parts)))
    .filter((fact) => fact !== NO_FACT)
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
