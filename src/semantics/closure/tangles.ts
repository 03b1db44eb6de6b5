/**
 * Tangles: where the edges of a slot that may hold no cycle come back to where they began. Each new edge is put in an order of frames; one
 * that does not fit is only noted, and looked at when somebody asks. An edge that goes needs no work: an order without it is still one.
 */
import { EDGE, HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Pred } from '../store/predicates.ts'
import type { Term } from '../store/terms.ts'
import type { Edges } from './edges.ts'
import { createRanks, type Ranks } from './ranks.ts'

/** Frames each of which leads to every other, and the edges among them. */
export interface Tangle {
  readonly pred: Pred
  readonly frames: readonly Term[]
  readonly edges: readonly Fact[]
}

/** The tangles of the watched slots. */
export interface Tangles {
  /** Watches the slots `preds` and no others. True where some are new: the edges that they have must be added. */
  watch(preds: ReadonlySet<Pred>): boolean
  /** `fact` is an edge from now on; slots that are not watched do not matter. */
  add(fact: Fact): void
  /** `fact` is no longer an edge. */
  touch(fact: Fact): void
  /** Every tangle; the same array until an edge comes or goes. */
  all(): readonly Tangle[]
}

/** Steps for which one new edge may keep a writer busy; past that it waits for somebody who reads. */
export const PLACING_STEPS_MAX = 1_000

/** Tangles of the slots `watched` over `edges`. */
export function createTangles(facts: Facts, edges: Edges, watched: ReadonlySet<Pred>): Tangles {
  let graphs = new Map([...watched].map((pred) => [pred, createGraph(facts, edges, pred)]))
  let held: readonly Tangle[] | undefined
  return {
    watch(preds) {
      const before = graphs
      graphs = new Map([...preds].map((pred) => [pred, before.get(pred) ?? createGraph(facts, edges, pred)]))
      held = undefined
      return [...preds].some((pred) => !before.has(pred))
    },
    add(fact) {
      const graph = graphs.get(facts.predOf(fact))
      if (graph === undefined) return
      graph.add(fact)
      held = undefined
    },
    touch(fact) {
      if (graphs.has(facts.predOf(fact))) held = undefined
    },
    all: () => (held ??= [...graphs.values()].flatMap((graph) => graph.tangles())),
  }
}

interface Graph {
  add(fact: Fact): void
  tangles(): readonly Tangle[]
}

/** Hands out the facts that begin, or end, at a frame; those that went too. */
type Each = (frame: Term, visit: (fact: Fact) => void) => void

function createGraph(facts: Facts, edges: Edges, pred: Pred): Graph {
  const outOf: Each = (frame, visit) => {
    for (let fact = edges.firstByA(pred, frame); fact !== NO_FACT; fact = edges.nextByA(fact)) visit(fact)
  }
  const into: Each = (frame, visit) => {
    for (let fact = edges.firstByB(pred, frame); fact !== NO_FACT; fact = edges.nextByB(fact)) visit(fact)
  }
  const backward = new Set<Fact>()
  const isEdge = (fact: Fact): boolean => facts.is(fact, EDGE) && facts.is(fact, HOLDS)
  const isForward = (fact: Fact): boolean => isEdge(fact) && !backward.has(fact)
  const ranks: Ranks = createRanks(
    (frame, visit) => outOf(frame, (fact) => void (isForward(fact) && visit(facts.bOf(fact)))),
    (frame, visit) => into(frame, (fact) => void (isForward(fact) && visit(facts.aOf(fact)))),
  )
  const place = (fact: Fact, stepsMax: number): void => {
    backward.add(fact)
    if (ranks.place(facts.aOf(fact), facts.bOf(fact), stepsMax)) backward.delete(fact)
  }
  const reached = (start: Term, each: Each, endOf: (fact: Fact) => Term, inside?: ReadonlySet<Term>): Set<Term> => {
    const seen = new Set([start])
    for (const frame of seen)
      each(frame, (fact) => {
        if (isEdge(fact) && inside?.has(endOf(fact)) !== false) seen.add(endOf(fact))
      })
    return seen
  }
  const tangleAt = (fact: Fact): Tangle | undefined => {
    const ahead = reached(facts.bOf(fact), outOf, facts.bOf)
    if (!ahead.has(facts.aOf(fact))) return undefined
    const frames = reached(facts.aOf(fact), into, facts.aOf, ahead)
    const among: Fact[] = []
    for (const frame of frames)
      outOf(frame, (edge) => void (isEdge(edge) && frames.has(facts.bOf(edge)) && among.push(edge)))
    return { pred, frames: [...frames], edges: among }
  }
  return {
    add(fact) {
      place(fact, PLACING_STEPS_MAX)
    },
    tangles() {
      const found: Tangle[] = []
      const within = new Set<Term>()
      for (const fact of backward) {
        if (!isEdge(fact)) backward.delete(fact)
        else if (!within.has(facts.aOf(fact)) || !within.has(facts.bOf(fact))) {
          const tangle = tangleAt(fact)
          if (tangle === undefined) place(fact, Number.POSITIVE_INFINITY)
          else found.push(tangle)
          for (const frame of tangle?.frames ?? []) within.add(frame)
        }
      }
      return found
    },
  }
}
