/** Reading a case: from the text of a file to what judgement takes, exactly; the first fault is told with its place. */
import { CONFIDENCE_MAX } from '../../base/limits.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { Law } from '../../frames/facet.ts'
import type { Claim, Said, Undercut, Window } from '../../frames/item.ts'
import { frameFault, nameFault } from '../../frames/name.ts'
import { readLaw } from '../../frames/read-law.ts'
import type { Statement } from '../../frames/statement.ts'
import type { Value } from '../../frames/value.ts'
import { admitLaw } from '../law/admit.ts'
import { patternFault } from '../law/values.ts'
import { ruleErrorText } from '../rules/error.ts'
import { parseAtom } from '../rules/parse.ts'
import type { Ask, Case, CaseError } from './case.ts'
import * as read from './fields.ts'
import { jsonFrom } from './json.ts'
import { readTrace } from './read-trace.ts'
import { readStatement } from './statement.ts'

const VERSION = 'case/1'
const TOP = ['tracord', 'policy', 'types', 'slots', 'rules', 'claims', 'withdraw', 'undercut', 'traces', 'ask']

/** The case that `source` spells, or what is wrong with it and where. */
export function readCase(source: string): Result<Case, CaseError> {
  try {
    return ok(caseFrom(jsonFrom(source)))
  } catch (error) {
    if (!(error instanceof read.CaseFault)) throw error
    return err({ type: 'CaseError', path: inOneLine(error.path), why: inOneLine(error.message) })
  }
}

/** What a file spells may hold line breaks, and a message quotes it. */
const inOneLine = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ')

function caseFrom(input: unknown): Case {
  const top = read.fieldsOf(input, '', TOP)
  if (top.of['tracord'] !== VERSION) throw new read.CaseFault('tracord', `must be "${VERSION}"`)
  const law = lawFrom(top)
  const claims = read.optional(top, 'claims', read.listOf(claim), [])
  const undercuts = read.optional(top, 'undercut', read.listOf(undercut), [])
  const withdrawals = read.optional(top, 'withdraw', read.listOf(withdrawal), [])
  const traces = read.optional(top, 'traces', read.listOf(readTrace), [])
  refuseTwins({ claims, undercut: undercuts, traces })
  const asks = read.optional(top, 'ask', read.listOf(ask), [])
  const slots = slotsNamed(
    claims,
    asks,
    traces.flatMap(({ concludes, steps }) => [concludes, ...steps.map(({ gives }) => gives)]),
  )
  const admitted = admitLaw(law, slots)
  const [refused] = admitted.refused
  if (refused !== undefined)
    throw new read.CaseFault(refused.at === null ? 'rules' : `rules[${refused.at}]`, refused.why)
  return {
    law,
    slots,
    now: nowFrom(top),
    traces,
    said: [...claims, ...undercuts, ...withdrawals],
    asks: asks.map((open, at) => closeAsk(open, admitted.slots, `ask[${at}]`)),
  }
}

function lawFrom({ of }: read.Fields): Law {
  const law = readLaw({ types: of['types'], slots: of['slots'], rules: of['rules'], policy: of['policy'] })
  if (!law.ok) throw new read.CaseFault(law.error.path, law.error.why)
  refusePatterns(law.value.slots, 'slots')
  law.value.types.forEach(({ slots = {} }, at) => refusePatterns(slots, `types[${at}].slots`))
  return law.value
}

function refusePatterns(slots: Law['slots'], at: string): void {
  for (const [slot, facets] of Object.entries(slots)) {
    for (const [index, facet] of facets.entries()) {
      const fault = facet.k === 'pattern' ? patternFault(facet.re) : undefined
      if (fault !== undefined) throw new read.CaseFault(`${at}.${slot}[${index}].re`, fault)
    }
  }
}

function nowFrom({ of }: read.Fields): number | undefined {
  const policy = of['policy']
  if (typeof policy !== 'object' || policy === null || !('now' in policy)) return undefined
  return read.instant(policy.now, 'policy.now')
}

function claim(input: unknown, at: string): Said {
  const fields = read.fieldsOf(input, at, [
    'id',
    'by',
    'frame',
    'slot',
    'value',
    'not',
    'confidence',
    'valid',
    'because',
  ])
  const because = read.optional(fields, 'because', read.listOf(read.name), [])
  const valid = read.optional(fields, 'valid', window, undefined)
  const slot = read.field(fields, 'slot', read.name)
  const item: Claim = {
    k: 'claim',
    frame: read.field(fields, 'frame', read.frame),
    slot,
    value: read.field(fields, 'value', (value, place) => builtInValue(slot, read.value(value, place), place)),
    ...(read.optional(fields, 'not', read.flag, false) ? { not: true } : {}),
    confidence: read.optional(fields, 'confidence', read.countTo(CONFIDENCE_MAX), CONFIDENCE_MAX),
    ...(valid === undefined ? {} : { valid }),
    ...(because.length === 0 ? {} : { because: [...new Set(because)].sort() }),
  }
  return { id: read.field(fields, 'id', read.name), by: read.field(fields, 'by', read.name), item }
}

/** Built-in slots speak of frames and types: anything else would be said in vain. */
function builtInValue(slot: string, value: Value, at: string): Value {
  const names = typeof value === 'string' ? !nameFault(value) : typeof value === 'object' && 'ref' in value
  if (slot === 'type' && !names) throw new read.CaseFault(at, 'must be the id of a type, like "Door"')
  const isFrame = typeof value === 'string' ? frameFault(value) === undefined : names
  if ((slot === 'sameAs' || slot === 'differentFrom') && !isFrame)
    throw new read.CaseFault(at, `must be a frame, like {"ref": "d2"}`)
  return value
}

function undercut(input: unknown, at: string): Said {
  const fields = read.fieldsOf(input, at, ['id', 'by', 'claim', 'confidence', 'reason'])
  const confidence = read.optional(fields, 'confidence', read.countTo(CONFIDENCE_MAX), CONFIDENCE_MAX)
  const item: Undercut = { k: 'undercut', claim: read.field(fields, 'claim', read.name), confidence }
  return { id: read.field(fields, 'id', read.name), by: read.field(fields, 'by', read.name), item }
}

function withdrawal(input: unknown, at: string): Said {
  const fields = read.fieldsOf(input, at, ['id', 'by', 'claim', 'reason'])
  return {
    id: at,
    by: read.field(fields, 'by', read.name),
    item: { k: 'withdraw', claim: read.field(fields, 'claim', read.name) },
  }
}

function window(input: unknown, at: string): Window | undefined {
  if (!Array.isArray(input) || input.length !== 2)
    throw new read.CaseFault(at, 'must be [from, until], each a time or null')
  const [from, until] = input.map((bound, index) => (bound === null ? null : read.instant(bound, `${at}[${index}]`)))
  if (from === undefined || until === undefined || (from === null && until === null)) return undefined
  if (from !== null && until !== null && from >= until) throw new read.CaseFault(at, 'ends before it begins')
  return [from, until]
}

/** Claims, undercuts and traces share their names, since each may be named by another. */
function refuseTwins(lists: Readonly<Record<string, readonly { readonly id: string }[]>>): void {
  const seen = new Set<string>()
  for (const [list, named] of Object.entries(lists)) {
    for (const [at, { id }] of named.entries()) {
      if (seen.has(id)) throw new read.CaseFault(`${list}[${at}].id`, `the id "${id}" is given twice`)
      seen.add(id)
    }
  }
}

/** A question before its atom can be read: what is a slot is known only when everything was read. */
type OpenAsk = Exclude<Ask, { k: 'atom' }> | { readonly k: 'atom'; readonly text: string }

function ask(input: unknown, at: string): OpenAsk {
  const fields = read.fieldsOf(input, at, ['frame', 'slot', 'atom', 'goal', 'why'])
  if ('atom' in fields.of) return { k: 'atom', text: read.field(fields, 'atom', read.text) }
  if ('goal' in fields.of) return { k: 'goal', goal: read.field(fields, 'goal', read.text) }
  if ('why' in fields.of) return { k: 'why', statement: read.field(fields, 'why', readStatement) }
  if (!('frame' in fields.of)) throw new read.CaseFault(at, 'asks nothing; use frame and slot, atom, goal or why')
  return { k: 'slot', frame: read.field(fields, 'frame', read.frame), slot: read.field(fields, 'slot', read.name) }
}

function slotsNamed(
  claims: readonly Said[],
  asks: readonly OpenAsk[],
  given: readonly (Statement | undefined)[],
): ReadonlySet<string> {
  const slots = new Set<string>()
  for (const { item } of claims) if (item.k === 'claim') slots.add(item.slot)
  for (const entry of asks) {
    if (entry.k === 'slot') slots.add(entry.slot)
    if (entry.k === 'why') slots.add(entry.statement.slot)
  }
  for (const statement of given) if (statement !== undefined) slots.add(statement.slot)
  return slots
}

function closeAsk(open: OpenAsk, slots: ReadonlySet<string>, at: string): Ask {
  if (open.k !== 'atom') return open
  const atom = parseAtom(open.text, slots)
  if (!atom.ok) throw new read.CaseFault(`${at}.atom`, ruleErrorText(atom.error))
  return { k: 'atom', atom: atom.value }
}
