/** Strata: strongly connected components of a graph, bottom up, in an order that depends on the graph alone. */

/**
 * The components of the graph over `nodes` such that everything a component leads to comes before it. `leadsTo` gives what a node
 * depends on. Members of a component are sorted; equal graphs give equal answers.
 */
export function componentsBottomUp(nodes: readonly string[], leadsTo: (node: string) => Iterable<string>): readonly (readonly string[])[] {
  const sorted = [...new Set(nodes)].sort()
  const places = new Map(sorted.map((node, index) => [node, index]))
  const edges = sorted.map((node) => [...leadsTo(node)].flatMap((to) => places.get(to) ?? []).sort((a, b) => a - b))
  return strongComponents(sorted.length, (node) => edges[node] ?? []).map((members) => members.map((member) => sorted[member] ?? ''))
}

interface Visit {
  readonly node: number
  readonly next: readonly number[]
  at: number
}

/**
 * As {@link componentsBottomUp} for the nodes 0 to `count` - 1 (Tarjan, with its own stack: a long chain must not be a deep recursion).
 * Members are sorted; the order of components follows the order in which `leadsTo` names nodes.
 */
export function strongComponents(count: number, leadsTo: (node: number) => readonly number[]): readonly (readonly number[])[] {
  const [index, low] = [new Int32Array(count).fill(-1), new Int32Array(count)]
  const isOpen = new Uint8Array(count)
  const open: number[] = []
  const found: number[][] = []
  let visited = 0
  const enter = (node: number): Visit => {
    index[node] = low[node] = visited
    visited += 1
    open.push(node)
    isOpen[node] = 1
    return { node, next: leadsTo(node), at: 0 }
  }
  const lower = (node: number, to: number): void => void (low[node] = Math.min(low[node] ?? to, to))
  const leave = (node: number): void => {
    if (low[node] !== index[node]) return
    const members: number[] = []
    for (let member = open.pop(); member !== undefined; member = member === node ? undefined : open.pop()) {
      isOpen[member] = 0
      members.push(member)
    }
    found.push(members.sort((a, b) => a - b))
  }
  for (let root = 0; root < count; root += 1) {
    if (index[root] !== -1) continue
    const path = [enter(root)]
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const to = visit.next[visit.at]
      visit.at += 1
      if (to === undefined) {
        path.pop()
        leave(visit.node)
        const above = path.at(-1)
        if (above !== undefined) lower(above.node, low[visit.node] ?? 0)
      } else if (index[to] === -1) {
        path.push(enter(to))
      } else if (isOpen[to] === 1) {
        lower(visit.node, index[to] ?? 0)
      }
    }
  }
  return found
}
