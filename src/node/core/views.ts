/** Views: the judgement as a program reads it: frames by slot, conflicts with their ways out. */
import type { Statement } from '../../frames/statement.ts'
import type { Value } from '../../frames/value.ts'
import type { Component, Conflict, Standing, Status } from '../../semantics/judgement.ts'
import type { ConflictView, FrameView, SlotView } from '../node.ts'

/** The slots of one frame, from the standings of its statements. Heaviest first; equal ones in the order judgement gave them. */
export function frameView(standings: readonly Standing[], isProvisional: (statement: Statement) => boolean): FrameView {
  const bySlot = new Map<string, Standing[]>()
  for (const standing of standings) {
    const list = bySlot.get(standing.slot)
    if (list === undefined) bySlot.set(standing.slot, [standing])
    else list.push(standing)
  }
  // No prototype: a slot may be named `constructor`.
  const view: Record<string, SlotView> = Object.create(null) as Record<string, SlotView>
  for (const [slot, list] of bySlot) view[slot] = slotView(list, isProvisional)
  return view
}

function slotView(list: readonly Standing[], isProvisional: (statement: Statement) => boolean): SlotView {
  const ranked = [...list].sort(byRank)
  const accepted = ranked.filter((standing) => isAccepted(standing.status) && !standing.not)
  const [first] = accepted
  const leading = first ?? ranked[0]
  return {
    value: first?.value,
    values: distinct(accepted),
    status: leading?.status ?? 'unknown',
    weight: leading?.weight ?? '0',
    by: leading?.by ?? [],
    provisional: leading !== undefined && isProvisional(leading),
    others: ranked.filter((standing) => standing !== first && !accepted.includes(standing)),
  }
}

const RANKS: readonly Status[] = ['clear', 'consensus', 'undecided', 'unknown', 'incomplete', 'undefined', 'rejected']

/** Whether a statement of this status is part of what the node holds true. */
export function isAccepted(status: Status): boolean {
  return status === 'clear' || status === 'consensus'
}

function byRank(a: Standing, b: Standing): number {
  const rank = RANKS.indexOf(a.status) - RANKS.indexOf(b.status)
  if (rank !== 0) return rank
  const [left, right] = [BigInt(a.weight), BigInt(b.weight)]
  return left === right ? 0 : left > right ? -1 : 1
}

/** Each value once, though it may be accepted in several windows. */
function distinct(standings: readonly Standing[]): readonly Value[] {
  return [...new Map(standings.map(({ value }) => [JSON.stringify(value), value])).values()]
}

/** Conflicts, each with what its component offers. */
export function conflictViews(conflicts: readonly Conflict[], components: readonly Component[]): readonly ConflictView[] {
  const byConflict = new Map(components.flatMap((component) => component.conflicts.map((id) => [id, component] as const)))
  return conflicts.map((conflict) => {
    const component = byConflict.get(conflict.id)
    return {
      ...conflict,
      component: component?.id ?? '',
      forks: component?.forks ?? [],
      undecided: component?.undecided ?? false,
    }
  })
}
