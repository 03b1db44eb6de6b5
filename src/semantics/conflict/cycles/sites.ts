/** Sites of cycles: each ring that a law forbids as a denial that fires; a tangle with too many of them as one site. */
import { firingKey, type Firing } from '../../closure/firing.ts'
import type { Tangle } from '../../closure/tangles.ts'
import type { CycleLaw } from '../../law/clause.ts'
import type { Environment } from '../../proof/environment.ts'
import type { Labels } from '../../proof/labels.ts'
import { CONCLUDED, HOLDS, NO_FACT, type Fact } from '../../store/facts.ts'
import { leafOf, type Part } from '../../store/part.ts'
import { NO_TERM, type Term } from '../../store/terms.ts'
import type { Nogood } from '../breach.ts'
import { firingSite, type Site, type SiteParts } from '../site.ts'
import { graphOf, type Arc, type Graph } from './graph.ts'
import { ringsIn, type Rings } from './rings.ts'
import { seekIn, type Proved, type Seek } from './seek.ts'

/** Arcs of a tangle in which cycles are sought one by one; past that not all is known of it. */
export const SOUGHT_ARCS_MAX = 2_000

/** The sites of the cycles that there are. */
export interface CycleSites {
  /** Keys of those that are no more, and those that are new, since this was last asked. */
  update(): { readonly gone: readonly string[]; readonly made: readonly Site[] }
}

/** What was found in one tangle. */
interface Looked {
  readonly graph: Graph
  readonly found: Rings
}

/** Sites of cycles, none yet. */
export function createCycleSites(parts: SiteParts): CycleSites {
  const { closure, facts, terms, cycles } = parts
  let sites: ReadonlyMap<string, Site> = new Map()
  let looked: ReadonlyMap<string, Looked> = new Map()
  const nameOf = (frame: Term): string => (terms.valueOf(frame) as { ref: string }).ref
  const look = (tangle: Tangle, next: Map<string, Looked>): Looked => {
    const key = [...tangle.edges].sort((a, b) => a - b).join()
    const held = next.get(key) ?? looked.get(key)
    const graph = held?.graph ?? graphOf(tangle, facts, nameOf)
    const made = held ?? { graph, found: ringsIn(graph) }
    next.set(key, made)
    return made
  }
  const isCurrent = (key: string): boolean => sites.has(key)
  return {
    update() {
      if (cycles.length === 0) return { gone: [], made: [] }
      const [next, nextLooked] = [new Map<string, Site>(), new Map<string, Looked>()]
      for (const tangle of closure.tangles()) {
        const { graph, found } = look(tangle, nextLooked)
        for (const law of cycles) {
          if (law.pred !== tangle.pred) continue
          for (const site of sitesOf(law, graph, found, { ...parts, isCurrent })) next.set(site.key, site)
        }
      }
      const gone = [...sites.keys()].filter((key) => !next.has(key))
      const made = [...next.values()].filter(({ key }) => !sites.has(key))
      ;[sites, looked] = [next, nextLooked]
      return { gone, made }
    },
  }
}

type CycleParts = SiteParts & { isCurrent(key: string): boolean }

function sitesOf(law: CycleLaw, graph: Graph, { rings, all }: Rings, parts: CycleParts): readonly Site[] {
  const guards = graph.frames.map((frame) => guardOf(law, frame, parts))
  if (!all) return [tangleSite(law, { graph, rings, guards }, parts)]
  const firings = rings.flatMap((ring): Firing[] => {
    const body = ring.map(({ fact }) => partOf(fact, parts)).sort((a, b) => a - b)
    const types = new Set(ring.map(({ from }) => guards[from]))
    if (law.guard === NO_TERM) return [{ clause: law.clause, body }]
    return [...types].flatMap((type) => (type === undefined ? [] : [{ clause: law.clause, body: [type, ...body] }]))
  })
  return firings.map((firing) => firingSite(firing, parts, (other) => parts.isCurrent(firingKey(other))))
}

/** The fact that makes cycles through a frame forbidden; undefined where none is asked for, or it does not hold. */
function guardOf({ guard }: CycleLaw, frame: Term, { facts, type }: SiteParts): Fact | undefined {
  const fact = guard === NO_TERM ? NO_FACT : facts.find(type, frame, guard)
  return fact !== NO_FACT && facts.is(fact, HOLDS) ? fact : undefined
}

/** An edge by itself, where transitivity is all else that proves it: other ways are other cycles. */
function partOf(edge: Fact, { facts, closure }: SiteParts): Part {
  return facts.is(edge, CONCLUDED) && closure.isEdge(edge) ? edge : leafOf(edge)
}

interface Crossed {
  readonly graph: Graph
  readonly rings: readonly (readonly Arc[])[]
  readonly guards: readonly (Fact | undefined)[]
}

/** Some rings by name, and a way to ask for every other. */
function tangleSite(law: CycleLaw, crossed: Crossed, parts: CycleParts): Site {
  const { graph, guards } = crossed
  const tops = [
    ...graph.arcs.flat().map(({ fact }) => partOf(fact, parts)),
    ...guards.filter((guard) => guard !== undefined),
  ]
  const key = `${law.clause.key}~${tops.join()}`
  const site: Site = {
    key,
    tops,
    breaches: (labels) => ({ nogoods: nogoodsIn(law, crossed, labels, parts), groups: [] }),
    again: () => (parts.isCurrent(key) ? site : undefined),
  }
  return site
}

function nogoodsIn(law: CycleLaw, { graph, rings, guards }: Crossed, labels: Labels, parts: SiteParts): Nogood[] {
  const { key, price, by } = law.clause
  const given: readonly Environment[] = [[]]
  const ofNode = (node: number): readonly Environment[] => {
    const guard = guards[node]
    if (law.guard === NO_TERM) return given
    return guard === undefined ? [] : labels.of(guard)
  }
  const proved: Proved = { graph, order: parts.order, ofNode, ofArc: ({ fact }) => labels.of(partOf(fact, parts)) }
  const seek = seekIn(proved)
  const arcs = graph.arcs.flat()
  const about = [...new Set([...arcs.flatMap(proved.ofArc), ...[...guards.keys()].flatMap(ofNode)].flat())]
  const complete = arcs.length <= SOUGHT_ARCS_MAX && arcs.every(({ fact }) => labels.isComplete(partOf(fact, parts)))
  return named(rings, proved, seek).map((leaves) => ({
    law: key,
    leaves,
    price,
    by,
    clause: law.clause,
    values: [],
    complete,
    about,
    ...(complete ? { seek } : {}),
  }))
}

/** For each ring what is minimal of it; where none of them is forbidden, whatever is found first. */
function named(rings: readonly (readonly Arc[])[], { graph, ofArc, ofNode }: Proved, seek: Seek): readonly Environment[] {
  const byKey = new Map<string, Environment>()
  const ask = (among: ReadonlySet<Fact> | undefined): void => {
    for (const leaves of seek((leaf) => among?.has(leaf) === false)) byKey.set(leaves.join(), leaves)
  }
  for (const ring of rings) {
    const nodes = ring.map(({ from }) => ofNode(from)[0] ?? [])
    ask(new Set([...ring.map((arc) => ofArc(arc)[0] ?? []), ...nodes].flat()))
  }
  if (byKey.size === 0 && graph.frames.length > 0) ask(undefined)
  return [...byKey.values()]
}
