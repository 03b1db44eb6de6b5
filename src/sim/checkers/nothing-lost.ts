/** Nothing lost: what was acknowledged is held by its author after each of its starts, and by everybody in the end. */
import type { Checker } from '../outcome.ts'

/**
 * Complains of every acknowledged entry that somebody lacks. Of a member that left for good only what was confirmed, that is held by
 * another, can be asked for.
 */
export const nothingLost: Checker = ({ nodes, acknowledged, confirmed, forgotten }) => {
  const there = new Set(nodes.map(({ name }) => name))
  const outlived = new Set(confirmed.map(({ entry }) => entry))
  // What others keep of who does not belong is up to them.
  const strangers = new Set(nodes.filter(({ author }) => nodes[0]?.isMember(author) === false).map(({ name }) => name))
  const due = acknowledged.filter(({ node, entry }) => !strangers.has(node) && (there.has(node) || outlived.has(entry)))
  return [
    ...forgotten.map(({ node, entry }) => {
      return { why: `${node} did not hold its acknowledged ${entry} after a start`, entry, nodes: [node] }
    }),
    ...due.flatMap(({ node, entry }) =>
      nodes
        .filter((held) => !held.holds(entry))
        .map(({ name }) => ({ why: `${name} does not hold ${entry}, which ${node} acknowledged`, entry, nodes: [name, node] })),
    ),
  ]
}
