/** Goal: what is asked, checked and in normal form, with what routing looks at. */
import { TracordError } from '../../base/error.ts'
import { GOAL_LENGTH_MAX } from '../../base/limits.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { domainOf, frameFault, MAIN_DOMAIN, nameFault } from '../../frames/name.ts'
import type { Goal } from './module.ts'

/** A goal in normal form. */
export interface AskedGoal {
  readonly text: string
  readonly wants: { readonly frame: string; readonly slot: string } | undefined
  readonly domain: string
}

/** The goal that somebody hands in, a text standing for its words; or what is wrong with it. */
export function goalFrom(input: unknown): Result<AskedGoal, TracordError> {
  const given = typeof input === 'string' ? { goal: input } : input
  if (typeof given !== 'object' || given === null) return bad('ask() takes a goal: a text, or { goal, wants?, domain? }')
  const { goal, wants, domain } = given as Readonly<Record<string, unknown>>
  if (typeof goal !== 'string' || goal === '' || goal.length > GOAL_LENGTH_MAX || !goal.isWellFormed())
    return bad(`goal is a text of 1 to ${GOAL_LENGTH_MAX} characters`)
  const text = goal.normalize('NFC')
  if (wants !== undefined && (typeof wants !== 'object' || wants === null)) return bad('wants is { frame, slot }')
  const { frame, slot } = (wants ?? {}) as Readonly<Record<string, unknown>>
  const fault = wants === undefined ? undefined : (faultIn('wants.frame', frameFault(frame)) ?? faultIn('wants.slot', nameFault(slot)))
  if (fault !== undefined) return bad(fault)
  if (domain !== undefined && nameFault(domain) !== undefined) return bad(`domain ${nameFault(domain)}`)
  const wanted = wants === undefined ? undefined : { frame: String(frame).normalize('NFC'), slot: String(slot).normalize('NFC') }
  const place = typeof domain === 'string' ? domain.normalize('NFC') : wanted === undefined ? MAIN_DOMAIN : domainOf(wanted.frame)
  return ok({ text, wants: wanted, domain: place })
}

/** The goal as a module is given it. */
export function goalOf({ text, wants, domain }: AskedGoal): Goal {
  return { goal: text, domain, ...(wants === undefined ? {} : { wants }) }
}

const faultIn = (what: string, fault: string | undefined): string | undefined => (fault === undefined ? undefined : `${what} ${fault}`)

const bad = (message: string): Result<never, TracordError> => err(new TracordError('BAD_INPUT', message))
