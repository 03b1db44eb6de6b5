/** Memory: when all is quiet, nothing waits any more. */
import type { Checker } from '../outcome.ts'

/** Complains of nodes that still keep something waiting. */
export const memory: Checker = ({ nodes }) =>
  nodes
    .filter(({ waiting }) => waiting > 0)
    .map(({ name, waiting }) => ({ why: `${name} has ${waiting} characters and wants waiting when all is quiet`, nodes: [name] }))
