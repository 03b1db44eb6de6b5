/** Seek: which cycles of a tangle are left when some leaves are gone, for whoever looks for ways out without a list of all cycles. */
import { isWithin, unionOf, type Environment, type Order } from '../../proof/environment.ts'
import type { Fact } from '../../store/facts.ts'
import { loopsAmong, shortestWay, type Arc, type Graph } from './graph.ts'

/** Minimal sets of leaves, none of them gone, that cannot all stay; none: nothing is broken. A function of which leaves are gone. */
export type Seek = (isGone: (leaf: Fact) => boolean) => readonly Environment[]

/** A graph with what proves its arcs, and what makes a cycle through a node forbidden. */
export interface Proved {
  readonly graph: Graph
  /** Minimal environments, smallest first. */
  ofArc(arc: Arc): readonly Environment[]
  /** The same of the type that a node must have; one empty environment where none is asked for. */
  ofNode(node: number): readonly Environment[]
  readonly order: Order
}

/** Cycles that one question is answered with. */
const ANSWERS_MAX = 16

/** Seeks in one tangle. */
export function seekIn(proved: Proved): Seek {
  const isPlain = arePlain(proved)
  const isBroken = (isGone: (leaf: Fact) => boolean): boolean => ringsLeft(proved, isGone, 1).length > 0
  const narrow = (leaves: Environment): Environment => {
    let held = leaves
    for (const leaf of leaves) {
      const fewer = held.filter((other) => other !== leaf)
      if (isBroken((other) => !fewer.includes(other))) held = fewer
    }
    return held
  }
  return (isGone) => {
    const found: Environment[] = []
    for (const leaves of ringsLeft(proved, isGone, ANSWERS_MAX)) {
      const least = isPlain ? leaves : narrow(leaves)
      if (!found.some((held) => isWithin(held, least))) found.push(least)
    }
    return found
  }
}

/** Shortest cycles that share no arc, one loop after the other, each through the first node that forbids it; at most `max`. */
function ringsLeft(proved: Proved, isGone: (leaf: Fact) => boolean, max: number): readonly Environment[] {
  const { graph, ofArc, ofNode } = proved
  const first = (environments: readonly Environment[]): Environment | undefined =>
    environments.find((environment) => !environment.some(isGone))
  const chosen = new Map<Arc, Environment>()
  for (const arc of graph.arcs.flat()) {
    const environment = first(ofArc(arc))
    if (environment !== undefined) chosen.set(arc, environment)
  }
  const stays = (arc: Arc): boolean => chosen.has(arc)
  const found: Environment[] = []
  const open = [...loopsAmong(graph, [...graph.frames.keys()], stays)]
  for (let loop = open.pop(); loop !== undefined && found.length < max; loop = open.pop()) {
    const guarded = loop.sort((a, b) => a - b).find((node) => first(ofNode(node)) !== undefined)
    if (guarded === undefined) continue
    const ring = shortestWay(graph, guarded, guarded, stays)!
    const parts = [...ring.map((arc) => chosen.get(arc)!), first(ofNode(guarded))!]
    found.push(unionOf(parts, proved.order))
    for (const arc of ring) chosen.delete(arc)
    open.push(...loopsAmong(graph, loop, stays))
  }
  return found
}

/** Whether each arc has a leaf of its own and no other proof, so that no part of a cycle's leaves holds another cycle. */
function arePlain({ graph, ofArc, ofNode }: Proved): boolean {
  const arcs = graph.arcs.flat().map(ofArc)
  const isSingle = (environments: readonly Environment[]): boolean =>
    environments.length === 1 && environments[0]!.length === 1
  const leaves = new Set(arcs.flat(2))
  const guards = [...graph.frames.keys()].flatMap((node) => ofNode(node).flat())
  return arcs.every(isSingle) && leaves.size === arcs.length && !guards.some((leaf) => leaves.has(leaf))
}
