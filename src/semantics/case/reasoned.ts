/** Reasoned: what judgement finds about the traces of a case, in the shapes of `judgement/1`. */
import type { ItemId } from '../../frames/item.ts'
import type { Statement } from '../../frames/statement.ts'
import type { BadStep } from '../../traces/faults.ts'
import type { Conflict, StatementOut } from '../judgement.ts'
import type { Considered } from '../reasoning/coherence.ts'
import type { Goal, GoalStatus } from '../reasoning/goals.ts'
import { meaningKey } from '../reasoning/scratch.ts'
import { sortedByHash } from '../verdict/forks.ts'
import { writeValue } from './value.ts'

/** A statement as written. */
export type StatementWritten = Omit<StatementOut, 'value'> & { readonly value: unknown }

/** How a trace holds. */
export interface CoherenceOut {
  readonly trace: ItemId
  readonly ok: boolean
  readonly missing: readonly ItemId[]
  readonly badSteps: readonly BadStep[]
  /** Ids of conflicts that its conclusion, or what a step of it gives, is part of. */
  readonly against: readonly string[]
  /** What in the trace by itself cannot hold together, in words; there only where something does not. */
  readonly internal?: readonly string[]
}

/** What the traces of a goal come to. */
export interface GoalOut {
  readonly goal: string
  readonly classes: readonly {
    readonly concludes: StatementWritten
    /** A decimal integer: parts per million of a full vote, summed. */
    readonly weight: string
    readonly traces: readonly ItemId[]
  }[]
  readonly convergence: number
  readonly routes: number
  readonly status: GoalStatus
}

/** The coherence of each trace, sorted by the hash of its content. */
export function writeCoherence(considered: readonly Considered[], conflicts: readonly Conflict[]): readonly CoherenceOut[] {
  const byStatement = new Map<string, string[]>()
  for (const { id, statements } of conflicts) {
    for (const statement of statements) {
      const held = byStatement.get(meaningKey(statement))
      if (held === undefined) byStatement.set(meaningKey(statement), [id])
      else held.push(id)
    }
  }
  const written = considered.map(({ trace, ok, missing, badSteps, internal }): CoherenceOut => {
    const says = [trace.concludes, ...trace.steps.map(({ gives }) => gives)].filter((statement) => statement !== undefined)
    const against = new Set(says.flatMap((statement) => byStatement.get(meaningKey(statement)) ?? []))
    return { trace: trace.id, ok, missing, badSteps, against: [...against].sort(), ...(internal.length === 0 ? {} : { internal }) }
  })
  return sortedByHash(written)
}

/** The goals and their classes, sorted by the hash of their content. */
export function writeGoals(goals: readonly Goal[]): readonly GoalOut[] {
  return sortedByHash(
    goals.map(({ goal, classes, convergence, routes, status }) => ({
      goal,
      classes: sortedByHash(
        classes.map(({ concludes, weight, traces }) => ({ concludes: writeConclusion(concludes), weight: String(weight), traces })),
      ),
      convergence,
      routes,
      status,
    })),
  )
}

/** What a goal's traces conclude together, or null while they are undecided. */
export function conclusionOn(goal: string, goals: readonly Goal[]): StatementWritten | null {
  const found = goals.find((one) => one.goal === goal)
  const [first] = found?.status === 'consensus' ? found.classes : []
  return first === undefined ? null : writeConclusion(first.concludes)
}

function writeConclusion({ frame, slot, value, not }: Statement): StatementWritten {
  return { frame, slot, value: writeValue(value), not }
}
