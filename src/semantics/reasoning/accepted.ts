/** Accepted: what traces of a goal are compared over: the statements that stand without the goal's own conclusions (R26). */
import type { ItemId } from '../../frames/item.ts'
import type { Standing } from '../judgement.ts'
import type { Knowledge } from '../knowledge.ts'
import type { Support } from '../claims/supports.ts'
import type { Fact } from '../store/facts.ts'
import { sayersOf } from './premise.ts'
import type { Supposed } from './scratch.ts'

/** What is accepted, and what of it each goal must leave out. */
export interface Accepted {
  /** Statements that somebody says and that stand for all of the time judged. What follows from them need not be listed. */
  readonly ground: readonly Supposed[]
  /** Those of which the budget left open whether they do. */
  readonly open: readonly Supposed[]
  /** Names of what is said only by these supports and by what rests on them. */
  restingOn(supports: readonly Support[]): ReadonlySet<string>
}

/** What stands in `knowledge`, by the standings of its statements. */
export function acceptedIn(standings: ReadonlyMap<Fact, readonly Standing[]>, knowledge: Knowledge): Accepted {
  const [ground, open]: [Supposed[], Supposed[]] = [[], []]
  for (const [fact, held] of standings) {
    if (sayersOf(fact, knowledge).length === 0) continue
    const supposed = { name: String(fact), statement: knowledge.keys.statementOf(fact) }
    if (standAlways(held)) ground.push(supposed)
    else if (held.some(({ status }) => status === 'unknown')) open.push(supposed)
  }
  const citers = citersIn(knowledge)
  return { ground, open, restingOn: (supports) => onlySaidBy(supports, citers, knowledge) }
}

/** Without an instant judged, only what stands throughout can be put together with other such things. */
function standAlways(standings: readonly Standing[]): boolean {
  let until: number | null = -Infinity
  for (const { status, window } of standings) {
    const isNext = until !== null && (window[0] ?? -Infinity) === until
    if (!isNext || (status !== 'clear' && status !== 'consensus')) return false
    until = window[1]
  }
  return until === null
}

/** The supports that name an id among their premises. */
function citersIn({ claims: { supports } }: Knowledge): ReadonlyMap<ItemId, readonly Support[]> {
  const citers = new Map<ItemId, Support[]>()
  for (let support = 0; support < supports.count(); support++) {
    for (const id of supports.premisesOf(support)) {
      const held = citers.get(id)
      if (held === undefined) citers.set(id, [support])
      else held.push(support)
    }
  }
  return citers
}

function onlySaidBy(
  roots: readonly Support[],
  citers: ReadonlyMap<ItemId, readonly Support[]>,
  knowledge: Knowledge,
): ReadonlySet<string> {
  const { supports } = knowledge.claims
  const resting = new Set(roots)
  for (const support of resting) for (const citer of citers.get(supports.idOf(support)) ?? []) resting.add(citer)
  const names = new Set<string>()
  for (const support of resting) {
    const fact = supports.factOf(support)
    if (sayersOf(fact, knowledge).every((sayer) => resting.has(sayer))) names.add(String(fact))
  }
  return names
}
