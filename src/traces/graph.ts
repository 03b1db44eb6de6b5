/** Graph: how the steps of a trace rest on one another and on claims; and what is wrong with that. */
import type { ItemId } from '../frames/item.ts'
import type { Step, Trace } from './trace.ts'

/** The steps of a trace in an order in which each comes after what it uses. */
export interface Graph {
  /** What stands on solid ground: no circle below it. Every step's uses come before it; ties go by id. */
  readonly ordered: readonly Step[]
  /** Steps that a circle of uses is under or goes through, sorted by id. */
  readonly circular: readonly Step[]
  /** Ids that more than one step has, sorted. */
  readonly twins: readonly string[]
  /** Ids used that are no step's, sorted: claims, if anything. */
  readonly premises: readonly ItemId[]
}

const graphs = new WeakMap<readonly Step[], Graph>()

/** The graph of a trace; the order in which its steps are listed plays no part. Work is linear in steps and uses, once for a list. */
export function graphOf({ steps }: Pick<Trace, 'steps'>): Graph {
  const held = graphs.get(steps)
  if (held !== undefined) return held
  const made = graphFrom(steps)
  graphs.set(steps, made)
  return made
}

function graphFrom(steps: readonly Step[]): Graph {
  const byId = groupedById(steps)
  const premises = new Set(steps.flatMap(({ uses }) => uses).filter((id) => !byId.has(id)))
  const ordered = orderedIds(byId)
  const placed = new Set(ordered)
  return {
    ordered: ordered.flatMap((id) => byId.get(id) ?? []),
    circular: [...byId.keys()].filter((id) => !placed.has(id)).sort().flatMap((id) => byId.get(id) ?? []),
    twins: [...byId].flatMap(([id, group]) => (group.length > 1 ? [id] : [])).sort(),
    premises: [...premises].sort(),
  }
}

function groupedById(steps: readonly Step[]): ReadonlyMap<string, readonly Step[]> {
  const byId = new Map<string, Step[]>()
  for (const step of steps) {
    const held = byId.get(step.id)
    if (held === undefined) byId.set(step.id, [step])
    else held.push(step)
  }
  return byId
}

/** Layer by layer from the ground up, each layer sorted; what rests on a circle is never reached. */
function orderedIds(byId: ReadonlyMap<string, readonly Step[]>): readonly string[] {
  const users = new Map<string, string[]>()
  const missing = new Map<string, number>()
  for (const [id, group] of byId) {
    const used = new Set(group.flatMap(({ uses }) => uses).filter((other) => byId.has(other)))
    missing.set(id, used.size)
    for (const other of used) {
      const held = users.get(other)
      if (held === undefined) users.set(other, [id])
      else held.push(id)
    }
  }
  const ordered: string[] = []
  let layer = [...byId.keys()].filter((id) => missing.get(id) === 0).sort()
  while (layer.length > 0) {
    ordered.push(...layer)
    const next: string[] = []
    for (const user of layer.flatMap((id) => users.get(id) ?? [])) {
      const left = (missing.get(user) ?? 0) - 1
      missing.set(user, left)
      if (left === 0) next.push(user)
    }
    layer = next.sort()
  }
  return ordered
}
