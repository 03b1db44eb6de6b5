/** Cliques: pairs that all exclude each other say together that one may stay, which is shorter and gives better bounds than each apart. */

/** Steps of looking for cliques, over which pairs are left as they are. */
const STEPS_MAX = 2_000_000

/** What pairs of elements come to: cliques of three or more (ascending), and the pairs that are in none of these. */
export interface Joined {
  readonly cliques: readonly (readonly number[])[]
  /** Places in the list of pairs. */
  readonly single: readonly number[]
}

/** Joins `pairs` (each ascending, distinct, in order) greedily: each pair not yet in a clique begins one. */
export function joinPairs(pairs: readonly (readonly [number, number])[]): Joined {
  const others = new Map<number, Map<number, number>>()
  const link = (a: number, b: number, place: number): void => {
    const held = others.get(a) ?? new Map<number, number>()
    others.set(a, held.set(b, place))
  }
  pairs.forEach(([a, b], place) => {
    link(a, b, place)
    link(b, a, place)
  })
  const joined = new Uint8Array(pairs.length)
  const cliques: number[][] = []
  const single: number[] = []
  let steps = 0
  for (const [place, [a, b]] of pairs.entries()) {
    if (joined[place] === 1) continue
    const [ofA, ofB] = [others.get(a)!, others.get(b)!]
    const [few, many] = ofA.size <= ofB.size ? [ofA, ofB] : [ofB, ofA]
    const clique = [a, b]
    for (const element of few.keys()) {
      if (steps++ > STEPS_MAX) break
      if (!many.has(element)) continue
      const around = others.get(element)!
      steps += clique.length
      if (clique.every((member) => around.has(member))) clique.push(element)
    }
    if (clique.length === 2) {
      single.push(place)
      continue
    }
    cliques.push(clique.sort((one, other) => one - other))
    for (const one of clique) for (const other of clique) if (one < other) joined[others.get(one)!.get(other)!] = 1
  }
  return { cliques, single }
}
