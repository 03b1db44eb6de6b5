/** The own closure of a trace: what it says, from its premises to its conclusion, and whether that can hold together. */
import { graphOf } from '../../traces/graph.ts'
import type { Trace } from '../../traces/trace.ts'
import type { Knowledge } from '../knowledge.ts'
import type { Premise } from './premise.ts'
import type { Scratch, Supposed } from './scratch.ts'

/**
 * What cannot be, in words, sorted: hard conflicts among the premises, what the steps give, the conclusion and all that follows from them
 * under the law, while all of them are said. Empty: it holds together.
 */
export function clashesIn(trace: Trace, premises: readonly Premise[], scratch: Scratch): readonly string[] {
  const supposed = supposedBy(trace, premises)
  return scratch.during(supposed, (knowledge) => {
    const hard = knowledge.verdict().conflicts.filter(({ conflict }) => conflict.severity === 'hard')
    const texts = new Set(hard.map(({ conflict }) => conflict.text))
    if (supposed.some((one) => isUnsure(one, knowledge))) texts.add('it has more consequences than the budget lets anybody look at')
    return [...texts].sort()
  })
}

function isUnsure({ statement }: Supposed, { closure, predicates }: Knowledge): boolean {
  return closure.isPartial(predicates.of(statement.slot, 2, statement.not))
}

/** A step that gives nothing hands on what it uses; the conclusion rests on every premise. */
function supposedBy(trace: Trace, premises: readonly Premise[]): readonly Supposed[] {
  const supposed = premises.map(({ id, ...premise }): Supposed => ({ name: `premise ${id}`, ...premise }))
  const carried = new Map(premises.map(({ id }): [string, readonly string[]] => [id, [`premise ${id}`]]))
  for (const { id, uses, gives } of graphOf(trace).ordered) {
    const because = [...new Set(uses.flatMap((used) => carried.get(used) ?? []))]
    if (gives !== undefined) supposed.push({ name: `step ${id}`, statement: gives, because })
    carried.set(id, gives === undefined ? because : [`step ${id}`])
  }
  if (trace.concludes === undefined) return supposed
  return [...supposed, { name: 'conclusion', statement: trace.concludes, because: premises.map(({ id }) => `premise ${id}`) }]
}
