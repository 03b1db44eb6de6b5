/** Tally: what a node's judgement comes to, in numbers and in a few examples. */
import type { ConflictView, TracordNode } from '../../node/node.ts'
import type { Standing, Status } from '../../semantics/judgement.ts'

/** One disputed slot with everything said about it. */
export interface Dispute {
  readonly frame: string
  /** The frame's accepted name, or its id. */
  readonly title: string
  readonly slot: string
  /** What the conflict says in its own words. */
  readonly text: string
  readonly undecided: boolean
  readonly sides: readonly {
    readonly value: string
    readonly status: Status
    readonly weight: string
    readonly by: readonly string[]
  }[]
}

/** The whole judgement of one node in numbers. */
export interface Tally {
  readonly frames: number
  readonly claims: number
  readonly statements: number
  readonly conflicts: number
  readonly components: number
  readonly undecided: number
  readonly standings: Readonly<Partial<Record<Status, number>>>
  /** Slot -> conflicts about it. */
  readonly conflictsBySlot: Readonly<Record<string, number>>
  /** The disputes, in the order of their frames. */
  readonly disputes: readonly Dispute[]
}

/** Counts what `node` judges. */
export function tally(node: TracordNode): Tally {
  const { claims, statements } = node.status()
  const conflicts = [...node.conflicts()]
  const components = node.components()
  const frames = node.frames()
  const conflictsBySlot: Record<string, number> = {}
  for (const conflict of conflicts) {
    const { slot } = placeOf(conflict)
    conflictsBySlot[slot] = (conflictsBySlot[slot] ?? 0) + 1
  }
  return {
    frames: frames.length,
    claims,
    statements,
    conflicts: conflicts.length,
    components: components.length,
    undecided: components.filter(({ undecided }) => undecided).length,
    standings: countStandings(node, frames),
    conflictsBySlot,
    disputes: conflicts.map((conflict) => disputeOf(node, conflict)).sort(byPlace),
  }
}

function countStandings(node: TracordNode, frames: readonly string[]): Partial<Record<Status, number>> {
  const counts: Partial<Record<Status, number>> = {}
  const add = (status: Status, count: number): void => {
    if (count > 0) counts[status] = (counts[status] ?? 0) + count
  }
  for (const frame of frames) {
    for (const { status, values, others } of Object.values(node.frame(frame))) {
      add(status, values.length)
      for (const other of others) add(other.status, 1)
    }
  }
  return counts
}

function disputeOf(node: TracordNode, conflict: ConflictView): Dispute {
  const { frame, slot } = placeOf(conflict)
  const whole = node.frame(frame)
  const view = whole[slot]
  const title = textOf(whole['name']?.value ?? frame)
  const accepted =
    view === undefined
      ? []
      : view.values.map((value) => ({ value: textOf(value), status: view.status, weight: view.weight, by: view.by }))
  const others = (view?.others ?? []).map((one: Standing) => ({
    value: textOf(one.value),
    status: one.status,
    weight: one.weight,
    by: one.by,
  }))
  return { frame, title, slot, text: conflict.text, undecided: conflict.undecided, sides: [...accepted, ...others] }
}

/** The slot whose facet is broken, and the frame that breaks it. */
function placeOf({ by, statements }: ConflictView): { readonly frame: string; readonly slot: string } {
  const slot = 'slot' in by ? by.slot : (statements[0]?.slot ?? '')
  return { frame: statements[0]?.frame ?? '', slot }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function byPlace(a: Dispute, b: Dispute): number {
  return a.frame === b.frame ? (a.slot < b.slot ? -1 : 1) : a.frame < b.frame ? -1 : 1
}
