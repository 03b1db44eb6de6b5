/** Items of a trace: the session and the steps that draft it, and the conclusion that publishes it (R24), as a log of traces holds them. */
import type { Statement } from '../frames/statement.ts'
import type { ItemId } from '../frames/item-id.ts'
import type { ConclusionItem, SessionItem, Spelled, SpelledCheck, StepItem } from '../frames/trace-item.ts'
import type { Check, Trace } from './trace.ts'

/**
 * The session and its steps, as one write holds them: the session is `#0`, the steps `#1`, `#2` ... in their order. What a step uses that
 * is no step of the trace must be the id of a claim.
 */
export function draftItems({ goal, steps }: Trace, module?: string): readonly [SessionItem, ...StepItem[]] {
  const places = new Map(steps.map(({ id }, at) => [id, `#${at + 1}`]))
  const drafts = steps.map(({ text, uses, checks, gives }): StepItem => {
    const used = [...new Set(uses.map((id) => places.get(id) ?? id))].sort()
    return {
      ...{ k: 'step', session: '#0' },
      ...(text === '' ? {} : { text }),
      ...(used.length === 0 ? {} : { uses: used }),
      ...(checks.length === 0 ? {} : { checks: checks.map(spelledCheck) }),
      ...(gives === undefined ? {} : { gives: spelled(gives) }),
    }
  })
  return [{ k: 'session', goal, ...(module === undefined ? {} : { module }) }, ...drafts]
}

/**
 * The conclusion of a trace that concludes something, else undefined. `idAt(0)` is the id of its session, `idAt(1)` that of its first step.
 * It names the steps that no other step uses: these lead to all.
 */
export function conclusionItem({ concludes, steps }: Trace, idAt: (place: number) => ItemId): ConclusionItem | undefined {
  if (concludes === undefined) return undefined
  const used = new Set(steps.flatMap(({ uses }) => uses))
  const last = steps.flatMap(({ id }, at) => (used.has(id) ? [] : [idAt(at + 1)])).sort()
  return { k: 'conclusion', session: idAt(0), concludes: spelled(concludes), ...(last.length === 0 ? {} : { steps: last }) }
}

function spelledCheck(check: Check): SpelledCheck {
  if (check.k !== 'arith') return check
  const { expr, value, round } = check
  return { k: 'arith', expr, value, ...(round ? { round } : {}) }
}

const spelled = ({ frame, slot, value, not }: Statement): Spelled => ({ frame, slot, value, ...(not ? { not } : {}) })
