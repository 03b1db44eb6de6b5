/** Nothing lost: what was acknowledged is held by its author after each of its starts, and by everybody in the end. */
import type { Hash } from '../../base/hash.ts'
import type { Checker } from '../outcome.ts'

/**
 * Complains of every acknowledged entry that somebody lacks. Of a member that left for good only what was confirmed, that is held by
 * another, can be asked for.
 */
export const nothingLost: Checker = ({ nodes, acknowledged, confirmed, forgotten, signed }) => {
  const there = new Set(nodes.map(({ name }) => name))
  const outlived = new Set(confirmed.map(({ entry }) => entry))
  // What others keep of who does not belong is up to them, whether it is still there or has left before it was removed.
  const belongs = (entry: Hash): boolean => {
    const author = signed.get(entry)?.author
    return author === undefined || nodes[0]?.isMember(author) !== false
  }
  const due = acknowledged.filter(({ node, entry }) => belongs(entry) && (there.has(node) || outlived.has(entry)))
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
