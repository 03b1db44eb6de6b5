/** Published: traces as the items that entries bring, for tests that say things one by one. */
import type { Said } from '../../../src/frames/item.ts'
import type { Statement } from '../../../src/frames/statement.ts'
import type { Spelled, SpelledCheck } from '../../../src/frames/trace-item.ts'
import type { Check, Trace } from '../../../src/traces/trace.ts'

/** The session that published a trace here. */
export const sessionOf = ({ id }: { readonly id: string }): string => `session of ${id}`

/** The items of a trace: its session, its steps, its conclusion. */
export function itemsOf(trace: Trace, session = sessionOf(trace)): readonly Said[] {
  const { id, by, goal, steps, concludes } = trace
  const inTrace = new Set(steps.map((step) => step.id))
  const named = (used: string): string => (inTrace.has(used) ? `${id}/${used}` : used)
  const made = steps.map(({ id: step, text, uses, checks, gives }): Said => {
    const item = {
      ...{ k: 'step' as const, session, text, uses: uses.map(named), checks: checks.map(spelledCheck) },
      ...(gives === undefined ? {} : { gives: spelled(gives) }),
    }
    return { id: named(step), by, item }
  })
  const conclusion: readonly Said[] =
    concludes === undefined
      ? []
      : [{ id, by, item: { k: 'conclusion', session, concludes: spelled(concludes), steps: steps.map((step) => named(step.id)) } }]
  return [{ id: session, by, item: { k: 'session', goal } }, ...made, ...conclusion]
}

const spelledCheck = (check: Check): SpelledCheck =>
  check.k === 'arith' ? { k: 'arith', expr: check.expr, value: check.value, ...(check.round ? { round: true } : {}) } : check

const spelled = ({ frame, slot, value, not }: Statement): Spelled => ({ frame, slot, value, ...(not ? { not } : {}) })
