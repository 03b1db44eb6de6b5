/** Topology: nodes and wires in the usual shapes. */
import type { Meddling, Topology } from '../scenario.ts'

/** How the nodes are wired; a web is a ring in which each has a third neighbour on the other side. */
export type Shape = 'line' | 'ring' | 'star' | 'mesh' | 'web'

/** `count` nodes named n1, n2 and so on, wired in a shape. */
export function wired(count: number, shape: Shape): Topology {
  const nodes = Array.from({ length: count }, (_, index) => `n${index + 1}`)
  const links: [string, string][] = []
  for (const [a, from] of nodes.entries()) {
    for (const [b, to] of nodes.entries()) {
      const isClosing = a === 0 && b === count - 1 && count > 2
      const isNext = b === a + 1
      const isRing = isNext || isClosing
      const isAcross = b - a === Math.floor(count / 2)
      const isWanted = { line: isNext, ring: isRing, star: a === 0, mesh: true, web: isRing || isAcross }[shape]
      if (a < b && isWanted) links.push([from, to])
    }
  }
  return { nodes, links }
}

/** A line in which a stock peer stands before the last node, so that nothing comes there but as a document. */
export function bridged(count: number): Topology {
  const { nodes, links } = wired(count, 'line')
  return { nodes, links: links.slice(0, -1), stock: [{ name: 'stock', near: nodes.slice(-2) }] }
}

/** A line in which two stock peers stand beside the last wire: one that only follows, and one that writes what it likes at these times. */
export function meddled(count: number, meddles: readonly Meddling[]): Topology {
  const { nodes, links } = wired(count, 'line')
  const near = nodes.slice(-2)
  return { nodes, links, stock: [{ name: 'follower', near }, { name: 'meddler', near, meddles }] }
}

/** One node more, with wires to those it is `near`. */
export function withNode({ nodes, links, ...more }: Topology, node: string, near: readonly string[]): Topology {
  return { ...more, nodes: [...nodes, node], links: [...links, ...near.map((other) => [other, node] as const)] }
}

/** The topology without `gone` and their wires. */
export function without({ nodes, links, stock }: Topology, gone: ReadonlySet<string>): Topology {
  const left = (names: readonly string[]): readonly string[] => names.filter((name) => !gone.has(name))
  const still = links.filter((ends) => !ends.some((end) => gone.has(end)))
  const bridges = stock?.map(({ near, ...peer }) => ({ ...peer, near: left(near) }))
  return { nodes: left(nodes), links: still, ...(bridges === undefined ? {} : { stock: bridges }) }
}

/** Whether every node can be reached from every other. */
export function isConnected({ nodes, links, stock = [] }: Topology): boolean {
  const reached = new Set(nodes.slice(0, 1))
  const ways = [...links, ...stock.flatMap(({ near }) => near.flatMap((a) => near.map((b) => [a, b] as const)))]
  for (const node of reached) {
    for (const [a, b] of ways) {
      if (a === node) reached.add(b)
      if (b === node) reached.add(a)
    }
  }
  return reached.size === nodes.length
}
