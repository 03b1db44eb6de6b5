/** Strata: strongly connected components of a graph, bottom up, in an order that depends on the graph alone. */

interface Frame {
  readonly node: string
  readonly next: readonly string[]
  at: number
}

/**
 * The components of a graph such that everything a component leads to comes before it (Tarjan, without recursion, so that a long chain
 * is no deep stack). `leadsTo` gives what a node depends on. Members of a component are sorted; equal graphs give equal answers.
 */
export function componentsBottomUp(nodes: readonly string[], leadsTo: (node: string) => Iterable<string>): readonly (readonly string[])[] {
  const known = new Set(nodes)
  const [index, low]: [Map<string, number>, Map<string, number>] = [new Map(), new Map()]
  const [open, isOpen]: [string[], Set<string>] = [[], new Set()]
  const found: string[][] = []
  const lower = (node: string, to: number): void => void low.set(node, Math.min(low.get(node) ?? to, to))
  const enter = (node: string): Frame => {
    index.set(node, index.size)
    low.set(node, index.size - 1)
    open.push(node)
    isOpen.add(node)
    return { node, next: [...leadsTo(node)].filter((to) => known.has(to)).sort(), at: 0 }
  }
  const leave = (node: string): void => {
    if (low.get(node) !== index.get(node)) return
    const members = open.splice(open.lastIndexOf(node))
    for (const member of members) isOpen.delete(member)
    found.push(members.sort())
  }
  for (const root of [...known].sort()) {
    if (index.has(root)) continue
    const path = [enter(root)]
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const to = frame.next[frame.at]
      frame.at += 1
      if (to === undefined) {
        path.pop()
        leave(frame.node)
        const above = path.at(-1)
        if (above !== undefined) lower(above.node, low.get(frame.node) ?? 0)
      } else if (!index.has(to)) {
        path.push(enter(to))
      } else if (isOpen.has(to)) {
        lower(frame.node, index.get(to) ?? 0)
      }
    }
  }
  return found
}
