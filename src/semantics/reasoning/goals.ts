/** Goals: what the coherent traces of each goal come to: which agree, how much they weigh together, by how many independent routes. */
import { sha256Hex } from '../../base/hash.ts'
import type { ItemId } from '../../frames/item.ts'
import type { Statement } from '../../frames/statement.ts'
import type { Support } from '../claims/supports.ts'
import type { Standing } from '../judgement.ts'
import type { Knowledge } from '../knowledge.ts'
import type { Fact } from '../store/facts.ts'
import { acceptedIn, type Accepted } from './accepted.ts'
import type { Considered } from './coherence.ts'
import { meaningsOf, type Meanings } from './meaning.ts'
import { isThere } from './premise.ts'
import { leavesUnder, routesThrough } from './routes.ts'
import { createScratch, meaningKey, type Scratch } from './scratch.ts'

/** How a goal stands: one meaning outweighs every other, none does, or the budget ran out before that was known. */
export type GoalStatus = 'consensus' | 'undecided' | 'unknown'

/** Conclusions that mean the same. */
export interface MeaningClass {
  /** The weightiest of them; among equals that of the smallest hash. */
  readonly concludes: Statement
  /** Parts per million of a full vote, summed: one vote for each author and each witness (R10). */
  readonly weight: number
  /** Sorted. */
  readonly traces: readonly ItemId[]
}

/** What the traces of one goal come to. */
export interface Goal {
  readonly goal: string
  /** The weightiest first; among equals that of the smallest hash. */
  readonly classes: readonly MeaningClass[]
  /** Share of the weightiest class in the weight of all, in parts per million, rounded down; 0 where nothing weighs anything. */
  readonly convergence: number
  /** How many leaf premises must go before no trace that weighs anything is left; where `exact` is false, at least so many. */
  readonly routes: number
  readonly exact: boolean
  readonly status: GoalStatus
  /** How many authors concluded something. */
  readonly authors: number
}

/** What goals are read from. */
export interface GoalsParts {
  readonly considered: readonly Considered[]
  /** Standings of every statement that holds; asked for only where conclusions have to be compared. */
  readonly standings: () => ReadonlyMap<Fact, readonly Standing[]>
  readonly knowledge: Knowledge
  readonly slots: ReadonlySet<string> | undefined
  /** Whether an id is a trace's; absent: of those considered. */
  readonly isTrace?: (id: ItemId) => boolean
}

/** The goals that some trace concludes on, in the order of their names. Traces that are not ok or were withdrawn take no part. */
export function goalsIn({ considered, standings, knowledge, slots, isTrace }: GoalsParts): readonly Goal[] {
  const byGoal = concludedByGoal(considered, knowledge)
  const ids = new Set(considered.map(({ trace }) => trace.id))
  const isOpen = [...byGoal.values()].some((group) => distinctIn(group) > 1)
  const accepted: Accepted = isOpen ? acceptedIn(standings(), knowledge) : NOTHING_ACCEPTED
  const { ground, open } = accepted
  const scratch = createScratch({ law: knowledge.law, slots, ground })
  const wide = createScratch({ law: knowledge.law, slots, ground: [...ground, ...open] })
  return [...byGoal]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([goal, group]) => goalFrom(goal, group, { accepted, scratch, wide, isTrace: isTrace ?? ((id) => ids.has(id)), knowledge }))
}

/** Where no goal has two conclusions there is nothing to compare. */
const NOTHING_ACCEPTED: Accepted = { ground: [], open: [], restingOn: () => new Set() }

/** A trace that counts. */
interface Concluded {
  readonly id: ItemId
  readonly statement: Statement
  readonly support: Support
}

interface GoalParts {
  readonly accepted: Accepted
  /** Over what stands. */
  readonly scratch: Scratch
  /** Over that and what the budget left open. */
  readonly wide: Scratch
  readonly isTrace: (id: ItemId) => boolean
  readonly knowledge: Knowledge
}

function concludedByGoal(considered: readonly Considered[], knowledge: Knowledge): ReadonlyMap<string, readonly Concluded[]> {
  const byGoal = new Map<string, Concluded[]>()
  for (const { trace, ok } of considered) {
    const { id, goal, concludes } = trace
    if (!ok || concludes === undefined) continue
    const support = knowledge.claims.supports.find(id)
    if (!isThere(support, knowledge)) continue
    const concluded = { id, statement: concludes, support }
    const held = byGoal.get(goal)
    if (held === undefined) byGoal.set(goal, [concluded])
    else held.push(concluded)
  }
  return byGoal
}

const distinctIn = (group: readonly Concluded[]): number => new Set(group.map(({ statement }) => meaningKey(statement))).size

function goalFrom(goal: string, group: readonly Concluded[], parts: GoalParts): Goal {
  const { knowledge, isTrace } = parts
  const { groups, exact } = meaningsIn(group, parts)
  const classes = groups.map((statements) => classFrom(statements, group, knowledge)).sort(heavier)
  const total = classes.reduce((sum, { weight }) => sum + weight, 0)
  const [best = 0, next = 0] = classes.map(({ weight }) => weight)
  const leafSets = group.filter((one) => weightOf([one], knowledge) > 0).map(({ support }) => leavesUnder(support, isTrace, knowledge))
  const routes = routesThrough(leafSets, knowledge.law.policy.steps.perComponent)
  return {
    goal,
    classes,
    convergence: total === 0 ? 0 : Number((BigInt(best) * PARTS) / BigInt(total)),
    routes: routes.count,
    exact: routes.exact,
    status: exact ? (best > next ? 'consensus' : 'undecided') : 'unknown',
    authors: new Set(group.map(({ support }) => knowledge.claims.supports.authorOf(support))).size,
  }
}

/** Parts per million. */
const PARTS = 1_000_000n

/** What the budget left open might stand or not: only classes that come out alike both ways are sure. */
function meaningsIn(group: readonly Concluded[], { accepted, scratch, wide }: GoalParts): Meanings {
  const statements = group.map(({ statement }) => statement)
  const without = accepted.restingOn(group.map(({ support }) => support))
  const least = meaningsOf(statements, { scratch, without })
  if (accepted.open.length === 0 || least.groups.length < 2) return least
  const most = meaningsOf(statements, { scratch: wide, without })
  return { groups: least.groups, exact: least.exact && most.exact && least.groups.length === most.groups.length }
}

function classFrom(statements: readonly Statement[], group: readonly Concluded[], knowledge: Knowledge): MeaningClass {
  const keys = new Set(statements.map(meaningKey))
  const members = group.filter(({ statement }) => keys.has(meaningKey(statement)))
  const ranked = statements.map((statement) => {
    const own = members.filter((member) => meaningKey(member.statement) === meaningKey(statement))
    return { concludes: statement, weight: weightOf(own, knowledge), traces: [] }
  })
  const { concludes } = ranked.sort(heavier)[0]!
  return { concludes, weight: weightOf(members, knowledge), traces: members.map(({ id }) => id).sort() }
}

function weightOf(group: readonly Concluded[], { votes }: Knowledge): number {
  return votes.among(group.map(({ support }) => support)).reduce((sum, { vote }) => sum + vote, 0)
}

function heavier(a: MeaningClass, b: MeaningClass): number {
  return b.weight - a.weight || (hashOf(a) < hashOf(b) ? -1 : 1)
}

const hashOf = ({ concludes }: MeaningClass): string => sha256Hex(meaningKey(concludes))
