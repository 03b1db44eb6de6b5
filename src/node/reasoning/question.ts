/** Question: what members ask one another, and answer: canonical text with a version, read as warily as all that comes from outside. */
import { canonicalText } from '../../base/canonical.ts'
import { TracordError } from '../../base/error.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { isItemId } from '../../frames/item-id.ts'
import type { ItemId } from '../../frames/item.ts'
import { frameFault, nameFault } from '../../frames/name.ts'
import { isNormalValue } from '../../frames/value.ts'
import { statementFrom } from '../../traces/archive.ts'
import type { Spelled } from '../../frames/trace-item.ts'
import type { Found } from './answer.ts'
import { goalFrom, type AskedGoal } from './goal.ts'
import { QUESTION_LENGTH_MAX, RUN_MS, RUN_STEPS } from './limits.ts'
import type { Budget } from './module.ts'

/** What one member asks another. */
export interface Question {
  readonly goal: AskedGoal
  readonly budget: Budget
  /** Reason though an answer is held. */
  readonly anew: boolean
  /** The session to go on with, where one is left. */
  readonly session: ItemId | null
}

const VERSION = 1

/** A question as it travels. */
export function questionText({ goal, budget, anew, session }: Question): string {
  const { text, wants, domain } = goal
  return canonicalText({ v: VERSION, goal: text, wants: wants ?? null, domain, steps: budget.steps, ms: budget.ms, anew, session })
}

/** The question that `text` spells, its budget cut to what this node allows. */
export function readQuestion(text: string): Result<Question, TracordError> {
  const fields = fieldsOf(text)
  if (fields === undefined || fields['v'] !== VERSION) return err(refused('this node understands questions of version 1'))
  const { goal, wants, domain, steps, ms, anew, session } = fields
  const read = goalFrom({ goal, wants: wants ?? undefined, domain })
  if (!read.ok) return read
  if (session !== null && !isItemId(session)) return err(refused('the session is named by its id'))
  const budget = { steps: bounded(steps, RUN_STEPS), ms: bounded(ms, RUN_MS) }
  return ok({ goal: read.value, budget, anew: anew === true, session })
}

/** What was found, as it travels. */
export function foundText({ conclusion, trace, session, module }: Found): string {
  return canonicalText({ v: VERSION, conclusion: { ...conclusion }, trace, session, module })
}

/** What `text` says was found. */
export function readFound(text: string): Result<Found, TracordError> {
  const fields = fieldsOf(text)
  const bad = err(refused('its answer is none of version 1'))
  if (fields === undefined || fields['v'] !== VERSION) return bad
  const { conclusion, trace, session, module } = fields
  if (typeof conclusion !== 'object' || conclusion === null) return bad
  const { frame, slot, value, not } = conclusion as Readonly<Record<string, unknown>>
  if (frameFault(frame) !== undefined || nameFault(slot) !== undefined || !isNormalValue(value)) return bad
  if (![trace, session].every((id) => id === null || isItemId(id))) return bad
  if (module !== null && nameFault(module) !== undefined) return bad
  const statement = statementFrom({ frame, slot, value, ...(not === true ? { not } : {}) } as Spelled)
  return ok({ conclusion: statement, trace, session, module } as Found)
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  if (text.length > QUESTION_LENGTH_MAX) return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Readonly<Record<string, unknown>>) : undefined
  } catch {
    return undefined
  }
}

const bounded = (wanted: unknown, most: number): number =>
  Number.isSafeInteger(wanted) && Number(wanted) > 0 ? Math.min(Number(wanted), most) : most

const refused = (why: string): TracordError => new TracordError('REFUSED', why)
