/** Forks: the ways out of a component as statements dropped, best first; over several stretches of time one way is chosen in each. */
import { canonicalText, type Json } from '../../base/canonical.ts'
import { sha256Hex } from '../../base/hash.ts'
import { spanOf, type Stretch } from '../claims/span.ts'
import type { Leaves } from '../conflict/leaves.ts'
import type { Component, Fork, ForkStatement } from '../judgement.ts'
import { NO_FACT, type Fact } from '../store/facts.ts'
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
  const share = createShare(leaves)
  return {
    id: cluster.id,
    conflicts: cluster.conflicts.map(({ conflict }) => conflict.id),
    exact: disputes.every(({ exact }) => exact),
    undecided: disputes.some(({ kept }) => [...kept.values()].includes('some')),
    forks: paths.map((path) => forkFrom(path, disputes, leaves, share)),
    more: more || disputes.some(({ further }) => further),
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

/** Makes each dropped statement once, however many forks of a component drop it: large forks differ in little. */
type Share = (fact: Fact, stretch: Stretch) => ForkStatement

function createShare({ saidBy }: Leaves): Share {
  const made = new Map<Fact, ForkStatement[]>()
  return (fact, stretch) => {
    const window = spanOf(stretch)
    const held = made.get(fact) ?? []
    made.set(fact, held)
    const same = held.find(({ window: [from, until] }) => from === window[0] && until === window[1])
    if (same !== undefined) return same
    const next = { ...saidBy(fact), window }
    held.push(next)
    return next
  }
}

function forkFrom({ ways, cost }: Path, disputes: readonly Dispute[], leaves: Leaves, share: Share): Fork {
  const byFact = new Map<Fact, Stretch[]>()
  ways.forEach(({ out }, at) => {
    const { stretch } = disputes[at]!.run
    for (const leaf of out) {
      const fact = leaves.aboutOf(leaf)
      if (fact === NO_FACT) continue
      const stretches = byFact.get(fact) ?? []
      byFact.set(fact, stretches)
      const last = stretches.at(-1)
      if (last === undefined || last.until < stretch.from) stretches.push(stretch)
      else stretches[stretches.length - 1] = { from: last.from, until: Math.max(last.until, stretch.until) }
    }
  })
  const dropped = [...byFact].flatMap(([fact, stretches]) =>
    stretches.map((stretch) => share(fact, stretch)),
  )
  return { out: sortedByHash(dropped), cost: String(cost) }
}

const hashes = new WeakMap<object, string>()

/** The hash of something reported, by its content; known objects are not hashed again. */
export function hashOf(entry: object): string {
  const held = hashes.get(entry)
  if (held !== undefined) return held
  const hash = sha256Hex(canonicalText(entry as Json))
  hashes.set(entry, hash)
  return hash
}

/** Sorted by the hash of their content, so that neither arrival nor names order what is reported. */
export function sortedByHash<T extends object>(entries: readonly T[]): readonly T[] {
  return entries
    .map((entry) => ({ hash: hashOf(entry), entry }))
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
    .map(({ entry }) => entry)
}
