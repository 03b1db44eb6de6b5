/** Minimal: of several ways to break laws those that hold no smaller one. */
import { indexBy } from './joined.ts'
import { compare, isWithin, type Environment, type Order } from '../proof/environment.ts'
import type { Fact } from '../store/facts.ts'
import type { Group, Nogood } from './breach.ts'

/** Of several that break one law with the same leaves the less complete one, then the one about the first values. */
function unique(nogoods: readonly Nogood[], order: Order): Nogood[] {
  const isFirst = (next: Nogood, held: Nogood): boolean =>
    next.complete === held.complete ? compare(next.values, held.values, order) < 0 : held.complete
  const byKey = new Map<string, Nogood>()
  for (const nogood of nogoods) {
    const key = `${nogood.law}|${nogood.leaves.join()}`
    const held = byKey.get(key)
    if (held === undefined || isFirst(nogood, held)) byKey.set(key, nogood)
  }
  return [...byKey.values()]
}

/** Drops nogoods with a smaller hard one inside, or too many of a group: without one of their leaves there is still a conflict. */
export function minimalNogoods(nogoods: readonly Nogood[], groups: readonly Group[], order: Order): Nogood[] {
  return minimalAmong(unique(nogoods, order), groups)
}

function minimalAmong(nogoods: readonly Nogood[], groups: readonly Group[]): Nogood[] {
  const hard = byRarestLeaf(nogoods.filter(({ price }) => price === null).map(({ leaves }) => leaves))
  const groupsByLeaf = indexBy(groups, ({ members }) => members)
  const containsSmaller = ({ leaves, price }: Nogood): boolean =>
    leaves.some(
      (leaf) =>
        hard
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

/** Each under the leaf that fewest of them hold, so that a leaf which many share is no long list to look through. */
function byRarestLeaf(environments: readonly Environment[]): ReadonlyMap<Fact, readonly Environment[]> {
  const counts = new Map<Fact, number>()
  for (const leaf of environments.flat()) counts.set(leaf, (counts.get(leaf) ?? 0) + 1)
  const map = new Map<Fact, Environment[]>()
  for (const environment of environments) {
    let [rarest] = environment
    if (rarest === undefined) continue
    for (const leaf of environment) if (counts.get(leaf)! < counts.get(rarest)!) rarest = leaf
    const held = map.get(rarest)
    if (held === undefined) map.set(rarest, [environment])
    else held.push(environment)
  }
  return map
}
