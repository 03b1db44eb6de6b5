/** Lively: what is left of groups when smaller conflicts inside them are taken for what they are; only minimal ones remain. */
import type { Group, Nogood } from './breach.ts'
import { indexBy } from './joined.ts'
import { isWithin, type Environment } from '../proof/environment.ts'
import type { Fact } from '../store/facts.ts'

/** Choices looked at for one group before the rest of it is taken as lively: too much then, never too little. */
const LOOKS_MAX = 2_000

/**
 * Members that cannot stay anyway crowd nobody; a group that its guards rule out, or a smaller guard covers, is none; and a member whose
 * every crowd holds a smaller conflict is in none of its own.
 */
export function livelyGroups(groups: readonly Group[], nogoods: readonly Nogood[]): Group[] {
  if (groups.length === 0) return []
  const hard = nogoods.filter(({ price }) => price === null).map(({ leaves }) => leaves)
  const byLeaf = indexBy(hard, (leaves) => leaves)
  const isDead = (leaf: Fact, guards: Environment): boolean =>
    byLeaf.get(leaf)?.some((leaves) => isWithin(leaves, [...guards, leaf])) === true
  const lively = groups.flatMap((group): Group[] => {
    if (group.guards.some((leaf) => isDead(leaf, group.guards))) return []
    const members = group.members.filter((leaf) => !isDead(leaf, group.guards))
    return members.length > group.group.n ? [{ ...group, members }] : []
  })
  const uncovered = lively.filter((group) => !lively.some((other) => other !== group && isCovered(group, other)))
  const groupsByLeaf = indexBy(uncovered, ({ members }) => members)
  return uncovered.flatMap((group) => crowding(group, conflictsInside(group, byLeaf, groupsByLeaf)))
}

/** Whether `other` forbids at least as much with fewer guards, or with the same by a smaller law key. */
function isCovered(group: Group, other: Group): boolean {
  if (other.group.n > group.group.n || other.members.length < group.members.length) return false
  if (!isWithin(other.guards, group.guards) || !isWithin(group.members, other.members)) return false
  if (
    other.guards.length < group.guards.length ||
    other.group.n < group.group.n ||
    other.members.length > group.members.length
  )
    return true
  return other.law < group.law
}

/** More than `n` of `members` cannot stay while all of `rest` does. */
interface Inside {
  readonly members: ReadonlySet<Fact>
  readonly n: number
  /** How many leaves of a crowd it takes at least. */
  readonly size: number
}

/** Conflicts among fewer leaves than a crowd of `group` has, its guards included. */
function conflictsInside(
  group: Group,
  byLeaf: ReadonlyMap<Fact, readonly Environment[]>,
  groupsByLeaf: ReadonlyMap<Fact, readonly Group[]>,
): Inside[] {
  const all = new Set([...group.members, ...group.guards])
  const free = (leaves: Iterable<Fact>): ReadonlySet<Fact> =>
    new Set([...leaves].filter((leaf) => !group.guards.includes(leaf)))
  const nogoods = new Set([...all].flatMap((leaf) => byLeaf.get(leaf) ?? []))
  const others = new Set([...all].flatMap((leaf) => groupsByLeaf.get(leaf) ?? []))
  const inside: Inside[] = []
  for (const leaves of nogoods) {
    if (!leaves.every((leaf) => all.has(leaf))) continue
    const members = free(leaves)
    inside.push({ members, n: members.size - 1, size: leaves.length })
  }
  for (const other of others) {
    if (other === group || !other.guards.every((leaf) => all.has(leaf) && group.guards.includes(leaf))) continue
    const stay = other.members.filter((leaf) => group.guards.includes(leaf)).length
    const members = new Set(other.members.filter((leaf) => group.members.includes(leaf)))
    if (members.size + stay > other.group.n)
      inside.push({ members, n: other.group.n - stay, size: other.group.n + 1 + other.guards.length })
  }
  return inside.filter(({ size }) => size < group.group.n + 1 + group.guards.length)
}

/** The group with the members that are in a crowd without a smaller conflict; nothing when there is no such crowd. */
function crowding(group: Group, inside: readonly Inside[]): Group[] {
  if (inside.length === 0) return [group]
  const size = group.group.n + 1
  let looks = 0
  const extend = (held: readonly Fact[], from: number): boolean => {
    if (++looks > LOOKS_MAX) return true
    if (inside.some(({ members, n }) => held.filter((leaf) => members.has(leaf)).length > n)) return false
    if (held.length === size) return true
    for (let at = from; at < group.members.length; at++) {
      const next = group.members[at]!
      if (next !== held[0] && extend([...held, next], at + 1)) return true
    }
    return false
  }
  const members = group.members.filter((leaf) => extend([leaf], 0))
  return members.length === 0 ? [] : [{ ...group, members }]
}
