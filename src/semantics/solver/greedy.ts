/** Greedy: a repair that is good but perhaps not best: elements in some order until nothing is broken, then back those not needed. */
import { firstNumbers, giftAt, placesOf, type Part, type Places } from './part.ts'

/** The repair (local elements, ascending) that takes elements by ascending `score` and gives back superfluous ones, the dearest first. */
export function repairBy(part: Part, score: Float64Array, costs: Float64Array): number[] {
  const places = placesOf(part)
  const needs = part.needs.slice()
  const order = firstNumbers(part.ids.length).sort((a, b) => score[a]! - score[b]! || a - b)
  const taken: number[] = []
  for (let place = 0; place < order.length; place++) {
    const element = order[place]!
    let useful = false
    for (let at = places.starts[element]!; at < places.starts[element + 1]!; at++) {
      if (needs[places.flat[at]!]! > 0) useful = true
    }
    if (!useful) continue
    taken.push(element)
    for (let at = places.starts[element]!; at < places.starts[element + 1]!; at++) needs[places.flat[at]!]! -= giftAt(part, places, at)
  }
  taken.sort((a, b) => costs[b]! - costs[a]! || b - a)
  return taken.filter((element) => !giveBack(element, part, places, needs)).sort((a, b) => a - b)
}

/** Score by price per need met: what a first greedy repair goes by. */
export function pricePerPlace(part: Part, costs: Float64Array): Float64Array {
  const degrees = new Float64Array(part.ids.length)
  for (let constraint = 0; constraint < part.needs.length; constraint++) {
    for (let at = part.starts[constraint]!; at < part.starts[constraint + 1]!; at++) {
      degrees[part.flat[at]!]! += part.guards[at] === 1 ? part.needs[constraint]! : 1
    }
  }
  return costs.map((cost, element) => Math.floor(cost / degrees[element]!))
}

/** Takes `element` out of the repair if every constraint stays met; `needs` counts what is left to meet, negative for more than enough. */
function giveBack(element: number, part: Part, places: Places, needs: Int32Array): boolean {
  for (let at = places.starts[element]!; at < places.starts[element + 1]!; at++) {
    if (needs[places.flat[at]!]! + giftAt(part, places, at) > 0) return false
  }
  for (let at = places.starts[element]!; at < places.starts[element + 1]!; at++) needs[places.flat[at]!]! += giftAt(part, places, at)
  return true
}
