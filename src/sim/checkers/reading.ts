/** Reading is local and as of now: nothing is sent for it, and what a node acknowledged it shows at once. */
import type { Checker } from '../outcome.ts'

/** Complains of nodes that sent something because somebody read, and of what was acknowledged and not shown at that moment. */
export const reading: Checker = ({ nodes, unread }) => [
  ...nodes
    .filter(({ sentByReading }) => sentByReading > 0)
    .map(({ name, sentByReading }) => ({ why: `${name} sent ${sentByReading} messages to be read`, nodes: [name] })),
  ...unread.map(({ node, entry }) => ({ why: `${node} acknowledged ${entry} and did not show it when it was read`, entry, nodes: [node] })),
]
