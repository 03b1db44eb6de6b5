/**
 * Merge: the reasoning of several traces toward one goal as one graph. Equal steps become one, whoever made them; conclusions that differ
 * stay side by side, for judgement to fork. The union is associative, commutative and idempotent, so it does not matter who merges what
 * with whom.
 */
import { canonicalText, type Json } from '../base/canonical.ts'
import { sha256Hex } from '../base/hash.ts'
import type { ItemId } from '../frames/item.ts'
import { statementKey, type Statement } from '../frames/statement.ts'
import { graphOf } from './graph.ts'
import type { Check, Step, Trace } from './trace.ts'

/** A step known by its content. */
export interface SharedStep {
  /** SHA-256 (hexadecimal) of its content, what it uses included. */
  readonly hash: string
  readonly text: string
  /** Hashes of steps, sorted. */
  readonly steps: readonly string[]
  /** Ids of claims, sorted. */
  readonly claims: readonly ItemId[]
  readonly checks: readonly Check[]
  readonly gives: Statement | undefined
}

/** What one trace makes of the shared steps. */
export interface Conclusion {
  readonly trace: ItemId
  readonly by: string
  readonly concludes: Statement | undefined
  /** Hashes of all of its steps, sorted. */
  readonly steps: readonly string[]
}

/** The reasoning toward one goal. Both lists are sorted by hash and hold nothing twice. */
export interface Reasoning {
  readonly goal: string
  readonly steps: readonly SharedStep[]
  readonly conclusions: readonly Conclusion[]
}

/** One trace as a graph of shared steps. Steps on or above a circle have no content of their own and are left out. */
export function reasoningOf(trace: Trace): Reasoning {
  const hashes = new Map<string, string[]>()
  const steps: SharedStep[] = []
  for (const step of graphOf(trace).ordered) {
    const shared = sharedStep(step, hashes)
    steps.push(shared)
    hashes.set(step.id, [...(hashes.get(step.id) ?? []), shared.hash].sort())
  }
  const { id, by, concludes, goal } = trace
  const distinct = uniteBy(steps, ({ hash }) => hash)
  const conclusion = { trace: id, by, concludes, steps: distinct.map(({ hash }) => hash) }
  return { goal, steps: distinct, conclusions: [conclusion] }
}

/** The union of reasonings toward `goal`; those toward other goals are left out. */
export function mergeReasoning(goal: string, parts: readonly Reasoning[]): Reasoning {
  const own = parts.filter((part) => part.goal === goal)
  const steps = uniteBy(
    own.flatMap((part) => part.steps),
    ({ hash }) => hash,
  )
  const conclusions = uniteBy(
    own.flatMap((part) => part.conclusions),
    conclusionHash,
  )
  return { goal, steps, conclusions }
}

/** SHA-256 (hexadecimal) of what a trace says, but for its id and author: two that reason alike have one. */
export function contentHash(trace: Trace): string {
  const { steps } = reasoningOf(trace)
  return hashOf([trace.goal, statementText(trace.concludes), steps.map(({ hash }) => hash)])
}

function sharedStep({ text, uses, checks, gives }: Step, hashes: ReadonlyMap<string, readonly string[]>): SharedStep {
  const steps = [...new Set(uses.flatMap((id) => hashes.get(id) ?? []))].sort()
  const claims = [...new Set(uses.filter((id) => !hashes.has(id)))].sort()
  const content = [text, steps, claims, checks.map((check) => ({ ...check })), statementText(gives)]
  return { hash: hashOf(content), text, steps, claims, checks, gives }
}

const statementText = (statement: Statement | undefined): string | null =>
  statement === undefined ? null : statementKey(statement)

const hashOf = (content: readonly Json[]): string => sha256Hex(canonicalText(content))

function conclusionHash({ trace, by, concludes, steps }: Conclusion): string {
  return hashOf([trace, by, statementText(concludes), steps])
}

/** Each once, sorted by `hashOf`. */
function uniteBy<T>(entries: readonly T[], hashOf: (entry: T) => string): readonly T[] {
  const byHash = new Map(entries.map((entry) => [hashOf(entry), entry]))
  return [...byHash].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry)
}
