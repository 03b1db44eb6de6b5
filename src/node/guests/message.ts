/** Messages: what a node and a module elsewhere say to each other, as JSON; read as a stranger's. `server/MODULES.md` tells the order. */
import { err, ok, type Result } from '../../base/result.ts'
import type { Budget, Goal, GuestQuery, StatementInput, Step } from '../reasoning/module.ts'
import type { Step as MadeStep } from '../../traces/trace.ts'
import { GUEST_MESSAGE_LENGTH_MAX, GUEST_WHY_LENGTH_MAX } from './limits.ts'

/** The version of all that is said here; another one is refused. */
export const GUEST_PROTOCOL = 1

/** What can be read of a node. */
export type Reading =
  | { readonly what: 'frame'; readonly id: string }
  | { readonly what: 'query'; readonly body: string; readonly options?: GuestQuery }
  | { readonly what: 'claims'; readonly statement: StatementInput }

/** What a module says. */
export type FromGuest =
  | { readonly k: 'hello'; readonly v: number; readonly token: string; readonly name: string; readonly version: string }
  /** How well it suits the goal of the question of this number. */
  | { readonly k: 'bid'; readonly ask: number; readonly score: number }
  /** The next step of a run; one that concludes ends it. */
  | { readonly k: 'step'; readonly run: number; readonly step: Step }
  /** Wants to read; numbers are the module's own. */
  | { readonly k: 'read'; readonly run: number; readonly read: number; readonly of: Reading }
  /** A run is over without a conclusion, and why. */
  | { readonly k: 'end'; readonly run: number; readonly why?: string }
  | { readonly k: 'pong' }

/** What a node says. */
export type FromHost =
  | { readonly k: 'welcome'; readonly v: number; readonly node: string }
  | { readonly k: 'refused'; readonly why: string }
  | { readonly k: 'accepts'; readonly ask: number; readonly goal: Goal }
  /** Begins a run; so many steps may be sent before more credit comes. */
  | {
      readonly k: 'run'
      readonly run: number
      readonly goal: Goal
      readonly budget: Budget
      readonly previous: readonly MadeStep[]
      readonly credit: number
    }
  | { readonly k: 'credit'; readonly run: number; readonly more: number }
  | { readonly k: 'answer'; readonly run: number; readonly read: number; readonly value: unknown }
  | { readonly k: 'answer'; readonly run: number; readonly read: number; readonly why: string }
  /** Nobody wants the run any more: it is to be ended within a second. */
  | { readonly k: 'cancel'; readonly run: number; readonly why: string }
  | { readonly k: 'ping' }

type Fields = Readonly<Record<string, unknown>>

/** Reads what a module said; the error says what is wrong. Never throws. */
export function readFromGuest(text: string): Result<FromGuest, string> {
  if (text.length > GUEST_MESSAGE_LENGTH_MAX) return err(`a message of more than ${GUEST_MESSAGE_LENGTH_MAX} characters`)
  const fields = fieldsIn(text)
  if (fields === undefined) return err('a message that is no JSON object')
  const { k, run, name, version } = fields
  switch (k) {
    case 'hello': {
      const { v, token = '' } = fields
      if (v !== GUEST_PROTOCOL) return err(`hello: v is ${GUEST_PROTOCOL} here`)
      const isSaid = isLabel(name) && isLabel(version) && typeof token === 'string'
      if (!isSaid) return err('hello: name and version are short texts without "@"')
      return ok({ k, v, token, name, version })
    }
    case 'bid': {
      const { ask, score } = fields
      return isCount(ask) && isCount(score) ? ok({ k, ask, score: Math.min(1_000, score) }) : err('bid: ask and score are counts')
    }
    case 'step': {
      const { step } = fields
      return isCount(run) && isObject(step) ? ok({ k, run, step }) : err('step: a run and an object')
    }
    case 'read': {
      const { read, of } = fields
      const what = isObject(of) ? readingOf(of) : undefined
      if (!isCount(run) || !isCount(read) || what === undefined) return err('read: a run, a number, and { what: frame | query | claims }')
      return ok({ k, run, read, of: what })
    }
    case 'end': {
      const { why } = fields
      const reason = typeof why === 'string' ? { why: why.slice(0, GUEST_WHY_LENGTH_MAX) } : {}
      return isCount(run) ? ok({ k, run, ...reason }) : err('end: a run')
    }
    case 'pong':
      return ok({ k })
    default:
      return err('a message of no known kind')
  }
}

/** Reads what a node said; undefined for what is no message. The node is trusted: a module is its guest. */
export function readFromHost(text: string): FromHost | undefined {
  const fields = fieldsIn(text)
  return typeof fields?.['k'] === 'string' ? (fields as unknown as FromHost) : undefined
}

function readingOf({ what, id, body, options, statement }: Fields): Reading | undefined {
  if (what === 'frame' && typeof id === 'string') return { what, id }
  if (what === 'claims' && isObject(statement)) return { what, statement: statement as unknown as StatementInput }
  if (what !== 'query' || typeof body !== 'string') return undefined
  return { what, body, ...(isObject(options) ? { options } : {}) }
}

function fieldsIn(text: string): Fields | undefined {
  try {
    const read: unknown = JSON.parse(text)
    return isObject(read) ? read : undefined
  } catch {
    return undefined
  }
}

const LABEL = /^[^@\p{C}]{1,64}$/u

const isLabel = (value: unknown): value is string => typeof value === 'string' && LABEL.test(value)

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)
