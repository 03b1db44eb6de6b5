/** Proved: whether rules alone lead from the premises of a coherent trace to its conclusion, so that its author's word adds nothing. */
import { graphOf } from '../../traces/graph.ts'
import type { Trace } from '../../traces/trace.ts'
import { meaningKey } from './scratch.ts'

/**
 * Whether some step gives the conclusion by a rule, and each step that it rests on gives what it gives by one too. Arithmetic is not
 * enough: that the sum is right does not say that it is the sum to make. For traces whose checks hold.
 */
export function isProved(trace: Trace): boolean {
  if (trace.concludes === undefined) return false
  const wanted = meaningKey(trace.concludes)
  const graph = graphOf(trace)
  const proved = new Set<string>(graph.premises)
  for (const { id, uses, checks } of graph.ordered) {
    if (checks.some(({ k }) => k === 'rule') && uses.every((used) => proved.has(used))) proved.add(id)
  }
  return graph.ordered.some(({ id, gives }) => proved.has(id) && gives !== undefined && meaningKey(gives) === wanted)
}
