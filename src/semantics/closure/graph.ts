/** Graph: which predicates rest on which, by the clauses of a law. */
import type { Clause } from '../law/clause.ts'
import type { Pred } from '../store/predicates.ts'

/** What a law's clauses lead from and to. */
export interface Graph {
  /** `preds` and everything that they rest on. */
  under(preds: Iterable<Pred>): ReadonlySet<Pred>
  /** `preds` and everything that rests on them. */
  over(preds: Iterable<Pred>): ReadonlySet<Pred>
}

/** The graph of `clauses`. */
export function graphOf(clauses: readonly Clause[]): Graph {
  const [down, up] = [new Map<Pred, Set<Pred>>(), new Map<Pred, Set<Pred>>()]
  for (const { head, body } of clauses) {
    for (const { pred } of head === null ? [] : body) {
      lead(down, head!.pred, pred)
      lead(up, pred, head!.pred)
    }
  }
  return { under: (preds) => reach(preds, down), over: (preds) => reach(preds, up) }
}

function lead(edges: Map<Pred, Set<Pred>>, from: Pred, to: Pred): void {
  const held = edges.get(from)
  if (held === undefined) edges.set(from, new Set([to]))
  else held.add(to)
}

function reach(preds: Iterable<Pred>, edges: ReadonlyMap<Pred, ReadonlySet<Pred>>): ReadonlySet<Pred> {
  const reached = new Set(preds)
  for (const pred of reached) for (const next of edges.get(pred) ?? []) reached.add(next)
  return reached
}
