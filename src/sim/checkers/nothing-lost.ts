/** Nothing lost: what was acknowledged is held by its author after each of its starts, and by everybody in the end. */
import type { Checker } from '../outcome.ts'

/** Complains of every acknowledged entry that somebody lacks. */
export const nothingLost: Checker = ({ nodes, acknowledged, forgotten }) => [
  ...forgotten.map(({ node, entry }) => `${node} did not hold its acknowledged ${entry} after a start`),
  ...acknowledged.flatMap(({ node, entry }) =>
    nodes.filter((held) => !held.holds(entry)).map((held) => `${held.name} does not hold ${entry}, which ${node} acknowledged`),
  ),
]
