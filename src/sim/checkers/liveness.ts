/** Liveness: once faults stop every node comes up, every write is answered, new ones are acknowledged, and all hold the same. */
import type { Checker } from '../outcome.ts'

/** Complains of nodes that are down or acknowledge nothing, of writes without an answer, and of a network that did not heal. */
export const liveness: Checker = ({ nodes, writes, mute, healedAfterMs }) => [
  ...nodes.filter(({ isUp }) => !isUp).map(({ name }) => ({ why: `${name} did not come up again`, nodes: [name] })),
  ...mute.map((name) => ({ why: `${name} acknowledged nothing after everything was mended`, nodes: [name] })),
  ...writes
    .filter(({ outcome, node }) => outcome === null && nodes.some(({ name }) => name === node))
    .map(({ node, atMs }) => ({ why: `${node} never answered a write of ${atMs} ms`, nodes: [node] })),
  ...(healedAfterMs === null && nodes.length > 1 ? [{ why: 'the nodes never held the same at one time' }] : []),
]
