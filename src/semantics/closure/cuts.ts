/** Cuts: what of a law may not be run over everything, once predicates have more ground instances than the policy allows (R12). */
import type { Clause } from '../law/clause.ts'
import type { Pred } from '../store/predicates.ts'
import type { Graph } from './graph.ts'

/** What has too many instances: a predicate, or a denial that fires too often. */
export type Excess = Pred | Clause

/** `calm`: run over what holds without any flood; `none`: not at all. */
export type Limit = 'calm' | 'none'

/** What is cut, and what that means for clauses and predicates. */
export interface Cuts {
  readonly limits: ReadonlyMap<Clause, Limit>
  /** Predicates that are cut whole, and all that rest on them. */
  readonly whole: ReadonlySet<Pred>
  /** Predicates of which nothing is sure: those, and what cut denials are about. */
  readonly unsure: ReadonlySet<Pred>
  /** Predicates of which only what holds without any flood is sure. */
  readonly calm: ReadonlySet<Pred>
  /** Predicates whose facts may matter to what is cut. */
  readonly near: ReadonlySet<Pred>
}

/** Nothing is cut. */
export const NO_CUTS: Cuts = { limits: new Map(), whole: new Set(), unsure: new Set(), calm: new Set(), near: new Set() }

/** How what makes `excess` is limited; undefined: not at all. */
export function limitIn({ limits }: Cuts, excess: Excess): Limit | undefined {
  if (typeof excess !== 'number') return limits.get(excess)
  for (const [{ head }, limit] of limits) if (head?.pred === excess) return limit
  return undefined
}

/** The predicates that an excess is made of, and all they rest on. */
export function basisOf(excess: Excess, graph: Graph): ReadonlySet<Pred> {
  return graph.under(typeof excess === 'number' ? [excess] : excess.body.map(({ pred }) => pred))
}

/** Of `all`, those that rest on none of the others: only their number of instances is complete. */
export function lowest(all: readonly Excess[], graph: Graph): readonly Excess[] {
  const bases = new Map(all.map((excess) => [excess, basisOf(excess, graph)]))
  const restsOn = (one: Excess, other: Excess): boolean => typeof other === 'number' && bases.get(one)!.has(other)
  return all.filter((one) => !all.some((other) => other !== one && restsOn(one, other) && !restsOn(other, one)))
}

/** What follows from cutting some excesses `whole` and of others only the part of floods. */
export function cutsFor(
  clauses: readonly Clause[],
  { whole, calm }: { readonly whole: readonly Excess[]; readonly calm: readonly Excess[] },
  graph: Graph,
): Cuts {
  const limits = new Map<Clause, Limit>()
  /** Limits what touches or is one of `excesses`, or rests on it; tells of which predicates something is missed by that. */
  const limit = (excesses: readonly Excess[], preds: ReadonlySet<Pred>, kind: Limit): ReadonlySet<Pred> => {
    const denials = new Set(excesses.filter((excess) => typeof excess !== 'number'))
    const missed = new Set(preds)
    for (const clause of clauses) {
      if (limits.has(clause) || !(denials.has(clause) || predsOf(clause).some((pred) => preds.has(pred)))) continue
      limits.set(clause, kind)
      if (clause.head === null) for (const pred of predsOf(clause)) missed.add(pred)
    }
    return missed
  }
  const restingOn = (excesses: readonly Excess[]): ReadonlySet<Pred> =>
    graph.over(excesses.filter((excess) => typeof excess === 'number'))
  const [wholePreds, calmPreds] = [restingOn(whole), restingOn(calm)]
  const [unsure, unsureCalm] = [limit(whole, wholePreds, 'none'), limit(calm, calmPreds, 'calm')]
  return { limits, whole: wholePreds, unsure, calm: unsureCalm, near: graph.under([...limits.keys()].flatMap(predsOf)) }
}

const predsOf = ({ head, body }: Clause): readonly Pred[] =>
  [...body, ...(head === null ? [] : [head])].map(({ pred }) => pred)
