/**
 * Knots: ways to break laws that share leaves, together. Which of them are minimal, what they are called and how they are judged
 * depends on nothing outside, so a knot that nothing touched stays as it was found.
 */
import { NO_FACT, type Fact } from '../store/facts.ts'
import type { Blur, Breach, Group, Latent, Nogood } from './breach.ts'
import type { Bundle } from './bundles.ts'
import { gatherBy, indexBy } from './joined.ts'
import type { Order } from '../proof/environment.ts'
import { livelyGroups } from './lively.ts'
import { minimalLatents, minimalNogoods } from './minimal.ts'

/** What is broken among some leaves. */
export interface Knot {
  /** Everything found, minimal or not. */
  readonly breaches: readonly Breach[]
  readonly nogoods: readonly Nogood[]
  readonly groups: readonly Group[]
  /** What comes back in some forks. */
  readonly latents: readonly Latent[]
}

/** The knots of a state. */
export interface Knots {
  /** Follows what bundles went and came; knots with a leaf in `touched` are made anew too. */
  update(
    bundles: { readonly gone: readonly Bundle[]; readonly made: readonly Bundle[] },
    touched: Iterable<Fact>,
  ): { readonly gone: readonly Knot[]; readonly made: readonly Knot[] }
}

/** Knots, none yet. */
export function createKnots(order: Order): Knots {
  const byLeaf = new Map<Fact, Knot>()
  const byBreach = new Map<Breach, Knot>()

  const remove = ({ breaches }: Knot): void => {
    for (const breach of breaches) {
      byBreach.delete(breach)
      for (const leaf of leavesOf(breach)) byLeaf.delete(leaf)
    }
  }
  const keep = (knot: Knot): void => {
    for (const breach of knot.breaches) {
      byBreach.set(breach, knot)
      for (const leaf of leavesOf(breach)) byLeaf.set(leaf, knot)
    }
  }
  return {
    update(bundles, touched) {
      const gone = new Set<Knot>()
      const drop = (knot: Knot | undefined): void => void (knot === undefined || gone.add(knot))
      const lost = new Set(bundles.gone.flatMap(breachesOf))
      const fresh = bundles.made.flatMap(breachesOf)
      for (const breach of lost) drop(byBreach.get(breach))
      for (const breach of fresh) for (const leaf of leavesOf(breach)) drop(byLeaf.get(leaf))
      for (const leaf of touched) drop(byLeaf.get(leaf))
      const kept = [...gone].flatMap(({ breaches }) => breaches.filter((breach) => !lost.has(breach)))
      for (const knot of gone) remove(knot)
      const made = gatherBy([...kept, ...fresh], leavesOf).map((breaches) => knotOf(breaches, order))
      made.forEach(keep)
      return { gone: [...gone], made }
    },
  }
}

function breachesOf({ nogoods, groups, latents, blurs }: Bundle): readonly Breach[] {
  return [...nogoods, ...groups, ...latents, ...blurs]
}

const NO_LEAF: readonly Fact[] = [NO_FACT]

/** What a breach is about; those about nothing are together, for the same can be found twice. */
function leavesOf(breach: Breach): readonly Fact[] {
  const leaves = aboutOf(breach)
  return leaves.length === 0 ? NO_LEAF : leaves
}

function aboutOf(breach: Breach): readonly Fact[] {
  if ('about' in breach) return breach.about
  return 'equal' in breach ? [...breach.equal, ...breach.values] : [...breach.guards, ...breach.members]
}

function knotOf(breaches: readonly Breach[], order: Order): Knot {
  const all = breaches.filter((breach): breach is Group => 'members' in breach)
  const groups = [...new Map(all.map((group) => [groupKey(group), group])).values()]
  const latents = breaches.filter((breach): breach is Latent => 'unless' in breach)
  const listed = breaches.filter((breach): breach is Nogood => 'about' in breach && !('unless' in breach))
  const nogoods = minimalNogoods(listed, groups, order)
  const blurs = breaches.filter((breach): breach is Blur => 'equal' in breach)
  return {
    breaches,
    ...blurred(nogoods, livelyGroups(groups, nogoods), blurs),
    latents: minimalLatents(latents, nogoods, groups, order),
  }
}

/** What is broken, said to be not all of it where it touches a leaf that makes things one in more ways than can be looked at. */
function blurred(
  nogoods: readonly Nogood[],
  groups: readonly Group[],
  blurs: readonly Blur[],
): { readonly nogoods: readonly Nogood[]; readonly groups: readonly Group[] } {
  if (blurs.length === 0) return { nogoods, groups }
  const equal = indexBy(blurs, (blur) => blur.equal)
  const openIn = (leaves: readonly Fact[]): readonly Fact[] =>
    leaves.flatMap((leaf) => equal.get(leaf) ?? []).flatMap((blur) => [...blur.equal, ...blur.values])
  return {
    nogoods: nogoods.map((nogood) => {
      const open = openIn(nogood.leaves)
      return open.length === 0
        ? nogood
        : { ...nogood, complete: false, about: [...new Set([...nogood.about, ...open])] }
    }),
    groups: groups.map((group) => {
      const open = openIn([...group.guards, ...group.members])
      return open.length === 0 ? group : { ...group, open }
    }),
  }
}

const groupKey = ({ law, members, guards }: Group): string => `${law}|${members.join()}|${guards.join()}`
