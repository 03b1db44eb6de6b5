/** Swap: betters a repair in steps: an element goes or stays against it, what that breaks is mended, what is superfluous comes back. */
import { giftAt, placesOf, type Part, type Places } from './part.ts'

/** Elements and entries that all tries together may look at. */
const STEPS_MAX = 2_000_000

/** A repair under way; changed in place. */
interface Trial {
  readonly taken: Uint8Array
  /** Constraint -> how many of its elements must still go; below 0: more went than it needs. */
  readonly needs: Int32Array
  cost: number
}

/** A repair (local elements) that costs no more than `taken` does; `costs` are safe integers when added up. */
export function bettered(part: Part, taken: readonly number[], costs: Float64Array): number[] {
  const places = placesOf(part)
  const dearest = Array.from(costs.keys()).sort((a, b) => costs[b]! - costs[a]! || b - a)
  const ground: Ground = { part, places, costs, dearest, steps: STEPS_MAX }
  const best: Trial = { taken: new Uint8Array(costs.length), needs: part.needs.slice(), cost: 0 }
  for (const element of taken) take(ground, best, element)
  const trial: Trial = { taken: best.taken.slice(), needs: best.needs.slice(), cost: best.cost }
  // Until no element is worth a try any more since the last that was.
  for (let element = 0, idle = 0; idle < costs.length && ground.steps > 0; element = (element + 1) % costs.length, idle++) {
    ground.steps -= costs.length
    const isRepair = trial.taken[element] === 1 ? without(ground, trial, element) : take(ground, trial, element)
    if (isRepair) giveBack(ground, trial, element)
    const isBetter = isRepair && trial.cost < best.cost
    if (isBetter) idle = 0
    copy(isBetter ? trial : best, isBetter ? best : trial)
  }
  return Array.from(costs.keys()).filter((element) => best.taken[element] === 1)
}

interface Ground {
  readonly part: Part
  readonly places: Places
  readonly costs: Float64Array
  /** Elements, the dearest first. */
  readonly dearest: readonly number[]
  /** What may still be looked at. */
  steps: number
}

function copy(from: Trial, to: Trial): void {
  to.taken.set(from.taken)
  to.needs.set(from.needs)
  to.cost = from.cost
}

function take({ part, places, costs }: Ground, trial: Trial, element: number): true {
  trial.taken[element] = 1
  trial.cost += costs[element]!
  for (let at = places.starts[element]!; at < places.starts[element + 1]!; at++) trial.needs[places.flat[at]!]! -= giftAt(part, places, at)
  return true
}

function putBack({ part, places, costs }: Ground, trial: Trial, element: number): void {
  trial.taken[element] = 0
  trial.cost -= costs[element]!
  for (let at = places.starts[element]!; at < places.starts[element + 1]!; at++) trial.needs[places.flat[at]!]! += giftAt(part, places, at)
}

/** Puts `element` back and mends what that breaks by what is cheapest for what it mends; false: nothing else can, or it takes too long. */
function without(ground: Ground, trial: Trial, element: number): boolean {
  putBack(ground, trial, element)
  const { starts, flat } = ground.places
  for (let at = starts[element]!; at < starts[element + 1]!; at++) {
    while (trial.needs[flat[at]!]! > 0) {
      const instead = cheapestFor(ground, trial, flat[at]!, element)
      if (instead < 0 || ground.steps < 0) return false
      take(ground, trial, instead)
    }
  }
  return true
}

function cheapestFor(ground: Ground, trial: Trial, constraint: number, element: number): number {
  const { part, places, costs } = ground
  let [cheapest, price] = [-1, Infinity]
  ground.steps -= part.starts[constraint + 1]! - part.starts[constraint]!
  for (let at = part.starts[constraint]!; at < part.starts[constraint + 1]!; at++) {
    const other = part.flat[at]!
    if (other === element || trial.taken[other] === 1) continue
    let mended = 0
    for (let place = places.starts[other]!; place < places.starts[other + 1]!; place++) if (trial.needs[places.flat[place]!]! > 0) mended++
    const each = Math.floor(costs[other]! / mended)
    if (each < price) [cheapest, price] = [other, each]
  }
  return cheapest
}

/** Puts back what is superfluous, the dearest first, but not `kept`. */
function giveBack(ground: Ground, trial: Trial, kept: number): void {
  const { part, places, dearest } = ground
  for (const element of dearest) {
    if (trial.taken[element] === 0 || element === kept) continue
    let isSuperfluous = true
    for (let at = places.starts[element]!; isSuperfluous && at < places.starts[element + 1]!; at++) {
      isSuperfluous = trial.needs[places.flat[at]!]! + giftAt(part, places, at) <= 0
    }
    if (isSuperfluous) putBack(ground, trial, element)
  }
}
