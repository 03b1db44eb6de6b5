/** Forks: the ways out of a component as statements dropped, best first; over several stretches of time one way is chosen in each. */
import { canonicalText, type Json } from '../../base/canonical.ts'
import { sha256Hex } from '../../base/hash.ts'
import { statementKey } from '../../frames/statement.ts'
import { spanOf, type Stretch } from '../claims/span.ts'
import type { Leaves } from '../conflict/leaves.ts'
import type { Component, Fork, ForkStatement } from '../judgement.ts'
import type { Cluster } from './component.ts'
import type { Dispute, Way } from './dispute.ts'

/** One way in each stretch. */
interface Path {
  readonly ways: readonly Way[]
  readonly cost: bigint
}

/** The component of a cluster and its disputes, which are in the order of time. */
export function componentFrom(cluster: Cluster, disputes: readonly Dispute[], leaves: Leaves, max: number): Component {
  const { paths, more } = bestPaths(disputes, max)
  return {
    id: cluster.id,
    conflicts: cluster.conflicts.map(({ conflict }) => conflict.id),
    exact: disputes.every(({ exact }) => exact),
    undecided: disputes.some(({ kept }) => [...kept.values()].includes('some')),
    forks: paths.map((path) => forkFrom(path, disputes, leaves)),
    more: more || disputes.some((dispute) => dispute.more),
  }
}

/** The cheapest choices of one way in each dispute, at most `max`. */
function bestPaths(disputes: readonly Dispute[], max: number): { paths: readonly Path[]; more: boolean } {
  let paths: readonly Path[] = [{ ways: [], cost: 0n }]
  let more = false
  for (const { ways } of disputes) {
    const longer = paths.flatMap((path) =>
      ways.map((way) => ({ ways: [...path.ways, way], cost: path.cost + way.cost })),
    )
    if (disputes.length > 1) longer.sort((a, b) => (a.cost < b.cost ? -1 : a.cost > b.cost ? 1 : 0))
    if (longer.length > max) more = true
    paths = longer.slice(0, max)
  }
  return { paths, more }
}

function forkFrom({ ways, cost }: Path, disputes: readonly Dispute[], leaves: Leaves): Fork {
  const byKey = new Map<string, { readonly statement: Omit<ForkStatement, 'window'>; stretches: Stretch[] }>()
  ways.forEach(({ out }, at) => {
    const { stretch } = disputes[at]!.run
    for (const leaf of out) {
      const statement = leaves.statementOf(leaf)
      if (statement === undefined) continue
      const held = byKey.get(statementKey(statement)) ?? { statement, stretches: [] }
      byKey.set(statementKey(statement), held)
      const last = held.stretches.at(-1)
      if (last !== undefined && last.until >= stretch.from)
        held.stretches[held.stretches.length - 1] = { from: last.from, until: Math.max(last.until, stretch.until) }
      else held.stretches.push(stretch)
    }
  })
  const dropped = [...byKey.values()].flatMap(({ statement, stretches }) =>
    stretches.map((stretch) => ({ ...statement, window: spanOf(stretch) })),
  )
  return { out: sortedByHash(dropped), cost: String(cost) }
}

/** Sorted by the hash of their content, so that neither arrival nor names order what is reported. */
export function sortedByHash<T>(entries: readonly T[]): readonly T[] {
  return entries
    .map((entry) => ({ hash: sha256Hex(canonicalText(entry as Json)), entry }))
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
    .map(({ entry }) => entry)
}
