/** Reading is local: nothing is sent for it, so it costs no time on any link, and an answer rests on all that the node acknowledged. */
import type { Checker } from '../outcome.ts'

/** Complains of nodes that sent something because somebody read, and of answers that miss what the same node acknowledged before. */
export const reading: Checker = ({ nodes, reads }) => [
  ...nodes
    .filter(({ sentByReading }) => sentByReading > 0)
    .map(({ name, sentByReading }) => ({ why: `${name} sent ${sentByReading} messages to be read`, nodes: [name] })),
  ...(reads.sent > 0 ? [{ why: `${reads.sent} messages were sent to be read while the storm lasted` }] : []),
  ...reads.stale.map(({ node, entry }) => ({ why: `${node} acknowledged an entry and then answered without it`, entry, nodes: [node] })),
]
