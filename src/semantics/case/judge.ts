/** Judging a case: everything that judgement finds, as the plain JSON of `judgement/1`, sorted and with its digest. */
import { canonicalText, type Json } from '../../base/canonical.ts'
import { sha256Hex } from '../../base/hash.ts'
import type { Said } from '../../frames/item.ts'
import { showTime } from '../../frames/value.ts'
import { conflictsOf, standingsIn, statementsIn } from '../reading.ts'
import { incompleteIn } from '../incomplete.ts'
import type { Component, Conflict, ForkStatement, Incomplete, Span, Standing, StatementOut } from '../judgement.ts'
import { engineOver } from '../create.ts'
import type { Engine } from '../engine.ts'
import { createKnowledge, type Knowledge } from '../knowledge.ts'
import type { Fallen } from '../learn/fallen.ts'
import { considerTraces, type Considered } from '../reasoning/coherence.ts'
import { goalsIn } from '../reasoning/goals.ts'
import { premiseIn } from '../reasoning/premise.ts'
import { createScratch } from '../reasoning/scratch.ts'
import { sortedByHash } from '../verdict/forks.ts'
import { viewStandings, viewsOf } from '../views.ts'
import { answer, type Answer } from './answer.ts'
import type { Case } from './case.ts'
import { writeCoherence, writeGoals, type CoherenceOut, type GoalOut } from './reasoned.ts'
import { writeValue } from './value.ts'

/** A statement as written, with times in ISO 8601. */
type Written<T extends StatementOut> = Omit<T, 'value' | 'window'> & { readonly value: unknown }

/** A judgement as written. */
export interface JudgementOut {
  readonly tracord: 'judgement/1'
  readonly conflicts: readonly (Omit<Conflict, 'statements' | 'window'> & {
    readonly statements: readonly Written<StatementOut>[]
    readonly window: Span<string>
  })[]
  readonly components: readonly (Omit<Component, 'forks'> & {
    readonly forks: readonly {
      readonly out: readonly (Written<ForkStatement> & { readonly window: Span<string> })[]
      readonly cost: string
    }[]
  })[]
  readonly standings: readonly (Written<Standing> & { readonly window: Span<string> })[]
  readonly incomplete: readonly Incomplete[]
  readonly coherence: readonly CoherenceOut[]
  readonly goals: readonly GoalOut[]
  readonly quality: Readonly<Record<string, number>>
  /** Who is below the policy's floor; there only where it has one. */
  readonly fallen?: readonly Fallen[]
  readonly answers: readonly Answer[]
  readonly digest: string
}

/** The judgement of a case: the same bytes for the same case, whatever the order of its lists. */
export function judgeCase(input: Case): JudgementOut {
  const { knowledge, considered } = knownIn(input)
  const { slots } = input
  const views = viewsOf(knowledge)
  const statements = statementsIn(knowledge)
  knowledge.verdict().prepare(statements)
  const byFact = new Map(statements.map((fact) => [fact, standingsIn(knowledge, fact)]))
  const standings = [...[...byFact.values()].flat(), ...viewStandings(views, knowledge)]
  const conflicts = conflictsOf(knowledge)
  const goals = goalsIn({ considered, standings: () => byFact, knowledge, slots })
  const judgement = {
    tracord: 'judgement/1' as const,
    conflicts: sortedByHash(conflicts.map(writeConflict)),
    components: sortedByHash(knowledge.verdict().components.map(writeComponent)),
    standings: sortedByHash(standings.map(writeStatement)),
    incomplete: incompleteIn(knowledge),
    coherence: writeCoherence(considered, conflicts),
    goals: writeGoals(goals),
    quality: qualityIn(input, considered, knowledge),
    ...(input.law.policy.floor === undefined ? {} : { fallen: knowledge.conduct.fallen() }),
    answers: input.asks.map((ask) => answer(ask, { knowledge, views, goals })),
  }
  return { ...judgement, digest: sha256Hex(canonicalText(judgement as unknown as Json)) }
}

/** An engine that knows what a case says, what its traces conclude included: for asking it more than the case does. */
export function engineOfCase(input: Case): Engine {
  return engineOver(knownIn(input).knowledge, input.slots)
}

function knownIn({ law, slots, said, traces, now }: Case): { readonly knowledge: Knowledge; readonly considered: readonly Considered[] } {
  const knowledge = createKnowledge(law, slots, 'all')
  knowledge.add(said.flatMap((one) => saidAt(one, now)))
  return { knowledge, considered: considerTraces(traces, knowledge, createScratch({ law, slots })) }
}

/** At an instant only what is valid then is said, and it is said without bounds. */
function saidAt(said: Said, now: number | undefined): readonly Said[] {
  if (now === undefined || said.item.k !== 'claim' || said.item.valid === undefined) return [said]
  const {
    valid: [from, until],
    ...item
  } = said.item
  return (from === null || from <= now) && (until === null || now < until) ? [{ ...said, item }] : []
}

const writeSpan = ([from, until]: Span<number>): Span<string> => [
  from === null ? null : showTime(from),
  until === null ? null : showTime(until),
]

function writeStatement<T extends StatementOut & { readonly window: Span<number> }>(
  entry: T,
): Written<T> & { readonly window: Span<string> } {
  return { ...entry, value: writeValue(entry.value), window: writeSpan(entry.window) }
}

function writeConflict(conflict: Conflict): JudgementOut['conflicts'][number] {
  const statements = conflict.statements.map((statement) => ({ ...statement, value: writeValue(statement.value) }))
  return { ...conflict, statements, window: writeSpan(conflict.window) }
}

function writeComponent(component: Component): JudgementOut['components'][number] {
  return { ...component, forks: component.forks.map(({ out, cost }) => ({ out: out.map(writeStatement), cost })) }
}

/** The quality that each author's word was counted with. */
function qualityIn({ said }: Case, considered: readonly Considered[], knowledge: Knowledge): Readonly<Record<string, number>> {
  const { learner } = knowledge
  // a trace that does not hold has no conclusion among the supports
  const heard = considered.map(({ trace }) => trace).filter(({ id }) => premiseIn(id, knowledge) !== undefined)
  const speaking = [...said.filter(({ item }) => item.k !== 'withdraw'), ...heard]
  const authors = [...new Set(speaking.map(({ by }) => by))].sort()
  return Object.fromEntries(authors.map((author) => [author, learner.qualityOf(author)]))
}
