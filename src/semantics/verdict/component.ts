/** Components: conflicts that share leaves, together; each is judged by itself. */
import { sha256Hex } from '../../base/hash.ts'
import { segmentsOf, type Stretch } from '../claims/span.ts'
import { gatherBy } from '../conflict/joined.ts'
import type { Leaves } from '../conflict/leaves.ts'
import type { Found } from '../conflict/report.ts'
import type { Fact } from '../store/facts.ts'
import type { Keys } from '../store/keys.ts'

/** Connected conflicts. */
export interface Cluster {
  /** Hash of its leaves and conflicts. */
  readonly id: string
  readonly conflicts: readonly Found[]
  /** By global key. */
  readonly leaves: readonly Fact[]
}

/** Conflicts in connected clusters, sorted by id. Conflicts without leaves belong to none. */
export function clustersOf(conflicts: readonly Found[], keys: Keys): readonly Cluster[] {
  const about = conflicts.filter((found) => found.leaves.length > 0)
  return gatherBy(about, (found) => found.leaves)
    .map((members) => clusterOf(members, keys))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}

function clusterOf(conflicts: readonly Found[], keys: Keys): Cluster {
  const leaves = [...new Set(conflicts.flatMap((found) => found.leaves))].sort((a, b) =>
    keys.of(a) < keys.of(b) ? -1 : 1,
  )
  const id = sha256Hex(JSON.stringify([leaves.map(keys.of), conflicts.map(({ conflict }) => conflict.id)]))
  return { id, conflicts, leaves }
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
