/** Rings: the ways through a graph that come back to where they began and meet no node twice. */
import { loopsAmong, shortestWay, type Arc, type Graph } from './graph.ts'

/** Rings of one tangle that are all listed; with more, some are named and the others are asked for one by one. */
export const RINGS_MAX = 256
/** Steps of looking for all of them, beside a few for each arc. */
export const RING_STEPS_MAX = 50_000
const STEPS_PER_ARC = 8

/** The rings found. */
export interface Rings {
  readonly rings: readonly (readonly Arc[])[]
  readonly all: boolean
}

/** Every ring of `graph`; where they are too many, or take too long to find, a shortest one through each arc. */
export function ringsIn(graph: Graph): Rings {
  const rings = everyRing(graph)
  return rings === undefined ? { rings: ringsByArc(graph), all: false } : { rings, all: true }
}

const always = (): boolean => true

/** The rings through the first node of each loop, then those of what is left without it; undefined when there are too many. */
function everyRing(graph: Graph): readonly (readonly Arc[])[] | undefined {
  const size = graph.arcs.reduce((sum, list) => sum + list.length, 0)
  const budget = { steps: RING_STEPS_MAX + STEPS_PER_ARC * size }
  const rings: (readonly Arc[])[] = []
  const open = [...loopsAmong(graph, [...graph.frames.keys()], always)]
  for (let loop = open.pop(); loop !== undefined; loop = open.pop()) {
    const first = loop.reduce((least, node) => Math.min(least, node), Infinity)
    budget.steps -= loop.length
    if (!ringsThrough(first, loop, graph, rings, budget)) return undefined
    open.push(
      ...loopsAmong(
        graph,
        loop.filter((node) => node !== first),
        always,
      ),
    )
  }
  return rings
}

function ringsThrough(
  first: number,
  loop: readonly number[],
  { arcs }: Graph,
  rings: (readonly Arc[])[],
  budget: { steps: number },
): boolean {
  const free = new Set(loop)
  const way: Arc[] = []
  const visits = [{ node: first, next: 0 }]
  free.delete(first)
  for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
    if (--budget.steps < 0) return false
    const arc = arcs[visit.node]![visit.next++]
    if (arc === undefined) {
      visits.pop()
      if (way.pop() !== undefined) free.add(visit.node)
    } else if (arc.to === first) {
      if (rings.length === RINGS_MAX) return false
      rings.push([...way, arc])
    } else if (free.has(arc.to)) {
      free.delete(arc.to)
      way.push(arc)
      visits.push({ node: arc.to, next: 0 })
    }
  }
  return true
}

function ringsByArc(graph: Graph): readonly (readonly Arc[])[] {
  const rings = new Map<string, readonly Arc[]>()
  for (const arc of graph.arcs.flat()) {
    if (rings.size === RINGS_MAX) break
    const back = arc.from === arc.to ? [] : shortestWay(graph, arc.to, arc.from, always)
    if (back === undefined) continue
    const ring = [arc, ...back]
    const least = ring.reduce((held, next, at) => (next.from < ring[held]!.from ? at : held), 0)
    const turned = [...ring.slice(least), ...ring.slice(0, least)]
    rings.set(turned.map(({ from }) => from).join(), turned)
  }
  return [...rings.values()]
}
