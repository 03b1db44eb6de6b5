/** Force: the law by which knowledge is judged at present: what of it is in force, compiled, and what it makes of binary predicates. */
import type { Law } from '../../frames/facet.ts'
import type { Pred, Predicates } from '../store/predicates.ts'
import type { Terms } from '../store/terms.ts'
import { admitLaw, layerA, type Admitted } from './admit.ts'
import type { Compiled } from './clause.ts'
import { compileLaw } from './compile.ts'

/** A law in force. */
export interface Force {
  readonly law: Law
  readonly admitted: Admitted
  readonly compiled: Compiled
  /** Whether facts of this predicate say something about a frame; other binary predicates are relations. */
  isSlot(pred: Pred): boolean
  /** Whether `other` makes the same predicates slots; else nothing drawn under one holds under the other for that reason alone. */
  hasSlotsOf(other: Force): boolean
  /** Binary predicates of its rules that are no slots, by half their number. */
  readonly relations: ReadonlySet<number>
}

/** `law` in force; `slots` are those that a case names besides it. */
export function enforce(law: Law, slots: ReadonlySet<string> | undefined, terms: Terms, predicates: Predicates): Force {
  const admitted = admitLaw(law, slots)
  const compiled = compileLaw({ law, rules: layerA(admitted.program), slots: admitted.slots }, terms, predicates)
  const relations = new Set(relationsIn(compiled, predicates, admitted.slots))
  return {
    law,
    admitted,
    compiled,
    relations,
    isSlot: (pred) => predicates.arityOf(pred) === 2 && !relations.has(pred >> 1),
    hasSlotsOf: (other) => isEqual(admitted.slots, other.admitted.slots) && isEqual(relations, other.relations),
  }
}

function isEqual<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  return a.size === b.size && [...a].every((entry) => b.has(entry))
}

function relationsIn({ clauses }: Compiled, predicates: Predicates, slots: ReadonlySet<string>): readonly number[] {
  const preds = clauses.flatMap(({ head, body }) => [...(head === null ? [] : [head]), ...body].map(({ pred }) => pred))
  return preds
    .filter((pred) => predicates.arityOf(pred) === 2 && !slots.has(predicates.nameOf(pred)))
    .map((pred) => pred >> 1)
}
