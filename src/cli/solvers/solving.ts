/** Solving: the module of a solver's node: it reasons as its solver did, and ends what another had begun by the last sum that was told. */
import { parseDecimal } from '../../frames/decimal.ts'
import type { ItemId } from '../../frames/item-id.ts'
import { valueOfDecimal, type Value } from '../../frames/value.ts'
import type { Module, Step, Work } from '../../node/reasoning/module.ts'
import { evaluate } from '../../traces/expression.ts'
import { showRational } from '../../traces/rational.ts'
import type { Step as MadeStep, Trace } from '../../traces/trace.ts'
import { ANSWER } from './source.ts'

/** What a solver knows. */
export interface Solving {
  /** The frame of a question, by its words. */
  readonly frames: ReadonlyMap<string, string>
  /** What the solver reasoned, by the question's words. */
  readonly traces: ReadonlyMap<string, Trace>
  /** Resolves when the solver has thought long enough about a question whose steps it told. */
  thought(goal: string, signal: AbortSignal): Promise<void>
}

/** The module; the same on every solver's node, so that each can go on with what another left. */
export function solvingModule({ frames, traces, thought }: Solving): Module {
  return {
    ...{ name: 'solver', version: '1' },
    accepts: ({ goal }) => (frames.has(goal) ? OWN : 0),
    async *run({ goal, previous, signal }: Work) {
      const frame = frames.get(goal.goal)
      if (frame === undefined) throw new Error('nobody asked this question')
      if (previous.length > 0) return yield* ending(frame, previous)
      const trace = traces.get(goal.goal)
      if (trace?.concludes === undefined) throw new Error('this solver came to nothing')
      yield* trace.steps.map(toldStep)
      await thought(goal.goal, signal)
      yield { concludes: trace.concludes }
    },
  }
}

/** How well it suits a question: better than anything built in. */
const OWN = 900

/** A step as it is handed to a node. */
export function toldStep({ id, text, uses, checks }: MadeStep): Step {
  return { id, text, uses, check: checks }
}

const LAST_WORDS = 'its solver is gone; this is what the last sum it told comes to'

function* ending(frame: string, previous: readonly MadeStep[]): Iterable<Step> {
  const steps = previous.toSorted((a, b) => placeOf(a.id) - placeOf(b.id))
  const value = lastResult(steps)
  if (value === undefined) throw new Error('no sum was told that it could come to')
  const used = new Set(steps.flatMap(({ uses }) => uses))
  const uses = steps.flatMap(({ id }) => (used.has(id) ? [] : [id]))
  yield { text: LAST_WORDS, uses, check: 'say', concludes: { frame, slot: ANSWER, value } }
}

/** Steps of one breath have their order in their ids. */
const placeOf = (id: ItemId): number => Number(id.slice(id.indexOf('#') + 1))

function lastResult(steps: readonly MadeStep[]): Value | undefined {
  const last = steps.flatMap(({ checks }) => checks).findLast((check) => check.k === 'arith')
  const result = last === undefined ? undefined : evaluate(last.value)
  const decimal = result?.ok === true ? parseDecimal(showRational(result.value)) : undefined
  return decimal === undefined ? undefined : valueOfDecimal(decimal)
}
