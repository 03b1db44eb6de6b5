/** Reading a case: from the text of a file to what judgement takes, exactly; the first fault is told with its place. */
import { parse } from 'lossless-json'
import { CONFIDENCE_MAX } from '../../base/limits.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { Law } from '../../frames/facet.ts'
import type { Claim, Said, Undercut, Window } from '../../frames/item.ts'
import { readLaw } from '../../frames/read-law.ts'
import type { Statement } from '../../frames/statement.ts'
import { admitLaw } from '../law/admit.ts'
import { patternFault } from '../law/values.ts'
import { ruleErrorText } from '../rules/error.ts'
import { parseAtom } from '../rules/parse.ts'
import type { Ask, Case, CaseError } from './case.ts'
import * as read from './fields.ts'
import { readTrace } from './read-trace.ts'
import { readStatement } from './statement.ts'

const VERSION = 'case/1'
const TOP = ['tracord', 'policy', 'types', 'slots', 'rules', 'claims', 'withdraw', 'undercut', 'traces', 'ask']

/** The case that `source` spells, or what is wrong with it and where. */
export function readCase(source: string): Result<Case, CaseError> {
  try {
    return ok(caseFrom(jsonFrom(source)))
  } catch (error) {
    if (error instanceof read.CaseFault) return err({ type: 'CaseError', path: error.path, why: error.message })
    throw error
  }
}

function jsonFrom(source: string): unknown {
  try {
    return parse(source, null, read.exactNumber)
  } catch (error) {
    if (error instanceof read.CaseFault) throw error
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error
    const position = /at position (\d+)/.exec(error.message)?.[1]
    const line = position === undefined ? 1 : source.slice(0, Number(position)).split('\n').length
    throw new read.CaseFault(`line ${line}`, `is not JSON: ${error.message}`)
  }
}

function caseFrom(input: unknown): Case {
  const top = read.fieldsOf(input, '', TOP)
  if (top.of['tracord'] !== VERSION) throw new read.CaseFault('tracord', `must be "${VERSION}"`)
  const law = lawFrom(top)
  const claims = read.optional(top, 'claims', read.listOf(claim), [])
  const undercuts = read.optional(top, 'undercut', read.listOf(undercut), [])
  refuseTwins(claims, 'claims')
  refuseTwins([...claims, ...undercuts], 'undercut')
  const withdrawals = read.optional(top, 'withdraw', read.listOf(withdrawal), [])
  const traces = read.optional(top, 'traces', read.listOf(readTrace), [])
  refuseTwins([...claims, ...undercuts, ...traces], 'traces')
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
  for (const list of [law.value.slots, ...law.value.types.map(({ slots = {} }) => slots)]) {
    for (const [slot, facets] of Object.entries(list)) {
      const fault = facets
        .map((facet) => (facet.k === 'pattern' ? patternFault(facet.re) : undefined))
        .find((why) => why !== undefined)
      if (fault !== undefined) throw new read.CaseFault(`slots.${slot}`, fault)
    }
  }
  return law.value
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
  const item: Claim = {
    k: 'claim',
    frame: read.field(fields, 'frame', read.frame),
    slot: read.field(fields, 'slot', read.name),
    value: read.field(fields, 'value', read.value),
    ...(read.optional(fields, 'not', read.flag, false) ? { not: true } : {}),
    confidence: read.optional(fields, 'confidence', read.countTo(CONFIDENCE_MAX), CONFIDENCE_MAX),
    ...(valid === undefined ? {} : { valid }),
    ...(because.length === 0 ? {} : { because: [...new Set(because)].sort() }),
  }
  return { id: read.field(fields, 'id', read.name), by: read.field(fields, 'by', read.name), item }
}

function undercut(input: unknown, at: string): Said {
  const fields = read.fieldsOf(input, at, ['id', 'by', 'claim', 'confidence'])
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

function refuseTwins(said: readonly { readonly id: string }[], list: string): void {
  const seen = new Set<string>()
  for (const { id } of said) {
    if (seen.has(id)) throw new read.CaseFault(list, `the id "${id}" is given twice`)
    seen.add(id)
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
