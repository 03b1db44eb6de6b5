/** Rare: situations in which two rare things come together, as only the end of a run shows. */
import type { Hash } from '../base/hash.ts'
import type { NodeView, Removal, Signed } from './outcome.ts'
import type { Scenario } from './scenario.ts'
import type { Sometimes } from './sometimes.ts'

/** What is looked at, by the eyes of one node. */
export interface RareParts {
  readonly scenario: Scenario
  readonly node: NodeView
  readonly removals: readonly Removal[]
  readonly signed: ReadonlyMap<Hash, Signed>
  readonly hostile: ReadonlySet<string>
}

/** Counts those that came up. */
export function noteRare({ scenario, node, removals, signed, hostile }: RareParts, { reach }: Sometimes): void {
  const { events } = scenario.faults
  const isDuring = (atMs: number): boolean =>
    events.some((event) => event.type === 'partition' && atMs >= event.atMs && atMs < event.atMs + event.lastMs)
  if (removals.some(({ atMs }) => isDuring(atMs))) reach('member removed during a partition')
  if (scenario.workload.realm !== undefined && node.equivocators.size > 0) reach('equivocation proven in a closed realm')
  const archive = node.told()
  const stalls = scenario.faults.hostile.some(({ tricks }) => tricks.includes('stall'))
  for (const id of archive.sessions()) {
    const { handovers = [], conclusions = [] } = archive.session(id) ?? {}
    const takings = handovers.filter(({ by, item }) => item.to === by)
    const isApart = takings.some((taking) => !hostile.has(taking.by) && isDuring(signed.get(entryOf(taking.id))?.atMs ?? -1))
    if (isApart) reach('session taken over during a partition')
    const wasHad = stalls && takings.some(({ by }) => hostile.has(by))
    if (wasHad && conclusions.some(({ by }) => !hostile.has(by))) reach('session finished though a member that stalls had it')
  }
}

const entryOf = (id: string): Hash => id.slice(0, id.indexOf('#')) as Hash
