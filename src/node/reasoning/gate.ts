/** Gate: what a node looks at before it publishes: the COHERENCE-CHECK that every reader will repeat, and its own checkers (N7). */
import type { Statement } from '../../frames/statement.ts'
import type { Reasoned } from '../../semantics/reasoning/reasoned.ts'
import type { Step } from '../../traces/trace.ts'
import type { Checker } from './module.ts'

/** What a gate looks at. */
export interface Candidate {
  readonly by: string
  readonly goal: string
  readonly steps: readonly Step[]
  readonly concludes: Statement
}

/** Why a trace may not be published, for a person; undefined when it may. */
export function gateFault(
  { by, goal, steps, concludes }: Candidate,
  engine: Pick<Reasoned, 'check'>,
  checkers: ReadonlyMap<string, Checker>,
): string | undefined {
  const { missing, badSteps, internal } = engine.check({ id: 'draft', by, goal, steps, concludes })
  const faults = [
    ...missing.map((id) => `${id} is not held, or was taken back`),
    ...badSteps.map(({ step, why }) => `${step}: ${why}`),
    ...internal,
    ...steps.flatMap((step) => customFaults(step, checkers)),
  ]
  return faults.length === 0 ? undefined : faults.join('; ')
}

function customFaults(step: Step, checkers: ReadonlyMap<string, Checker>): readonly string[] {
  return step.checks.flatMap((check) => {
    const checker = check.k === 'custom' ? checkers.get(check.by) : undefined
    if (check.k !== 'custom' || checker === undefined) return []
    const fault = faultBy(checker, step, check.data)
    return fault === undefined ? [] : [`${step.id}: ${checker.name}: ${fault}`]
  })
}

/** What a checker finds; one that throws vouches for nothing. */
export function faultBy(checker: Checker, step: Step, data: string | undefined): string | undefined {
  try {
    return checker.faultOf(step, data)
  } catch (thrown) {
    return `the checker threw: ${thrown instanceof Error ? thrown.message : String(thrown)}`
  }
}
