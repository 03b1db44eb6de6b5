/** Shadows settle: what is provisional is confirmed in the end, and what is called confirmed is on another disk at that moment. */
import type { Checker } from '../outcome.ts'

/** Complains of what stays provisional where there is another member, and of what was confirmed by nobody. */
export const shadows: Checker = ({ nodes, overstated }) => [
  ...nodes
    .filter(({ provisional, author, isMember }) => nodes.length > 1 && provisional > 0 && isMember(author))
    .map(({ name, provisional }) => ({ why: `${name} still calls ${provisional} entries provisional`, nodes: [name] })),
  ...overstated.map(({ node, entry }) => ({
    ...{ why: `${node} was told that another keeps ${entry}, and no other disk had it`, entry, nodes: [node] },
  })),
]
