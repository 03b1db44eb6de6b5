/** The solvers' law: a question has one answer, and how far each solver is to be trusted is learned. */
import { DEFAULT_POLICY } from '../../frames/facet.ts'
import type { Founding } from '../../frames/founding.ts'
import { ANSWER } from './source.ts'

/** The realm that all nodes of the solvers belong to. */
export const SOLVERS: Founding = {
  v: 1,
  name: 'solvers',
  founder: 'open',
  types: [],
  slots: { [ANSWER]: [{ k: 'atMost', n: 1 }] },
  rules: [],
  policy: { ...DEFAULT_POLICY, learn: true },
}
