/** Program: rules checked and put in order: what may make conflicts (layer A, positive) and what only makes views (layer B, with `not`). */
import { err, ok, type Result } from '../../base/result.ts'
import type { RuleError } from './error.ts'
import { ruleOf } from './identify.ts'
import type { Atom, Rule, Term } from './rule.ts'
import { unboundVariables } from './safety.ts'
import { isSlotAtom } from './slots.ts'
import { componentsBottomUp } from './strata.ts'
import { mayMeet, predKeyOf, usesNot, type PredKey } from './vocabulary.ts'

/** Predicates that depend on each other, and the rules that conclude them. */
export interface RuleComponent {
  /** Sorted. */
  readonly preds: readonly PredKey[]
  /** Sorted by id. */
  readonly rules: readonly Rule[]
  /** Whether a conclusion can lead to a further one of the same component. */
  readonly recursive: boolean
}

/** Rules in force. Every list is sorted by id or bottom up, so that equal sets of rules make equal programs. */
export interface Program {
  /** Positive rules and facts, components bottom up. */
  readonly layerA: readonly RuleComponent[]
  /** Hard denials, with the implied ones of relations that are both said and denied by rules (`:- p(X), -p(X).`). */
  readonly denials: readonly Rule[]
  readonly softDenials: readonly Rule[]
  /** Rules with `not`, and those that read what such rules conclude; components bottom up. */
  readonly layerB: readonly RuleComponent[]
}

/** Where the rules stand. */
export interface RuleSetting {
  /** Slots of the case (R14), besides the built-in ones; the contradiction of a statement and its negative is built in for them. */
  readonly slots: ReadonlySet<string>
  /** Slots that carry or are named by a facet, `type` included where a type can be broken: nothing may reach them through `not`. */
  readonly judged: ReadonlySet<string>
  /** Dependencies between predicates that facets make, like an inverse: `from` is concluded from `to`. */
  readonly ties?: readonly { readonly from: PredKey; readonly to: PredKey }[]
}

/** The setting of rules that stand alone: no slots but the built-in ones, no facets. */
export const BARE_SETTING: RuleSetting = { slots: new Set(), judged: new Set() }

/** A rule kept but not in force (R8), with its reason. */
export interface RefusedRule {
  readonly rule: Rule
  readonly error: RuleError
}

/** What is in force and what is not. */
export interface Admitted {
  readonly program: Program
  /** Sorted by rule id. */
  readonly refused: readonly RefusedRule[]
}

/** The program of `rules`, or the first error by rule id: for a case file, where a bad rule makes the file malformed. */
export function checkRules(rules: readonly Rule[], setting: RuleSetting = BARE_SETTING): Result<Program, RuleError> {
  const { program, refused } = admitRules(rules, setting)
  const [first] = refused
  return first === undefined ? ok(program) : err(first.error)
}

/** The program of the rules that can be in force, and the others with their reasons, sorted by rule id: for a realm (R8). */
export function admitRules(rules: readonly Rule[], setting: RuleSetting = BARE_SETTING): Admitted {
  const refused: RefusedRule[] = []
  const safe = distinctRules(rules).filter((rule) => {
    const variables = unboundVariables(rule)
    if (variables.length > 0) refused.push({ rule, error: { type: 'RuleUnsafe', rule, variables } })
    return variables.length === 0
  })
  const feeding = rulesFeedingConflicts(safe, setting)
  for (const [rule, feeds] of feeding) refused.push({ rule, error: { type: 'RuleNegation', rule, feeds } })
  const program = arrange(
    safe.filter((rule) => !feeding.has(rule)),
    setting,
  )
  return { program, refused: refused.sort((a, b) => (a.rule.id < b.rule.id ? -1 : 1)) }
}

/** One rule for each id, sorted by id; of two explanations the smaller stays. */
function distinctRules(rules: readonly Rule[]): readonly Rule[] {
  const byId = new Map<string, Rule>()
  for (const rule of rules) {
    const held = byId.get(rule.id)
    if (held === undefined || rule.text < held.text) byId.set(rule.id, rule)
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}

/**
 * The rules with `not` whose conclusion can reach a denial or a judged slot, with what it reaches. The search goes back from what makes
 * conflicts and stops at a rule with `not`: that one is refused, and what only feeds it is free.
 */
function rulesFeedingConflicts(rules: readonly Rule[], { judged }: RuleSetting): ReadonlyMap<Rule, string> {
  const [feeding, seen]: [Map<Rule, string>, Set<Rule>] = [new Map(), new Set()]
  const rulesByPred = rulesByHead(rules.filter((rule) => rule.head !== null))
  const waiting: (readonly [Rule, string])[] = []
  const reach = (rule: Rule, feeds: string): void => {
    if (seen.has(rule)) return
    seen.add(rule)
    if (usesNot(rule)) feeding.set(rule, feeds)
    else waiting.push([rule, feeds])
  }
  for (const rule of rules) if (rule.head === null) reach(rule, `the denial "${rule.text}"`)
  for (const rule of rules) if (isJudged(rule, judged)) reach(rule, `the judged slot "${headOf(rule).pred}"`)
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const [rule, feeds] = next
    for (const { atom } of rule.body) {
      for (const above of rulesByPred.get(predKeyOf(atom)) ?? []) if (mayMeet(headOf(above), atom)) reach(above, feeds)
    }
  }
  return feeding
}

function isJudged({ head }: Rule, judged: ReadonlySet<string>): boolean {
  if (head === null || head.args.length !== 2) return false
  return judged.has(head.pred) || head.pred === 'sameAs' || head.pred === 'differentFrom'
}

function headOf(rule: Rule): NonNullable<Rule['head']> {
  if (rule.head === null) throw new TypeError('a denial has no head')
  return rule.head
}

function rulesByHead(rules: readonly Rule[]): ReadonlyMap<PredKey, readonly Rule[]> {
  return grouped(rules, (rule) => [predKeyOf(headOf(rule))])
}

function grouped(rules: readonly Rule[], predsOf: (rule: Rule) => Iterable<PredKey>): ReadonlyMap<PredKey, readonly Rule[]> {
  const groups = new Map<PredKey, Rule[]>()
  for (const rule of rules) {
    for (const pred of predsOf(rule)) {
      const group = groups.get(pred)
      if (group === undefined) groups.set(pred, [rule])
      else group.push(rule)
    }
  }
  return groups
}

function arrange(rules: readonly Rule[], setting: RuleSetting): Program {
  const concluding = rules.filter((rule) => rule.head !== null)
  const views = rulesReadingNot(concluding)
  const positive = concluding.filter((rule) => !views.has(rule))
  const denials = rules.filter((rule) => rule.head === null)
  return {
    layerA: componentsOf(positive, setting),
    denials: [...denials.filter((rule) => rule.soft === null), ...impliedDenials(positive, setting)].sort((a, b) => (a.id < b.id ? -1 : 1)),
    softDenials: denials.filter((rule) => rule.soft !== null),
    layerB: componentsOf([...views], setting),
  }
}

/** Rules with `not`, and every rule that a conclusion of one can reach. */
function rulesReadingNot(rules: readonly Rule[]): ReadonlySet<Rule> {
  const readers = grouped(rules, ({ body }) => new Set(body.map(({ atom }) => predKeyOf(atom))))
  const views = new Set(rules.filter(usesNot))
  for (const rule of views) {
    const head = headOf(rule)
    for (const reader of readers.get(predKeyOf(head)) ?? []) if (reader.body.some(({ atom }) => mayMeet(head, atom))) views.add(reader)
  }
  return views
}

function componentsOf(rules: readonly Rule[], { ties = [] }: RuleSetting): readonly RuleComponent[] {
  const rulesByPred = rulesByHead(rules)
  const leadsTo = new Map<string, Set<string>>()
  const lead = (from: string, to: string): void => void leadsTo.set(from, (leadsTo.get(from) ?? new Set()).add(to))
  for (const { from, to } of ties) lead(from, to)
  for (const [pred, own] of rulesByPred) for (const { body } of own) for (const { atom } of body) lead(pred, predKeyOf(atom))
  const nodes = [...new Set([...rulesByPred.keys(), ...leadsTo.keys(), ...ties.map(({ to }) => to)])]
  return componentsBottomUp(nodes, (pred) => leadsTo.get(pred) ?? []).flatMap((members) => {
    const preds = members as readonly PredKey[]
    const own = preds.flatMap((pred) => rulesByPred.get(pred) ?? []).sort((a, b) => (a.id < b.id ? -1 : 1))
    const recursive = preds.length > 1 || leadsTo.get(preds[0] ?? '')?.has(preds[0] ?? '') === true
    return own.length === 0 ? [] : [{ preds, rules: own, recursive }]
  })
}

/** Whether a denial is the implied one of its relation: by its tree, since an explanation is whatever its author wrote. */
export function isImplied({ id, body: [first] }: Rule): boolean {
  return first !== undefined && id === impliedDenial(first.atom).id
}

function impliedDenial({ pred, args }: Atom): Rule {
  const terms: Term[] = args.map((_term, index) => ({ variable: `X${index + 1}` }))
  const body = [false, true].map((negative) => ({ atom: { pred, args: terms, negative }, not: false }))
  return ruleOf({ head: null, body, compare: [], soft: null, text: `${pred} cannot be both so and not so` })
}

/** Relations that rules both conclude and deny cannot have both; for slots this law is built into judgement. */
function impliedDenials(positive: readonly Rule[], { slots }: RuleSetting): readonly Rule[] {
  const heads = new Map(positive.map((rule) => [predKeyOf(headOf(rule)), headOf(rule)]))
  return [...heads.values()].flatMap((head) => {
    const { pred, args, negative } = head
    if (negative || !heads.has(`-${predKeyOf(head)}` as PredKey) || isSlotAtom(pred, args.length, slots)) return []
    return [impliedDenial(head)]
  })
}
