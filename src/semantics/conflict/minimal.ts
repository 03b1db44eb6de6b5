/** Minimal: of several ways to break laws those that hold no smaller one. */
import { indexBy } from './joined.ts'
import { compare, isWithin, type Environment, type Order } from '../proof/environment.ts'
import type { Fact } from '../store/facts.ts'
import type { Group, Latent, Nogood } from './breach.ts'

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

/** Drops latents with a hard nogood or too many of a group inside, and those that are broken only when another one is. */
export function minimalLatents(latents: readonly Latent[], nogoods: readonly Nogood[], groups: readonly Group[], order: Order): Latent[] {
  if (latents.length === 0) return []
  const hard = byRarestLeaf(nogoods.filter(({ price }) => price === null).map(({ leaves }) => leaves))
  const groupsByLeaf = indexBy(groups, ({ members }) => members)
  const isBroken = ({ leaves }: Latent): boolean =>
    leaves.some((leaf) => hard.get(leaf)?.some((other) => isWithin(other, leaves)) === true) || crowdsIn(leaves, groupsByLeaf, 0)
  const inOrder = latents.filter((latent) => !isBroken(latent)).sort((a, b) => compareLatents(a, b, order))
  const kept = new Map<Fact, Latent[]>()
  return inOrder.filter((latent) => {
    if (latent.leaves.some((leaf) => kept.get(leaf)?.some((held) => isSaidBy(latent, held)) === true)) return false
    const first = latent.leaves[0]!
    kept.set(first, [...(kept.get(first) ?? []), latent])
    return true
  })
}

/** Whether wherever `latent` is broken `other` is. */
function isSaidBy(latent: Latent, other: Latent): boolean {
  return isWithin(other.leaves, latent.leaves) && other.unless.every((way) => latent.unless.some((own) => isWithin(own, way)))
}

function compareLatents(a: Latent, b: Latent, order: Order): number {
  const ways = Math.min(a.unless.length, b.unless.length)
  let difference = compare(a.leaves, b.leaves, order) || a.unless.length - b.unless.length
  for (let at = 0; at < ways && difference === 0; at++) difference = compare(a.unless[at]!, b.unless[at]!, order)
  return difference || (a.law < b.law ? -1 : a.law > b.law ? 1 : compare(a.values, b.values, order))
}

/** Whether more of a group than may stay are among `leaves`, all its guards too, with at least `spare` leaves to spare. */
function crowdsIn(leaves: readonly Fact[], groupsByLeaf: ReadonlyMap<Fact, readonly Group[]>, spare: number): boolean {
  return leaves
    .flatMap((leaf) => groupsByLeaf.get(leaf) ?? [])
    .some(({ members, guards, group: { n } }) => {
      const inside = members.filter((leaf) => leaves.includes(leaf)).length
      return inside > n && isWithin(guards, leaves) && leaves.length >= n + 1 + guards.length + spare
    })
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
  const containsGroup = ({ leaves, price }: Nogood): boolean => crowdsIn(leaves, groupsByLeaf, price === null ? 1 : 0)
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
