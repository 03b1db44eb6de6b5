/** Topology: nodes and wires in the usual shapes. */
import type { Topology } from '../scenario.ts'

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

/** One node more, with wires to those it is `near`. */
export function withNode({ nodes, links }: Topology, node: string, near: readonly string[]): Topology {
  return { nodes: [...nodes, node], links: [...links, ...near.map((other) => [other, node] as const)] }
}

/** The topology without `gone` and their wires. */
export function without({ nodes, links }: Topology, gone: ReadonlySet<string>): Topology {
  return { nodes: nodes.filter((node) => !gone.has(node)), links: links.filter((ends) => !ends.some((end) => gone.has(end))) }
}

/** Whether every node can be reached from every other. */
export function isConnected({ nodes, links }: Topology): boolean {
  const reached = new Set(nodes.slice(0, 1))
  for (const node of reached) {
    for (const [a, b] of links) {
      if (a === node) reached.add(b)
      if (b === node) reached.add(a)
    }
  }
  return reached.size === nodes.length
}
