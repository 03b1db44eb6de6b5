/** Desk: where goals are answered: from what stands, by a module here, or by the members that the chosen model names. */
import type { Clock, Ms } from '../../base/clock.ts'
import { TracordError } from '../../base/error.ts'
import { ok, err } from '../../base/result.ts'
import type { ItemId } from '../../frames/item.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Core } from '../core/core.ts'
import { messageOf } from '../core/events.ts'
import type { Alternative, Answer, AskOptions, Found, Manner } from './answer.ts'
import { askAround, type AroundParts } from './around.ts'
import { goalFrom, type AskedGoal } from './goal.ts'
import { foundBy, heldAnswer, standingOf } from './held.ts'
import { ARRIVAL_MS } from './limits.ts'
import { mannerFault } from './manner.ts'
import type { Mesh, OnAsk } from './mesh.ts'
import type { Goal } from './module.ts'
import { foundText, readQuestion, type Question } from './question.ts'
import type { Workshop } from './workshop.ts'

/** What a desk works with. */
export interface DeskParts extends Omit<AroundParts, 'answerHere' | 'isAble' | 'name'> {
  readonly core: Core
  readonly workshop: Workshop
  /** How goals are asked where a call does not say. */
  readonly manner: Manner
  /** Tells everybody that this node goes on with a session. */
  takeOn(session: ItemId): Promise<void>
}

/** Where goals are answered. */
export interface Desk {
  ask(goal: Goal | string, options?: AskOptions): Promise<Answer>
  /** Answers the questions of others, by itself alone. */
  readonly onAsk: OnAsk
}

/** A desk over `parts`. */
export function createDesk(parts: DeskParts): Desk {
  const { core, clock, mesh, workshop, timings } = parts
  const { engine } = core
  const answerHere = async ({ goal, budget, anew, session }: Question, signal: AbortSignal): Promise<Found> => {
    const held = anew ? undefined : heldAnswer(engine, goal)
    if (held !== undefined) return held
    if (session !== null) await parts.takeOn(session)
    const outcome = await workshop.work({ goal, budget, session, signal })
    if (outcome.type !== 'concluded') {
      const why = outcome.type === 'failed' ? outcome.why : 'it was stopped'
      throw new TracordError('NO_ANSWER', `${outcome.module}: ${why}`)
    }
    const found = foundBy(engine, outcome.conclusion)
    if (found === undefined) throw new TracordError('NO_ANSWER', `${outcome.module}: its conclusion was not taken in`)
    return found
  }
  const around: AroundParts = { ...parts, name: core.name, isAble: workshop.isAble, answerHere }
  const tell = (goal: AskedGoal, found: Found, by: AuthorKey, alternatives: readonly Alternative[], began: Ms): Answer => {
    const ms = clock.now() - began
    timings.answered(ms)
    const route = by === core.author ? [by] : [core.author, by]
    return { goal: goal.text, ...found, standing: standingOf(engine, found.conclusion), route, alternatives, ms }
  }
  return {
    async ask(input, given = {}) {
      const began = clock.now()
      const goal = goalFrom(input)
      if (!goal.ok) throw goal.error
      const options = { ...parts.manner, ...given }
      const fault = mannerFault(options)
      if (fault !== undefined) throw new TracordError('BAD_INPUT', fault)
      const held = options.anew === true ? undefined : heldAnswer(engine, goal.value)
      if (held !== undefined) return tell(goal.value, held, core.author, othersIn(mesh), began)
      const { turns, alternatives } = await askAround(goal.value, options, around)
      for (const { answer } of turns) await arrival(answer, core, clock)
      const [first] = turns
      // Of several, what they come to together where that is decided, else whoever answered first.
      const merged = turns.length > 1 ? heldAnswer(engine, { ...goal.value, wants: undefined }) : undefined
      const { by, answer } = turns.find((turn) => turn.answer.trace === merged?.trace) ?? first!
      return tell(goal.value, merged ?? answer, by, alternatives, began)
    },
    onAsk(_from, text, reply, signal) {
      const question = readQuestion(text)
      if (!question.ok) return reply(question)
      answerHere(question.value, signal).then(
        (found) => reply(ok(foundText(found))),
        (error: unknown) => reply(err(error instanceof TracordError ? error : new TracordError('NO_ANSWER', messageOf(error)))),
      )
    },
  }
}

/** The entries behind an answer come by their own way, usually before it; they are waited for a little. */
async function arrival({ trace }: Found, core: Core, clock: Clock): Promise<void> {
  if (trace === null || core.engine.traceOf(trace) !== undefined) return
  await new Promise<void>((resolve) => {
    const end = (): void => {
      stop()
      cancel()
      resolve()
    }
    const cancel = clock.after(ARRIVAL_MS, end)
    const stop = core.subscribe(({ type }) => {
      if (type === 'entries' && core.engine.traceOf(trace) !== undefined) end()
    })
  })
}

/** Who else holds what stands: anybody alive may be asked for it. */
function othersIn(mesh: Mesh): readonly Alternative[] {
  return mesh
    .members()
    .filter(({ isLive }) => isLive)
    .map(({ id, name }) => ({ by: id, name }))
}
