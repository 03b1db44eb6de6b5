/** Publish: reasoning that was done elsewhere, told as a session of this node; what does not hold is refused before anything is written. */
import { TracordError } from '../../base/error.ts'
import type { Core } from '../core/core.ts'
import { createDraft, statementOf, type WriteTraces } from './draft.ts'
import { gateFault } from './gate.ts'
import { goalFrom } from './goal.ts'
import { STEPS_GATHERED_MAX } from './limits.ts'
import type { Checker, Step } from './module.ts'
import type { PublishedReceipt, TraceInput } from './trace-input.ts'

/** Publishes a trace. Rejects with `BAD_INPUT` for what is malformed, `REFUSED` with its reasons for what does not hold. */
export async function publish(
  input: TraceInput,
  core: Core,
  write: WriteTraces,
  checkers: ReadonlyMap<string, Checker>,
): Promise<PublishedReceipt> {
  const goal = goalFrom(input)
  if (!goal.ok) throw goal.error
  const { steps, concludes, module = 'told' } = input
  if (!Array.isArray(steps)) throw new TracordError('BAD_INPUT', 'steps is a list')
  const { text, wants, domain } = goal.value
  const begins = { goal: text, module, ...(wants === undefined ? {} : { wants }) }
  const draft = createDraft({ write, domain, begins, stepOf: () => undefined })
  for (const step of steps as readonly Step[]) draft.add(step)
  const candidate = { by: core.author, goal: text, steps: draft.steps(), concludes: statementOf(concludes) }
  const fault = gateFault(candidate, core.engine, checkers)
  if (fault !== undefined) throw new TracordError('REFUSED', `the COHERENCE-CHECK failed: ${fault}`)
  while (draft.gathered() > STEPS_GATHERED_MAX) await draft.flush(STEPS_GATHERED_MAX)
  const trace = await draft.conclude(concludes)
  return { trace, session: draft.session() ?? '' }
}
