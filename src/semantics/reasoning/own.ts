/** The own closure of a trace: what it says, from its premises to its conclusion, and whether that can hold together. */
import { graphOf } from '../../traces/graph.ts'
import type { Trace } from '../../traces/trace.ts'
import type { Knowledge } from '../knowledge.ts'
import type { Premise } from './premise.ts'
import { meaningKey, type Supposed } from './scratch.ts'

/** All that a trace says, premises first, each thing once: what it says together, whenever each premise holds. */
export function saidBy(trace: Trace, premises: readonly Premise[]): readonly Supposed[] {
  const gives = trace.steps.map((step) => step.gives)
  const statements = [...premises.map(({ statement }) => statement), ...gives, trace.concludes]
  const byKey = new Map(statements.flatMap((statement) => (statement === undefined ? [] : [[meaningKey(statement), statement] as const])))
  return [...byKey.values()].map((statement, at) => ({ name: `said ${at}`, statement }))
}

/**
 * All that a trace says, each step for as long as its premises hold. A step that gives nothing hands on what it uses; the conclusion rests
 * on every premise.
 */
export function saidInTime(trace: Trace, premises: readonly Premise[]): readonly Supposed[] {
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

/** What cannot be of all that is supposed in `knowledge`, in words, sorted: its hard conflicts. Empty: it holds together. */
export function clashesAmong(supposed: readonly Supposed[], knowledge: Knowledge): readonly string[] {
  const hard = knowledge.verdict().conflicts.filter(({ conflict }) => conflict.severity === 'hard')
  const texts = new Set(hard.map(({ conflict }) => conflict.text))
  if (supposed.some((one) => isUnsure(one, knowledge))) texts.add('it has more consequences than the budget lets anybody look at')
  return [...texts].sort()
}

function isUnsure({ statement }: Supposed, { closure, predicates }: Knowledge): boolean {
  return closure.isPartial(predicates.of(statement.slot, 2, statement.not))
}
