/** Reduce: the rules that shrink a part without losing its best repair: forced elements, implied constraints, dominated elements. */
import type { Part } from './part.ts'
import { force, GONE, imply, keep, OPEN, spreadFewer, stands, type Work } from './work.ts'

/** Entries looked at for one element or constraint before its check is left undone: a hub in 100,000 constraints must not cost a square. */
const CHECK_ENTRIES_MAX = 512

/** Forces, takes away implied constraints and keeps dominated elements until nothing moves. `rank` is that of the instance's costs. */
export function reduceForBest(work: Work, rank: Int32Array): void {
  let moved = true
  while (moved && !work.failed) {
    moved = force(work)
    spreadFewer(work)
    moved = implyConstraints(work) || moved
    moved = keepDominated(work, rank) || moved
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
    if (size !== 0 && size !== work.sizes[constraint]) return true
    size = work.sizes[constraint]!
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
    if (work.state[element] !== OPEN) continue
    const { places } = work
    for (
      let place = places.starts[element]!;
      place < places.starts[element + 1]! && entries < CHECK_ENTRIES_MAX;
      place++, entries++
    ) {
      const other = places.flat[place]!
      if (other === constraint || seen[other]! < (isNogood ? shared : 0) || !stands(work, other)) continue
      if (seen[other]!++ === 0) touched.push(other)
    }
    shared++
  }
  return touched
}

/** From `constraint` at most `sizes - needs` of its elements stay; the rest of `other` may stay too: is that few enough? */
function implies(work: Work, constraint: number, other: number, shared: number): boolean {
  const stay = Math.min(shared, work.sizes[constraint]! - work.needs[constraint]!) + (work.sizes[other]! - shared)
  return stay <= work.sizes[other]! - work.needs[other]!
}

/**
 * An element stays when enough elements go before it: each dominator is cheaper (by rank) and in all of its constraints, so the best repair
 * would swap it for one of them; if as many as its constraints need are gone, it has nothing left to do.
 */
function keepDominated(work: Work, rank: Int32Array): boolean {
  const seen = new Int32Array(work.state.length)
  let moved = keepSpares(work, rank)
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
    if (!stands(work, constraint)) continue
    need = Math.max(need, work.needs[constraint]!)
    entries += part.starts[constraint + 1]! - part.starts[constraint]!
    if (entries > CHECK_ENTRIES_MAX) break
    dominators = 0
    for (let at = part.starts[constraint]!; at < part.starts[constraint + 1]!; at++) {
      const other = part.flat[at]!
      if (seen[other] !== round || work.state[other] !== OPEN || rank[part.ids[other]!]! >= own) continue
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

/** Of the elements that are in one constraint alone, a repair takes at most as many as it needs, and the cheapest. */
function keepSpares(work: Work, rank: Int32Array): boolean {
  const { part } = work
  let moved = false
  for (let constraint = 0; constraint < work.needs.length; constraint++) {
    if (!stands(work, constraint) || work.sizes[constraint] === work.needs[constraint]) continue
    const own: number[] = []
    for (let at = part.starts[constraint]!; at < part.starts[constraint + 1]!; at++) {
      const element = part.flat[at]!
      if (work.state[element] === OPEN && work.degrees[element] === 1) own.push(element)
    }
    const need = work.needs[constraint] ?? 0
    if (own.length <= need) continue
    own.sort((a, b) => rank[part.ids[a]!]! - rank[part.ids[b]!]!)
    for (const element of own.slice(need)) keep(work, element)
    moved = true
  }
  return moved
}

/** What is left of `work`, and the instance elements that went. */
export function remainder(work: Work): { readonly gone: readonly number[]; readonly part: Part } {
  const { part } = work
  const local = new Int32Array(part.ids.length)
  const ids: number[] = []
  const gone: number[] = []
  for (let element = 0; element < local.length; element++) {
    if (work.state[element] === GONE) gone.push(part.ids[element]!)
    if (work.state[element] === OPEN) local[element] = ids.push(part.ids[element]!) - 1
  }
  const starts = [0]
  const flat: number[] = []
  const needs: number[] = []
  const duals: number[] = []
  for (let constraint = 0; constraint < work.needs.length; constraint++) {
    if (!stands(work, constraint)) continue
    for (let at = part.starts[constraint]!; at < part.starts[constraint + 1]!; at++) {
      if (work.state[part.flat[at]!] === OPEN) flat.push(local[part.flat[at]!]!)
    }
    starts.push(flat.length)
    needs.push(work.needs[constraint]!)
    duals.push(part.duals[constraint]!)
  }
  const left: Part = {
    ids: Int32Array.from(ids),
    starts: Int32Array.from(starts),
    flat: Int32Array.from(flat),
    needs: Int32Array.from(needs),
    duals: Float64Array.from(duals),
  }
  return { gone, part: left }
}
