/** Work: a part under reduction: which elements are decided, which constraints still stand, and what follows from a decision at once. */
import { placesOf, type Part, type Places } from './part.ts'

/** State of an element that is not decided. */
export const OPEN = 0
/** State of an element in the repair. */
export const GONE = 1
/** State of an element that stays. */
export const KEPT = 2

/** A part and what has been decided of it; changed in place. */
export interface Work {
  readonly part: Part
  readonly places: Places
  readonly state: Uint8Array
  /** Constraint -> how many of its open elements must still go; 0 or less: met. */
  readonly needs: Int32Array
  /** Constraint -> open elements that count, and open guards. */
  readonly sizes: Int32Array
  readonly guards: Int32Array
  /** Constraint -> too few of its elements are open to meet it: one of its guards must go, and the others play no part in it. */
  readonly guardsOnly: Uint8Array
  /** Element -> standing constraints. */
  readonly degrees: Int32Array
  /** Constraint -> taken away because another one implies it. */
  readonly implied: Uint8Array
  /** Constraints of which every open element must go. */
  readonly tight: number[]
  /** Constraints that became stricter, and elements whose constraints became fewer or looser, since a reduction last looked at them. */
  readonly stricter: Uint8Array
  readonly looser: Uint8Array
  /** Constraints that need fewer of their elements than before: what holds for `stricter` and for `looser` of their elements. */
  readonly fewer: Uint8Array
  /** A constraint cannot be met any more. */
  failed: boolean
}

/** Work on `part`; `fresh`: it was never reduced, else nothing in it needs a second look until something moves. */
export function workOn(part: Part, fresh: boolean): Work {
  const places = placesOf(part)
  const count = part.needs.length
  const sizes = new Int32Array(count)
  const guards = new Int32Array(count)
  for (let constraint = 0; constraint < count; constraint++) {
    for (let at = part.starts[constraint]!; at < part.starts[constraint + 1]!; at++) guards[constraint]! += part.guards[at]!
    sizes[constraint] = part.starts[constraint + 1]! - part.starts[constraint]! - guards[constraint]!
  }
  const degrees = new Int32Array(part.ids.length)
  for (let element = 0; element < degrees.length; element++) degrees[element] = places.starts[element + 1]! - places.starts[element]!
  const work: Work = {
    part,
    places,
    state: new Uint8Array(part.ids.length),
    needs: part.needs.slice(),
    sizes,
    guards,
    guardsOnly: new Uint8Array(count),
    degrees,
    implied: new Uint8Array(count),
    tight: [],
    stricter: new Uint8Array(count).fill(fresh ? 1 : 0),
    looser: new Uint8Array(part.ids.length).fill(fresh ? 1 : 0),
    fewer: new Uint8Array(count),
    failed: false,
  }
  if (fresh) for (let constraint = 0; constraint < count; constraint++) look(work, constraint)
  return work
}

/** Whether a constraint still asks for something. */
export function stands(work: Work, constraint: number): boolean {
  return work.needs[constraint]! > 0 && work.implied[constraint] === 0
}

/** Whether one of its guards that goes gives the constraint more than another element would. */
export function isGuarded(work: Work, constraint: number): boolean {
  return work.guards[constraint]! > 0 && work.needs[constraint]! > 1
}

/** Whether an element that is a guard of the constraint (1), or is not (0), still plays a part in it. */
export function counts(work: Work, constraint: number, guard: number): boolean {
  return guard === 1 || work.guardsOnly[constraint] === 0
}

/** Open elements that may still help to meet the constraint. */
export function openIn(work: Work, constraint: number): number {
  return work.guardsOnly[constraint] === 1 ? work.guards[constraint]! : work.sizes[constraint]! + work.guards[constraint]!
}

/** The element goes: its constraints need one less, or nothing more where it is a guard. */
export function drop(work: Work, element: number): void {
  if (work.state[element] !== OPEN) return
  work.state[element] = GONE
  const { starts, flat, guards } = work.places
  for (let at = starts[element]!; at < starts[element + 1]!; at++) {
    const constraint = flat[at]!
    const isGuard = guards[at] === 1
    if (!isGuard && work.guardsOnly[constraint] === 1) continue
    const stood = stands(work, constraint)
    work.needs[constraint]! -= isGuard ? Math.max(1, work.needs[constraint]!) : 1
    work.sizes[constraint]! -= isGuard ? 0 : 1
    work.guards[constraint]! -= isGuard ? 1 : 0
    if (!stood) continue
    if (work.needs[constraint] === 0) leave(work, constraint)
    else work.fewer[constraint] = 1
  }
}

/** The element stays: its constraints have one less to choose from. */
export function keep(work: Work, element: number): void {
  if (work.state[element] !== OPEN) return
  work.state[element] = KEPT
  const { starts, flat, guards } = work.places
  for (let at = starts[element]!; at < starts[element + 1]!; at++) {
    const constraint = flat[at]!
    const isGuard = guards[at] === 1
    if (!isGuard && work.guardsOnly[constraint] === 1) continue
    work.sizes[constraint]! -= isGuard ? 0 : 1
    work.guards[constraint]! -= isGuard ? 1 : 0
    if (!stands(work, constraint)) continue
    work.stricter[constraint] = 1
    look(work, constraint)
  }
}

/** Takes away a constraint that another one implies. */
export function imply(work: Work, constraint: number): void {
  work.implied[constraint] = 1
  leave(work, constraint)
}

/** Drops everything that tight constraints force, and what that forces. Answers whether anything went. */
export function force(work: Work): boolean {
  let moved = false
  for (let constraint = work.tight.pop(); constraint !== undefined; constraint = work.tight.pop()) {
    if (!stands(work, constraint)) continue
    const { starts, flat, guards } = work.part
    for (let at = starts[constraint]!; at < starts[constraint + 1]!; at++) {
      const counts = guards[at] === 1 || work.guardsOnly[constraint] === 0
      if (counts && work.state[flat[at]!] === OPEN) {
        drop(work, flat[at]!)
        moved = true
      }
    }
  }
  return moved
}

function look(work: Work, constraint: number): void {
  if (isGuarded(work, constraint) && work.sizes[constraint]! < work.needs[constraint]!) leaveToGuards(work, constraint)
  if (isGuarded(work, constraint)) return
  const spare = openIn(work, constraint) - work.needs[constraint]!
  if (spare < 0) work.failed = true
  if (spare === 0) work.tight.push(constraint)
}

function leaveToGuards(work: Work, constraint: number): void {
  work.guardsOnly[constraint] = 1
  work.needs[constraint] = 1
  const { starts, flat, guards } = work.part
  for (let at = starts[constraint]!; at < starts[constraint + 1]!; at++) if (guards[at] === 0) release(work, flat[at]!)
}

function leave(work: Work, constraint: number): void {
  const { starts, flat, guards } = work.part
  for (let at = starts[constraint]!; at < starts[constraint + 1]!; at++) {
    if (guards[at] === 1 || work.guardsOnly[constraint] === 0) release(work, flat[at]!)
  }
}

/** One constraint less stands over the element; without any it stays. */
function release(work: Work, element: number): void {
  work.looser[element] = 1
  if (--work.degrees[element]! === 0 && work.state[element] === OPEN) work.state[element] = KEPT
}

/** Marks what needs a second look because a constraint needs fewer of its elements: once for many drops, which a large group sees. */
export function spreadFewer(work: Work): void {
  const { starts, flat } = work.part
  for (let constraint = 0; constraint < work.fewer.length; constraint++) {
    if (work.fewer[constraint] === 0) continue
    work.fewer[constraint] = 0
    work.stricter[constraint] = 1
    for (let at = starts[constraint]!; at < starts[constraint + 1]!; at++) work.looser[flat[at]!] = 1
  }
}
