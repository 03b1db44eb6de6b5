/** No fault: no node ever throws, fails to start, or raises an alarm about an honest peer. */
import type { Checker } from '../outcome.ts'

/** Complains of each. */
export const noFault: Checker = ({ faults }) => faults.map(({ node, why }) => ({ why: `${node}: ${why}`, nodes: [node] }))
