/** Reduce: the rules that shrink a part without losing its best repair: forced elements, implied constraints, dominated elements. */
import type { Costs } from './costs.ts'
import type { Part } from './part.ts'
import { keepSpares } from './spare.ts'
import { counts, force, GONE, imply, isGuarded, keep, OPEN, openIn, spreadFewer, stands, type Work } from './work.ts'

/** Entries looked at for one element or constraint before its check is left undone: a hub in 100,000 constraints must not cost a square. */
const CHECK_ENTRIES_MAX = 512

/** Forces, takes away implied constraints and keeps dominated elements until nothing moves. */
export function reduceForBest(work: Work, costs: Costs): void {
  let moved = true
  while (moved && !work.failed) {
    moved = force(work)
    spreadFewer(work)
    moved = implyConstraints(work) || moved
    moved = keepDominated(work, costs) || moved
  }
}

/** Only what is true of every minimal repair: forces, and takes away implied constraints. */
export function reduceForAll(work: Work): void {
  force(work)
  spreadFewer(work)
  if (!work.failed) implyConstraints(work)
}

/** A nogood that holds all of a smaller one, or more of a group than the group lets stay, is met whenever that one is. */
function implyConstraints(work: Work): boolean {
  if (!mayImply(work)) return false
  const seen = new Int32Array(work.needs.length)
  let moved = false
  for (let constraint = 0; constraint < work.needs.length; constraint++) {
    if (work.stricter[constraint] === 0 || !stands(work, constraint)) continue
    work.stricter[constraint] = 0
    if (isGuarded(work, constraint)) continue
    const touched = sharersOf(work, constraint, seen)
    for (const other of touched) {
      if (stands(work, constraint) && implies(work, constraint, other, seen[other]!)) {
        imply(work, other)
        moved = true
      }
      seen[other] = 0
    }
  }
  return moved
}

/** Nogoods of one size over distinct members imply nothing: the common case, and then the pass is skipped. */
function mayImply(work: Work): boolean {
  let size = 0
  for (let constraint = 0; constraint < work.needs.length; constraint++) {
    if (!stands(work, constraint)) continue
    if (work.needs[constraint]! > 1) return true
    const open = openIn(work, constraint)
    if (size !== 0 && size !== open) return true
    size = open
  }
  return false
}

/** Other standing constraints, with a count in `seen` of the open elements that each shares; of a nogood all must be shared to matter. */
function sharersOf(work: Work, constraint: number, seen: Int32Array): number[] {
  const { starts, flat } = work.part
  const touched: number[] = []
  const from = starts[constraint]!
  const to = starts[constraint + 1]!
  const isNogood = work.needs[constraint] === 1
  let shared = 0
  let entries = 0
  for (let at = from; at < to && entries < CHECK_ENTRIES_MAX; at++) {
    const element = flat[at]!
    if (work.state[element] !== OPEN || !counts(work, constraint, work.part.guards[at]!)) continue
    const { places } = work
    for (
      let place = places.starts[element]!;
      place < places.starts[element + 1]! && entries < CHECK_ENTRIES_MAX;
      place++, entries++
    ) {
      const other = places.flat[place]!
      if (other === constraint || seen[other]! < (isNogood ? shared : 0) || !stands(work, other)) continue
      if (isGuarded(work, other) ? places.guards[place] === 0 : !counts(work, other, places.guards[place]!)) continue
      if (seen[other]!++ === 0) touched.push(other)
    }
    shared++
  }
  return touched
}

/** From `constraint` all but what it needs may stay; the rest of `other` may stay too: is that few enough? A guard alone is enough. */
function implies(work: Work, constraint: number, other: number, shared: number): boolean {
  const open = openIn(work, constraint)
  if (isGuarded(work, other)) return work.needs[constraint] === 1 && shared === open
  const stay = Math.min(shared, open - work.needs[constraint]!) + (openIn(work, other) - shared)
  return stay <= openIn(work, other) - work.needs[other]!
}

/**
 * An element stays when enough elements go before it: each dominator is cheaper (by rank) and in all of its constraints, so the best repair
 * would swap it for one of them; if as many as its constraints need are gone, it has nothing left to do. A guard is worth only guards.
 */
function keepDominated(work: Work, costs: Costs): boolean {
  const { rank } = costs
  const seen = new Int32Array(work.state.length)
  let moved = keepSpares(work, costs)
  for (let element = 0; element < work.state.length; element++) {
    if (work.looser[element] === 0) continue
    work.looser[element] = 0
    if (work.state[element] !== OPEN || !isDominated(work, element, rank, seen)) continue
    keep(work, element)
    moved = true
  }
  return moved
}

function isDominated(work: Work, element: number, rank: Int32Array, seen: Int32Array): boolean {
  const { places, part } = work
  const own = rank[part.ids[element]!]!
  const touched: number[] = []
  let need = 0
  let entries = 0
  let dominators = 0
  let round = 0
  for (let place = places.starts[element]!; place < places.starts[element + 1]!; place++) {
    const constraint = places.flat[place]!
    if (!stands(work, constraint) || !counts(work, constraint, places.guards[place]!)) continue
    const isGuard = isGuarded(work, constraint) && places.guards[place] === 1
    need = Math.max(need, isGuard ? 1 : work.needs[constraint]!)
    entries += part.starts[constraint + 1]! - part.starts[constraint]!
    if (entries > CHECK_ENTRIES_MAX) break
    dominators = 0
    for (let at = part.starts[constraint]!; at < part.starts[constraint + 1]!; at++) {
      const other = part.flat[at]!
      if (seen[other] !== round || work.state[other] !== OPEN || rank[part.ids[other]!]! >= own) continue
      if (isGuard ? part.guards[at] === 0 : !counts(work, constraint, part.guards[at]!)) continue
      seen[other] = round + 1
      touched.push(other)
      dominators++
    }
    round++
    if (dominators === 0) break
  }
  for (const other of touched) seen[other] = 0
  return entries <= CHECK_ENTRIES_MAX && dominators > 0 && dominators >= need
}

/** What is left of `work`, and the instance elements that went. */
export function remainder(work: Work): { readonly gone: readonly number[]; readonly part: Part } {
  const { part } = work
  const local = new Int32Array(part.ids.length)
  const ids = new Int32Array(part.ids.length)
  const gone: number[] = []
  let open = 0
  for (let element = 0; element < local.length; element++) {
    if (work.state[element] === GONE) gone.push(part.ids[element]!)
    if (work.state[element] !== OPEN) continue
    local[element] = open
    ids[open++] = part.ids[element]!
  }
  return { gone, part: { ids: ids.slice(0, open), ...standing(work, local) } }
}

/** The constraints of `work` that still stand, over elements numbered as `local` says. */
function standing(work: Work, local: Int32Array): Omit<Part, 'ids'> {
  const { part } = work
  const starts = new Int32Array(part.needs.length + 1)
  const [flat, guards] = [new Int32Array(part.flat.length), new Uint8Array(part.flat.length)]
  const [needs, duals] = [new Int32Array(part.needs.length), new Float64Array(part.needs.length)]
  let [count, entries] = [0, 0]
  for (let constraint = 0; constraint < work.needs.length; constraint++) {
    if (!stands(work, constraint)) continue
    const isGroup = isGuarded(work, constraint)
    for (let at = part.starts[constraint]!; at < part.starts[constraint + 1]!; at++) {
      const element = part.flat[at]!
      if (work.state[element] !== OPEN || !counts(work, constraint, part.guards[at]!)) continue
      guards[entries] = isGroup ? part.guards[at]! : 0
      flat[entries++] = local[element]!
    }
    needs[count] = work.needs[constraint]!
    duals[count++] = part.duals[constraint]!
    starts[count] = entries
  }
  return {
    starts: starts.slice(0, count + 1),
    flat: flat.slice(0, entries),
    guards: guards.slice(0, entries),
    needs: needs.slice(0, count),
    duals: duals.slice(0, count),
  }
}
