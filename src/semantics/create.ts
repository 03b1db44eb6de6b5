/** Create: an engine over a law: knowledge, read in the shapes that the rest of the system speaks. */
import { canonicalText, type Json } from '../base/canonical.ts'
import { sha256Hex } from '../base/hash.ts'
import type { Law } from '../frames/facet.ts'
import type { Engine, News, Refused } from './engine.ts'
import { explain } from './explain/explain.ts'
import { claimsOf, factOf } from './explain/lookup.ts'
import { incompleteIn } from './incomplete.ts'
import type { Component, Conflict, Reading, Standing } from './judgement.ts'
import { createKnowledge, type Knowledge } from './knowledge.ts'
import { query } from './query/query.ts'
import { conflictsOf, factsOf, framesIn, sortStandings, standingsIn, statementsIn } from './reading.ts'
import { createPublication, type Publication } from './reasoning/publication.ts'
import { reasonedBy } from './reasoning/reasoned.ts'
import type { Fact } from './store/facts.ts'
import { unjudgedIn } from './unjudged.ts'
import type { Answers } from './verdict/answers.ts'
import { hashOf } from './verdict/forks.ts'
import { viewStandings, viewsOf } from './views.ts'

/** Raised by any change that can alter a verdict: nodes compare digests only at equal numbers (R15). */
export const SEMANTICS = 7

/**
 * An engine that knows nothing yet. `slots` are those that a case names besides its law; in a realm the law alone fixes them (R14).
 * Engines of one process may share `answers`: what one of them worked out is there for all.
 */
export function createEngine(law: Law, slots?: ReadonlySet<string>, answers?: Answers): Engine {
  return engineOver(createKnowledge(law, slots, 'sealed', answers), slots)
}

/** The engine that reads `knowledge`. */
export function engineOver(knowledge: Knowledge, slots?: ReadonlySet<string>): Engine {
  const { facts, claims } = knowledge
  const publication = createPublication(knowledge, slots)
  let [views, viewsAt]: [readonly Standing[], number] = [[], -1]
  /** What rules with `not` conclude; made once for each state, or anew for an instant or a fork, and only where there are such rules. */
  const viewed = (reading: Reading = {}): readonly Standing[] => {
    if (knowledge.admitted.program.layerB.length === 0) return []
    if (reading.now !== undefined || reading.fork !== undefined) return viewStandings(viewsOf(knowledge, reading), knowledge)
    if (viewsAt === knowledge.version()) return views
    viewsAt = knowledge.version()
    views = viewStandings(viewsOf(knowledge), knowledge)
    return views
  }
  /** What is said of a frame that is not held may be said otherwise there (R17). */
  const guarded = (standing: Standing): Standing =>
    knowledge.isHeld(standing.frame) ? standing : { ...standing, status: 'unknown' }
  /** Looks at all of the facts at once before each is read. */
  const read = (among: readonly Fact[], own: readonly Standing[], reading?: Reading): readonly Standing[] => {
    knowledge.verdict().prepare(among)
    const standings = [...among.flatMap((fact) => standingsIn(knowledge, fact, reading)), ...own]
    return sortStandings(knowledge.isPartial() ? standings.map(guarded) : standings)
  }
  /** Traces are looked at anew where what counts, or by which law, is other than before. */
  const renewing = <T>(change: (what: T) => void): ((what: T) => void) => {
    return (what) => {
      change(what)
      publication.renew()
    }
  }
  return {
    add(said) {
      knowledge.add(said)
      publication.add(said)
    },
    shelve(said) {
      knowledge.shelve(said)
      publication.add(said)
    },
    exclude: renewing(knowledge.exclude),
    include: renewing(knowledge.include),
    discount: renewing(knowledge.discount),
    recount: renewing(knowledge.recount),
    adopt: renewing(knowledge.adopt),
    refused: () => refusedIn(knowledge),
    ...heedingOf(knowledge),
    hold: knowledge.hold,
    frames: () => framesIn(knowledge),
    standingsOf(frame, reading) {
      const own = viewed(reading).filter((standing) => standing.frame === frame)
      return read(factsOf(knowledge, frame), own, reading)
    },
    standings: (reading) => read(statementsIn(knowledge), viewed(reading), reading),
    conflicts: () => conflictsOf(knowledge),
    components: () => knowledge.verdict().components,
    incomplete: () => incompleteIn(knowledge),
    unjudged: () => unjudgedIn(knowledge),
    explain: (about) => explain(about, knowledge),
    query: (body, options = {}) => query(body, options, knowledge),
    claimsOf: (statement) => claimsOf(factOf(statement, knowledge), knowledge),
    ...reasonedBy(publication, knowledge, slots),
    digest: () => liveDigest(knowledge, publication),
    news: newsOf(knowledge),
    size: () => ({ statements: facts.count(), claims: claims.supports.count() }),
  }
}

/** By what words are weighed. */
function heedingOf(
  knowledge: Knowledge,
): Pick<Engine, 'seal' | 'unseal' | 'isLearning' | 'learned' | 'measure' | 'unmeasure' | 'block' | 'fallen'> {
  const { seal, unseal, measure, unmeasure, learner, conduct, verdict } = knowledge
  return {
    ...{ seal, unseal, isLearning: learner.isLearning, measure, unmeasure, block: conduct.block },
    learned() {
      verdict()
      return learner.learned()
    },
    fallen() {
      verdict()
      return conduct.fallen()
    },
  }
}

/** What changed between one call and the next. */
function newsOf(knowledge: Knowledge): () => News {
  let [told, toldAt]: [ReadonlyMap<string, Conflict>, number] = [new Map(), knowledge.version()]
  let toldOf: unknown
  return () => {
    if (toldAt === knowledge.version()) return { conflicts: [], settled: [] }
    toldAt = knowledge.version()
    const { conflicts: found } = knowledge.verdict()
    if (found === toldOf) return { conflicts: [], settled: [] }
    toldOf = found
    const held = new Map(conflictsOf(knowledge).map((conflict) => [conflict.id, conflict]))
    const conflicts = [...held.values()].filter(({ id }) => !told.has(id))
    const settled = [...told.keys()].filter((id) => !held.has(id))
    told = held
    return { conflicts, settled }
  }
}

function refusedIn({ admitted }: Knowledge): readonly Refused[] {
  const all = admitted.refused.map(({ rule, why }): Refused => ({ rule, why }))
  return all.sort((a, b) => (a.rule === b.rule ? (a.why < b.why ? -1 : 1) : a.rule < b.rule ? -1 : 1))
}

const digests = new WeakMap<Component, string>()

/** The hash of a component; verdicts hand on the components that did not change, so most are known. */
function digestOf(component: Component): string {
  const held = digests.get(component)
  if (held !== undefined) return held
  const forks = component.forks.map(({ out, cost }) => ({ cost, out: sha256Hex(out.map(hashOf).join()) }))
  const digest = sha256Hex(canonicalText({ ...component, forks }))
  digests.set(component, digest)
  return digest
}

const parts = new WeakMap<readonly Component[], string>()

/** The hash of the hashes, which are too many to be spelled out again wherever they are named. */
function partsOf(components: readonly Component[]): string {
  const held = parts.get(components)
  if (held !== undefined) return held
  const made = sha256Hex(components.map(digestOf).join())
  parts.set(components, made)
  return made
}

/** Clear statements are implied by the state; what is hashed is what judgement adds to it. */
function liveDigest(knowledge: Knowledge, publication: Publication): string {
  const { components } = knowledge.verdict()
  const paradoxes = knowledge.compiled.paradoxes.map(({ text }) => text)
  const parts = partsOf(components)
  const refused = knowledge.admitted.refused.map(({ why }) => why)
  const incoherent = publication.incoherent()
  const fallen = knowledge.conduct.fallen()
  const content = {
    semantics: SEMANTICS,
    components: parts,
    incomplete: incompleteIn(knowledge),
    paradoxes,
    refused: [...refused].sort(),
    // absent where there are none, and where all domains are held, so that such nodes compare as if there were none
    ...(incoherent.length > 0 ? { incoherent } : {}),
    ...(fallen.length > 0 ? { fallen } : {}),
    ...(knowledge.isPartial() ? { unjudged: unjudgedIn(knowledge) } : {}),
  }
  return sha256Hex(canonicalText(content as unknown as Json))
}
