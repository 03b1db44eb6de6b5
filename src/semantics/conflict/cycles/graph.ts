/** Graph: a tangle with its frames in the order of their names, so that whatever is found in it does not depend on local numbers. */
import type { Tangle } from '../../closure/tangles.ts'
import type { Fact, Facts } from '../../store/facts.ts'
import type { Term } from '../../store/terms.ts'

/** One way from a node to another. */
export interface Arc {
  readonly from: number
  readonly to: number
  readonly fact: Fact
}

/** Nodes are places in the order of names. */
export interface Graph {
  readonly frames: readonly Term[]
  /** By the node at which they begin, in the order of the nodes at which they end. */
  readonly arcs: readonly (readonly Arc[])[]
}

/** The graph of a tangle; `nameOf` gives distinct texts. */
export function graphOf({ frames, edges }: Tangle, facts: Facts, nameOf: (frame: Term) => string): Graph {
  const named = frames.map((frame) => ({ frame, name: nameOf(frame) })).sort((a, b) => (a.name < b.name ? -1 : 1))
  const nodes = new Map(named.map(({ frame }, node) => [frame, node]))
  const arcs: Arc[][] = named.map(() => [])
  for (const fact of edges) {
    const [from, to] = [nodes.get(facts.aOf(fact))!, nodes.get(facts.bOf(fact))!]
    arcs[from]!.push({ from, to, fact })
  }
  for (const list of arcs) list.sort((a, b) => a.to - b.to)
  return { frames: named.map(({ frame }) => frame), arcs }
}

/**
 * The sets of `nodes` in which each leads to every other and to itself, along arcs that `stays` (Tarjan, without recursion: a cycle may
 * be as long as there are statements).
 */
export function loopsAmong({ arcs }: Graph, nodes: readonly number[], stays: (arc: Arc) => boolean): readonly number[][] {
  const [indices, lows, open] = [new Map<number, number>(), new Map<number, number>(), new Set<number>()]
  const [path, loops]: [number[], number[][]] = [[], []]
  const inside = new Set(nodes)
  const begin = (node: number): void => {
    indices.set(node, indices.size)
    lows.set(node, indices.get(node)!)
    path.push(node)
    open.add(node)
  }
  const lower = (node: number, to: number): void => void lows.set(node, Math.min(lows.get(node)!, to))
  const close = (node: number): void => {
    const loop = path.splice(path.lastIndexOf(node))
    for (const member of loop) open.delete(member)
    if (loop.length > 1 || arcs[node]!.some((arc) => arc.to === node && stays(arc))) loops.push(loop)
  }
  for (const root of nodes) {
    if (indices.has(root)) continue
    const visits = [{ node: root, next: 0 }]
    begin(root)
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const arc = arcs[visit.node]![visit.next++]
      if (arc === undefined) {
        visits.pop()
        const above = visits.at(-1)
        if (above !== undefined) lower(above.node, lows.get(visit.node)!)
        if (lows.get(visit.node) === indices.get(visit.node)) close(visit.node)
      } else if (inside.has(arc.to) && stays(arc)) {
        if (!indices.has(arc.to)) {
          begin(arc.to)
          visits.push({ node: arc.to, next: 0 })
        } else if (open.has(arc.to)) lower(visit.node, indices.get(arc.to)!)
      }
    }
  }
  return loops
}

/** A shortest way from `start` to `end` along arcs that `stays`, the first of them by nodes; undefined: there is none. */
export function shortestWay(
  { arcs }: Graph,
  start: number,
  end: number,
  stays: (arc: Arc) => boolean,
): readonly Arc[] | undefined {
  const by = new Map<number, Arc>()
  const waiting = [start]
  for (const node of waiting) {
    for (const arc of arcs[node]!) {
      if (by.has(arc.to) || !stays(arc)) continue
      by.set(arc.to, arc)
      if (arc.to === end) return trace(by, start, end)
      waiting.push(arc.to)
    }
  }
  return undefined
}

function trace(by: ReadonlyMap<number, Arc>, start: number, end: number): readonly Arc[] {
  const way: Arc[] = []
  for (let node = end; way.length === 0 || node !== start; node = way.at(-1)!.from) way.push(by.get(node)!)
  return way.reverse()
}
