/** Create: an engine over a law: knowledge, read in the shapes that the rest of the system speaks. */
import { canonicalText, type Json } from '../base/canonical.ts'
import { sha256Hex } from '../base/hash.ts'
import type { Law } from '../frames/facet.ts'
import type { Engine, Explanation, News, Reading } from './engine.ts'
import { explain } from './explain.ts'
import { incompleteIn } from './incomplete.ts'
import type { Component, Conflict, Standing } from './judgement.ts'
import { createKnowledge, type Knowledge } from './knowledge.ts'
import { NO_FACT, type Fact } from './store/facts.ts'
import { THING, TYPE } from './law/build.ts'
import { valueKey } from '../frames/value.ts'
import { HOLDS } from './store/facts.ts'

/** Raised by any change that can alter a verdict: nodes compare digests only at equal numbers (R15). */
export const SEMANTICS = 1

/** An engine that knows nothing yet. `slots` are those that a case names besides its law; in a realm the law alone fixes them (R14). */
export function createEngine(law: Law, slots?: ReadonlySet<string>): Engine {
  return engineOver(createKnowledge(law, slots))
}

/** The engine that reads `knowledge`. */
export function engineOver(knowledge: Knowledge): Engine {
  const { facts, claims } = knowledge
  let [told, toldAt]: [ReadonlyMap<string, Conflict>, number] = [new Map(), knowledge.version()]
  const news = (): News => {
    if (toldAt === knowledge.version()) return { conflicts: [], settled: [] }
    toldAt = knowledge.version()
    const held = new Map(conflictsOf(knowledge).map((conflict) => [conflict.id, conflict]))
    const conflicts = [...held.values()].filter(({ id }) => !told.has(id))
    const settled = [...told.keys()].filter((id) => !held.has(id))
    told = held
    return { conflicts, settled }
  }
  /** Looks at all of the facts at once before each is read. */
  const read = (among: readonly Fact[], reading?: Reading): readonly Standing[] => {
    knowledge.verdict().prepare(among)
    return sortStandings(among.flatMap((fact) => standingsIn(knowledge, fact, reading)))
  }
  return {
    add: knowledge.add,
    exclude: knowledge.exclude,
    frames: () => framesIn(knowledge),
    standingsOf: (frame, reading) => read(factsOf(knowledge, frame), reading),
    standings: (reading) => read(statementsIn(knowledge), reading),
    conflicts: () => conflictsOf(knowledge),
    components: () => knowledge.verdict().components,
    incomplete: () => incompleteIn(knowledge),
    explain: (about): Explanation => explain(about, knowledge),
    digest: () => liveDigest(knowledge),
    news,
    size: () => ({ statements: facts.count(), claims: claims.supports.count() }),
  }
}

/** The conflicts held now, sorted by id, those that the law makes by itself among them. */
export function conflictsOf({ verdict, compiled }: Knowledge): readonly Conflict[] {
  const found = verdict().conflicts.map(({ conflict }) => conflict)
  if (compiled.paradoxes.length === 0) return found
  const own = compiled.paradoxes.map(({ by, text }): Conflict => {
    const id = sha256Hex(canonicalText({ kind: 'nogood', by }))
    return { id, kind: 'nogood', severity: 'hard', by, text, statements: [], claims: [], window: [null, null] }
  })
  return [...own, ...found].sort((a, b) => (a.id < b.id ? -1 : 1))
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

function factsOf({ facts, predicates, terms, isSlot }: Knowledge, frame: string): readonly Fact[] {
  const term = terms.find({ ref: frame })
  const held: Fact[] = []
  for (let pred = 0; pred < predicates.count(); pred++) {
    if (!isSlot(pred)) continue
    for (let fact = facts.firstByA(pred, term); fact !== NO_FACT; fact = facts.nextByA(fact))
      if (facts.is(fact, HOLDS)) held.push(fact)
  }
  return held
}

function framesIn(knowledge: Knowledge): readonly string[] {
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

function sortStandings(standings: readonly Standing[]): readonly Standing[] {
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

const digests = new WeakMap<Component, string>()

/** The hash of a component; verdicts hand on the components that did not change, so most are known. */
function digestOf(component: Component): string {
  const held = digests.get(component)
  if (held !== undefined) return held
  const digest = sha256Hex(canonicalText(component as unknown as Json))
  digests.set(component, digest)
  return digest
}

/** Clear statements are implied by the state; what is hashed is what judgement adds to it. */
function liveDigest(knowledge: Knowledge): string {
  const { components } = knowledge.verdict()
  const paradoxes = knowledge.compiled.paradoxes.map(({ text }) => text)
  const parts = components.map(digestOf)
  const refused = knowledge.admitted.refused.map(({ why }) => why)
  const content = {
    semantics: SEMANTICS,
    components: parts,
    incomplete: incompleteIn(knowledge),
    paradoxes,
    refused: [...refused].sort(),
  }
  return sha256Hex(canonicalText(content as unknown as Json))
}
