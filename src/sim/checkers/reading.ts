/** Reading is local: nothing is sent for it, so it costs no time on any link. */
import type { Checker } from '../outcome.ts'

/** Complains of nodes that sent something because somebody read. */
export const reading: Checker = ({ nodes }) =>
  nodes
    .filter(({ sentByReading }) => sentByReading > 0)
    .map(({ name, sentByReading }) => ({ why: `${name} sent ${sentByReading} messages to be read`, nodes: [name] }))
