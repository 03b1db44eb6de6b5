/** Components: conflicts that share leaves, together; each is judged by itself. */
import { sha256Hex } from '../../base/hash.ts'
import { ALWAYS, covers, segmentsOf, type Stretch } from '../claims/span.ts'
import type { Latent } from '../conflict/breach.ts'
import { gatherBy } from '../conflict/joined.ts'
import type { Leaves } from '../conflict/leaves.ts'
import type { Found } from '../conflict/report.ts'
import type { Fact } from '../store/facts.ts'

/** Connected conflicts. */
export interface Cluster {
  /** Hash of its leaves and conflicts. */
  readonly id: string
  readonly conflicts: readonly Found[]
  /** What may come back in a fork. */
  readonly latents: readonly Latent[]
  /** By global key; those that latents are about too. */
  readonly leaves: readonly Fact[]
}

/** Conflicts in connected clusters, sorted by id. Conflicts without leaves belong to none, nor do latents that no way out may break. */
export function clustersOf(conflicts: readonly Found[], latents: readonly Latent[], leaves: Leaves): readonly Cluster[] {
  const about = conflicts.filter((found) => found.leaves.length > 0)
  const disputed = new Set(about.flatMap((found) => found.leaves))
  const isAlways = (leaf: Fact): boolean => leaves.stretches(leaf).some((stretch) => covers(stretch, ALWAYS))
  const mayGo = (leaf: Fact): boolean => disputed.has(leaf) || !isAlways(leaf)
  const roused = rousedBy(latents, disputed, mayGo)
  const touched = (latent: Latent): readonly Fact[] => [...latent.leaves, ...latent.unless.flat().filter(mayGo)]
  return gatherBy<Found | Latent>([...about, ...roused], (one) => ('unless' in one ? touched(one) : one.leaves))
    .map((members) => clusterOf(members, leaves))
    .filter((cluster) => cluster.conflicts.length > 0)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

/**
 * The latents that some way out may break: a leaf of each of their ways may go, because it is disputed or `mayGo` says so. What they are
 * about is disputed then; it is added to `disputed`.
 */
export function rousedBy(latents: readonly Latent[], disputed: Set<Fact>, mayGo: (leaf: Fact) => boolean): readonly Latent[] {
  const roused = new Set<Latent>()
  for (let before = -1; before < roused.size; ) {
    before = roused.size
    for (const latent of latents) {
      if (roused.has(latent) || !latent.unless.every((way) => way.some(mayGo))) continue
      roused.add(latent)
      for (const leaf of latent.leaves) disputed.add(leaf)
    }
  }
  return latents.filter((latent) => roused.has(latent))
}

function clusterOf(members: readonly (Found | Latent)[], { keyOf }: Leaves): Cluster {
  const latents = members.filter((one): one is Latent => 'unless' in one)
  const conflicts = members.filter((one): one is Found => !('unless' in one))
  const all = [...conflicts.flatMap((found) => found.leaves), ...latents.flatMap(({ about }) => about)]
  const leaves = [...new Set(all)].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
  const named = latents.map(({ leaves: own, unless }) => [own.map(keyOf), unless.map((way) => way.map(keyOf))])
  const content = [leaves.map(keyOf), conflicts.map(({ conflict }) => conflict.id), ...(named.length === 0 ? [] : [named])]
  return { id: sha256Hex(JSON.stringify(content)), conflicts, latents, leaves }
}

/** A stretch of time in which the same leaves are said with the same weight. */
export interface Run {
  readonly stretch: Stretch
  /** A part of the stretch that no claim's window cuts: claims cover it wholly or not at all. */
  readonly sample: Stretch
}

/** The stretches in which `leaves` do not change, in order; equal neighbours are one. */
export function runsOf(among: readonly Fact[], leaves: Leaves): readonly Run[] {
  const runs: Run[] = []
  let before = ''
  for (const segment of segmentsOf(among.flatMap(leaves.windows))) {
    const state = among.map((leaf) => (leaves.isActive(leaf, segment) ? leaves.weight(leaf, segment) : '')).join()
    const last = runs.at(-1)
    if (last !== undefined && state === before)
      runs[runs.length - 1] = { stretch: { from: last.stretch.from, until: segment.until }, sample: last.sample }
    else runs.push({ stretch: segment, sample: segment })
    before = state
  }
  return runs
}
