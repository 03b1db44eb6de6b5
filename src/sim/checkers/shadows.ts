/** Shadows settle: what is provisional is confirmed in the end, and what is called confirmed is on another disk at that moment. */
import type { Checker } from '../outcome.ts'

/** Complains of what stays provisional where there is another member, and of what was confirmed by nobody. */
export const shadows: Checker = ({ nodes, overstated, scenario }) => {
  const here = new Set(nodes.map(({ name }) => name))
  const wired = new Set(scenario.topology.links.filter((ends) => ends.every((end) => here.has(end))).flat())
  return [
    ...nodes
      // Who has no wire to an honest member that stayed is confirmed by nobody: a stock peer confirms nothing.
      .filter(({ name, provisional, author, isMember }) => provisional > 0 && nodes.length > 1 && isMember(author) && wired.has(name))
      .map(({ name, provisional }) => ({ why: `${name} still calls ${provisional} entries provisional`, nodes: [name] })),
    ...overstated.map(({ node, entry }) => ({
      ...{ why: `${node} was told that another keeps ${entry}, and no other disk had it`, entry, nodes: [node] },
    })),
  ]
}
