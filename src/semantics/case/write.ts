/** Writing a case: a law and what was said under it as `case/1`, so that judging the file judges the same; what it cannot say is named. */
import { QUALITY_MAX } from '../../base/limits.ts'
import type { Law, Policy } from '../../frames/facet.ts'
import type { Said, Window } from '../../frames/item.ts'
import type { Learned } from '../../frames/learned.ts'
import { parseTime, showTime } from '../../frames/value.ts'
import { admitLaw, slotsIn, type Admitted } from '../law/admit.ts'
import { BUILT_IN_SLOTS, SAME_AS } from '../law/build.ts'
import type { Fallen } from '../learn/fallen.ts'
import { parseRules } from '../rules/parse.ts'
import { printRule } from '../rules/print.ts'
import type { Rule } from '../rules/rule.ts'
import type { Trace } from '../../traces/trace.ts'
import { writeValue } from './value.ts'
import { writeTrace } from './write-trace.ts'

/** What a case is written from. */
export interface CaseSource {
  readonly law: Law
  readonly said: readonly Said[]
  /** Authors who count no more: what they claimed is written as taken back. */
  readonly excluded: ReadonlySet<string>
  /** Names by key; authors without one keep their key. */
  readonly names: ReadonlyMap<string, string>
  /** The estimate of the authors' quality, for `policy.learned`; absent where none was made. */
  readonly learned?: Learned
  /** Who is below the floor: a case has no logs to measure, so what their words count is written as their quality. */
  readonly fallen?: readonly Fallen[]
  /** Published traces, with all of their steps. */
  readonly traces?: readonly Trace[]
}

/** A case as JSON, and what it could not say. */
export interface CaseWritten {
  readonly body: Readonly<Record<string, unknown>>
  /** One sentence each. */
  readonly unsaid: readonly string[]
}

/** The case of a realm. Lists are sorted by id, so that equal contents give equal bytes. */
export function writeCase({ law, said, excluded, names, learned, fallen = [], traces = [] }: CaseSource): CaseWritten {
  const nameOf = (author: string): string => names.get(author) ?? author
  const admitted = admitLaw(law)
  const { rules, refused } = rulesOf(law, admitted)
  const unsaid = [...refused]
  const sorted = [...said].sort((a, b) => (a.id < b.id ? -1 : 1))
  const claims = sorted.flatMap((one) => claimOf(one, nameOf))
  const undercut = sorted.flatMap((one) => undercutOf(one, nameOf))
  const takenBack = sorted.flatMap(({ id, by, item }) =>
    excluded.has(by) && (item.k === 'claim' || item.k === 'undercut') ? [{ by: nameOf(by), claim: id }] : [],
  )
  const withdraw = sorted.flatMap(({ by, item }) =>
    item.k === 'withdraw' ? [{ by: nameOf(by), claim: item.claim, ...reasonOf(item) }] : [],
  )
  const ignored = sorted.filter(({ item }) => item.k === 'ignored').length
  const body = {
    tracord: 'case/1',
    policy: policyOf({ ...law.policy, quality: heededBy(law.policy, fallen) }, nameOf, learned),
    ...listed('types', law.types),
    ...(Object.keys(law.slots).length === 0 ? {} : { slots: law.slots }),
    ...listed('rules', rules),
    claims,
    ...listed('withdraw', [...withdraw, ...takenBack]),
    ...listed('undercut', undercut),
    ...listed(
      'traces',
      traces.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map((trace) => writeTrace(trace, nameOf)),
    ),
    // In a realm every binary predicate of its rules is a slot; a case takes it for one when it asks for it (R14).
    ...listed(
      'ask',
      slotsOfRules(law, admitted).map((slot) => ({ frame: ASKED_FRAME, slot })),
    ),
  }
  const equal = said.some(({ item }) => item.k === 'claim' && item.slot === SAME_AS) || !law.policy.una
  const unnamed = [...new Set(said.flatMap(({ item }) => (item.k === 'claim' ? [item.slot] : [])))]
    .filter((slot) => !admitted.slots.has(slot))
    .sort()
  if (equal && unnamed.length > 0)
    unsaid.push(
      `${unnamed.join(' ')}: the law names no such slot, so the node does not carry it over between frames that are one; a case does`,
    )
  const left =
    ignored === 0
      ? []
      : [`items of a kind or form that this version does not know are left out, since they count for nothing: ${ignored}`]
  return { body, unsaid: [...unsaid, ...left] }
}

/** Any frame will do: the question is there for its slot. */
const ASKED_FRAME = 'any'

const listed = (key: string, list: readonly unknown[]): object => (list.length === 0 ? {} : { [key]: list })

const reasonOf = ({ reason }: { readonly reason?: string }): object => (reason === undefined ? {} : { reason })

type NameOf = (author: string) => string

function policyOf(policy: Policy, nameOf: NameOf, learnedNow: Learned | undefined): object {
  const { una, quality, learn, steps, closed } = policy
  const learned = learnedNow ?? policy.learned
  return {
    una,
    closed,
    ...(Object.keys(quality).length === 0 ? {} : { quality: byName(quality, nameOf) }),
    // What was learned is handed over as it is: learning anew from a part of what was said could say otherwise (R16).
    ...(learned === undefined ? { learn } : { learn: false, learned: learnedByName(learned, nameOf) }),
    steps,
  }
}

/** What the policy gives to each author, less for those who have fallen. */
function heededBy({ quality }: Policy, fallen: readonly Fallen[]): Policy['quality'] {
  const heeded = new Map(Object.entries(quality))
  for (const { author, weight } of fallen)
    heeded.set(author, Math.floor(((heeded.get(author) ?? QUALITY_MAX) * weight) / QUALITY_MAX))
  return Object.fromEntries(heeded)
}

function learnedByName(learned: Learned, nameOf: NameOf): Learned {
  const slots = Object.entries(learned.slots).map(([slot, one]) => [slot, { ...one, authors: byName(one.authors, nameOf) }])
  return { ...learned, quality: byName(learned.quality, nameOf), slots: Object.fromEntries(slots) as Learned['slots'] }
}

function byName<T>(byAuthor: Readonly<Record<string, T>>, nameOf: NameOf): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(byAuthor).map(([author, held]) => [nameOf(author), held]))
}

function claimOf({ id, by, item }: Said, nameOf: (author: string) => string): readonly object[] {
  if (item.k !== 'claim') return []
  const { frame, slot, value, not, confidence, valid, because } = item
  return [
    {
      ...{ id, by: nameOf(by), frame, slot, value: writeTimely(value) },
      ...(not === true ? { not } : {}),
      ...(confidence === undefined ? {} : { confidence }),
      ...(valid === undefined ? {} : { valid: windowOf(valid) }),
      ...(because === undefined ? {} : { because }),
    },
  ]
}

function undercutOf({ id, by, item }: Said, nameOf: (author: string) => string): readonly object[] {
  if (item.k !== 'undercut') return []
  const { claim, confidence } = item
  return [{ id, by: nameOf(by), claim, ...(confidence === undefined ? {} : { confidence }), ...reasonOf(item) }]
}

type ClaimValue = Extract<Said['item'], { k: 'claim' }>['value']

/** Years that ISO 8601 writes with more than four digits stay milliseconds. */
function writeTimely(value: ClaimValue): unknown {
  return typeof value === 'object' && 'time' in value && typeof instantOf(value.time) === 'number' ? value : writeValue(value)
}

const windowOf = ([from, until]: Window): readonly unknown[] => [from, until].map((ms) => (ms === null ? null : instantOf(ms)))

function instantOf(ms: number): string | number {
  const iso = showTime(ms)
  return parseTime(iso) === ms ? iso : ms
}

/** The rules in force, as they were written; a rule that is not in force makes no case, so it is named instead (R8). */
function rulesOf(
  { rules }: Law,
  { slots, refused }: Admitted,
): { readonly rules: readonly string[]; readonly refused: readonly string[] } {
  const texts = new Set(refused.filter(({ at }) => at !== null).map(({ rule }) => rule))
  const out = new Set(refused.flatMap(({ error }) => ('rule' in error ? [error.rule.id] : [])))
  const kept = rules.flatMap((text): readonly string[] => {
    if (texts.has(text)) return []
    const parsed = parseRules(text, slots)
    const own: readonly Rule[] = parsed.ok ? parsed.value : []
    return own.some(({ id }) => out.has(id)) ? own.filter(({ id }) => !out.has(id)).map(printRule) : [text]
  })
  return { rules: kept, refused: refused.map(({ rule, why }) => `a rule that is not in force is left out: ${rule}: ${why}`) }
}

/** Slots that only the rules of a realm name. */
function slotsOfRules(law: Law, { slots }: Admitted): readonly string[] {
  const known = new Set([...BUILT_IN_SLOTS, ...slotsIn(law)])
  return [...slots].filter((slot) => !known.has(slot)).sort()
}
