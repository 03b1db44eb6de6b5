/** Reading: facts of a judged state as conflicts, frames and standings in the order in which they are reported. */
import { canonicalText } from '../base/canonical.ts'
import { sha256Hex } from '../base/hash.ts'
import { valueKey } from '../frames/value.ts'
import type { Found } from './conflict/report.ts'
import type { Conflict, Reading, Standing } from './judgement.ts'
import type { Knowledge } from './knowledge.ts'
import { THING, TYPE } from './law/build.ts'
import { HOLDS, NO_FACT, type Fact } from './store/facts.ts'

/** The conflicts held now, sorted by id, those that the law makes by itself among them. */
export function conflictsOf({ verdict, compiled }: Knowledge): readonly Conflict[] {
  const found = plainOf(verdict().conflicts)
  if (compiled.paradoxes.length === 0) return found
  const own = compiled.paradoxes.map(({ by, text }): Conflict => {
    const id = sha256Hex(canonicalText({ kind: 'nogood', by }))
    return { id, kind: 'nogood', severity: 'hard', by, text, statements: [], claims: [], window: [null, null] }
  })
  return [...own, ...found].sort((a, b) => (a.id < b.id ? -1 : 1))
}

const plain = new WeakMap<readonly Found[], readonly Conflict[]>()

function plainOf(conflicts: readonly Found[]): readonly Conflict[] {
  const held = plain.get(conflicts)
  if (held !== undefined) return held
  const made = conflicts.map(({ conflict }) => conflict)
  plain.set(conflicts, made)
  return made
}

/** Facts that are statements and hold; that every frame is a Thing goes without saying. */
export function statementsIn({ facts, isStatement, terms, predicates, closure }: Knowledge): readonly Fact[] {
  closure.settle()
  const thing = terms.of(THING)
  const type = predicates.of(TYPE, 2)
  const held: Fact[] = []
  for (let fact = 0; fact < facts.count(); fact++) {
    if (!facts.is(fact, HOLDS) || !isStatement(fact)) continue
    if (facts.predOf(fact) !== type || facts.bOf(fact) !== thing) held.push(fact)
  }
  return held
}

/** Statements about one frame that hold. */
export function factsOf({ facts, terms, isSlot, closure }: Knowledge, frame: string): readonly Fact[] {
  closure.settle()
  const held: Fact[] = []
  for (let fact = facts.firstAbout(terms.find({ ref: frame })); fact !== NO_FACT; fact = facts.nextAbout(fact))
    if (facts.is(fact, HOLDS) && isSlot(facts.predOf(fact))) held.push(fact)
  return held
}

/** Ids of all frames that a statement is about, sorted. */
export function framesIn(knowledge: Knowledge): readonly string[] {
  const { facts, keys } = knowledge
  const frames = new Map<number, string>()
  for (const fact of statementsIn(knowledge))
    if (!frames.has(facts.aOf(fact))) frames.set(facts.aOf(fact), keys.statementOf(fact).frame)
  return [...frames.values()].sort()
}

/** How a fact stands, at `now` only where one is given, and in a fork where one is chosen. */
export function standingsIn(knowledge: Knowledge, fact: Fact, { now, fork }: Reading = {}): readonly Standing[] {
  const verdict = knowledge.verdict()
  const standings = verdict.standingsOf(fact, fork === undefined ? undefined : verdict.choiceOf(fork))
  if (now === undefined) return standings
  return standings.filter(
    ({ window: [from, until] }) => (from === null || from <= now) && (until === null || now < until),
  )
}

/** By frame, slot, value and time. */
export function sortStandings(standings: readonly Standing[]): readonly Standing[] {
  const keyOf = ({ frame, slot, value, not, window }: Standing): readonly [string, string, string, number] => [
    frame,
    slot,
    `${valueKey(value)}${not ? '-' : '+'}`,
    window[0] ?? -Infinity,
  ]
  return standings
    .map((standing) => ({ key: keyOf(standing), standing }))
    .sort(({ key: a }, { key: b }) => {
      const at = a.findIndex((part, index) => part !== b[index])
      return at === -1 ? 0 : a[at]! < b[at]! ? -1 : 1
    })
    .map(({ standing }) => standing)
}
