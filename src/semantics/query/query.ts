/** Query: a rule's body asked of what is known: which values make it hold, how that stands, and on what it rests. */
import { ok, type Result } from '../../base/result.ts'
import { statementKey } from '../../frames/statement.ts'
import { valueKey } from '../../frames/value.ts'
import type { Reading, StatementOut, Status } from '../judgement.ts'
import type { Knowledge } from '../knowledge.ts'
import { NO_FACT, type Fact } from '../store/facts.ts'
import type { Joint } from '../verdict/joint.ts'
import { QUERY_ANSWERS_MAX, QUERY_STEPS_MAX, type QueryAnswer, type QueryAnswers, type QueryOptions } from './answers.ts'
import { findWays, type Found, type Way } from './find.ts'
import { createMatcher } from './match.ts'
import { readQuestion, type QueryError } from './question.ts'
import { viewsOf } from '../views.ts'
import type { Model } from '../rules/wellfounded.ts'

/** The answers to the question that `text` spells, or why it is none. */
export function query(text: string, options: QueryOptions, knowledge: Knowledge): Result<QueryAnswers, QueryError> {
  const read = readQuestion(text, slotsIn(knowledge))
  if (!read.ok) return read
  const { limit = QUERY_ANSWERS_MAX, steps = QUERY_STEPS_MAX, ...reading } = options
  knowledge.closure.settle()
  let views: Model | undefined
  const matcher = createMatcher(knowledge, () => (views ??= viewsOf(knowledge, reading)))
  const question = read.value
  const { found, isWhole, isKnown } = findWays(question, { knowledge, matcher, steps, reading })
  const sorted = [...found.values()]
    .map((one) => ({ one, key: one.values.map((term) => valueKey(knowledge.terms.valueOf(term))) }))
    .sort((a, b) => byKeys(a.key, b.key))
    .map(({ one }) => one)
  const shown = sorted.slice(0, limit)
  knowledge.verdict().prepare(shown.flatMap(({ ways }) => ways.flatMap(({ facts }) => facts)))
  const answers = shown.flatMap((one) => answersOf(one, question.variables, reading, knowledge))
  return ok({ variables: question.variables, answers, more: !isWhole || sorted.length > limit, exact: isWhole && isKnown })
}

/** Binary predicates that are slots of this knowledge, whether its law or only its claims name them. */
function slotsIn({ admitted, predicates, isSlot }: Knowledge): ReadonlySet<string> {
  const slots = new Set(admitted.slots)
  for (let pred = 0; pred < predicates.count(); pred += 2) if (isSlot(pred)) slots.add(predicates.nameOf(pred))
  return slots
}

function byKeys(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((key, index) => key !== b[index])
  return at === -1 ? 0 : a[at]! < b[at]! ? -1 : 1
}

/** Ways of one answer that are weighed; of more, those with the smallest keys. */
export const WAYS_MAX = 256

function answersOf(
  { values, ways }: Found,
  variables: readonly string[],
  { now, fork }: Reading,
  knowledge: Knowledge,
): readonly QueryAnswer[] {
  const { keys, terms } = knowledge
  const verdict = knowledge.verdict()
  const choice = fork === undefined ? undefined : verdict.choiceOf(fork)
  const keyed = ways
    .map((way) => ({ way, key: [...way.facts.map(keys.of), ...way.views.map(statementKey)].sort().join() }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ way }) => way)
  const kept = keyed.slice(0, WAYS_MAX)
  const all = kept.length === keyed.length
  const sure = kept.filter(({ truth }) => truth === 'true')
  const joint = (among: readonly Way[]): readonly Joint[] =>
    among.length === 0 ? [] : verdict.jointly({ ways: among.map(({ facts }) => facts), all }, choice)
  const standings = mergeOpen(joint(sure), sure.length === kept.length ? [] : joint(kept), kept)
  const named = Object.fromEntries(variables.map((name, at) => [name, terms.valueOf(values[at]!)]))
  const statements = statementsOf(kept[0]!, knowledge)
  return standings
    .filter(({ window: [from, until] }) => now === undefined || ((from ?? now) <= now && (until === null || now < until)))
    .map(({ status: stands, window, weight }) => {
      const status: Status = statements.every(({ frame }) => knowledge.isHeld(frame)) ? stands : 'unknown'
      const shown = { values: named, status, window, statements }
      return weight === null ? shown : { ...shown, weight: String(weight) }
    })
}

/** What rests on an open conclusion is at best undefined; where sure ways hold at all, they say how it stands. */
function mergeOpen(sure: readonly Joint[], open: readonly Joint[], ways: readonly Way[]): readonly Joint[] {
  if (sure.some(({ status }) => isAccepted(status)) || open.length === 0) return sure
  const cut = ways.some(({ truth }) => truth === 'unknown') ? 'unknown' : 'undefined'
  return open.map((joint) => (isAccepted(joint.status) ? { ...joint, status: cut } : joint))
}

const isAccepted = (status: Status): boolean => status === 'clear' || status === 'consensus'

function statementsOf({ facts, views }: Way, { keys, isStatement }: Knowledge): readonly StatementOut[] {
  const held = facts.filter((fact: Fact) => fact !== NO_FACT && isStatement(fact)).map(keys.statementOf)
  const byKey = new Map([...held, ...views].map((statement) => [statementKey(statement), statement]))
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, statement]) => statement)
}
