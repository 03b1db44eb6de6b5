/** Predicates: the slots and relations that atoms speak of, as small local numbers; the opposite polarity is the next number. */

/** A local number: even for the positive predicate, odd for its explicit negation. */
export type Pred = number

/** The predicates met so far. */
export interface Predicates {
  /** The predicate of this name and arity, made when it is new. A slot is a predicate of arity 2. */
  of(name: string, arity: number, negative?: boolean): Pred
  /** The predicate, or undefined when nothing speaks of it. */
  find(name: string, arity: number): Pred | undefined
  nameOf(pred: Pred): string
  arityOf(pred: Pred): number
  /** How many numbers are taken, both polarities counted. */
  count(): number
}

/** The other polarity of `pred`. */
export const opposite = (pred: Pred): Pred => pred ^ 1

/** Whether `pred` is an explicit negation. */
export const isNegative = (pred: Pred): boolean => (pred & 1) === 1

/** Predicates, none yet. */
export function createPredicates(): Predicates {
  const names: string[] = []
  const arities: number[] = []
  const byKey: Map<string, Pred>[] = []
  const tableOf = (arity: number): Map<string, Pred> => (byKey[arity] ??= new Map())
  return {
    of(name, arity, negative = false) {
      const table = tableOf(arity)
      let pred = table.get(name)
      if (pred === undefined) {
        pred = (names.push(name) - 1) * 2
        arities.push(arity)
        table.set(name, pred)
      }
      return negative ? pred + 1 : pred
    },
    find: (name, arity) => tableOf(arity).get(name),
    nameOf: (pred) => names[pred >> 1]!,
    arityOf: (pred) => arities[pred >> 1]!,
    count: () => names.length * 2,
  }
}
