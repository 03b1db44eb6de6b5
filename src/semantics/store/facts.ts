/** Facts: ground atoms as rows of numbers, with chains by predicate, by first and by second argument. */
import type { Pred, Predicates } from './predicates.ts'
import { addRow, cell, createRows, createSheet, setCell, type Rows } from './rows.ts'
import { createTable, mix, NO_RECORD } from './table.ts'
import { NO_TERM, type Term, type Terms } from './terms.ts'

/** A local number; facts are never forgotten, only marked as not holding. */
export type Fact = number

/** No fact. */
export const NO_FACT: Fact = NO_RECORD

/** Marks of a fact. */
export const HOLDS = 1
/** Something says it directly: it can be dropped. */
export const LEAF = 2
/** A rule concluded it, now or once: its proofs are worth looking for. */
export const CONCLUDED = 4
/** It holds by more than the transitivity of its own slot: paths are made of edges. */
export const EDGE = 8
/** It holds only by what floods say (R12). */
export const FLOODED = 16
/** It held when a budget was exceeded: while all such facts do, it still is. */
export const EXCEEDS = 32

/** The facts met so far. */
export interface Facts {
  /** The fact of this atom, made when it is new; `b` is a tuple when there are more than two arguments. */
  of(pred: Pred, a: Term, b: Term): Fact
  find(pred: Pred, a: Term, b: Term): Fact
  /** The fact of an atom with any number of arguments. */
  ofArgs(pred: Pred, args: readonly Term[]): Fact
  predOf(fact: Fact): Pred
  aOf(fact: Fact): Term
  bOf(fact: Fact): Term
  /** Argument `at` of a fact whose predicate has `arity`. */
  argOf(fact: Fact, at: number, arity: number): Term
  is(fact: Fact, mark: number): boolean
  mark(fact: Fact, mark: number): void
  unmark(fact: Fact, mark: number): void
  firstOf(pred: Pred): Fact
  nextOf(fact: Fact): Fact
  /** The facts whose first argument is `a`, whatever their predicate. */
  firstAbout(a: Term): Fact
  nextAbout(fact: Fact): Fact
  /** By a chain of their own for predicates given to {@link Facts.indexA}; for others by looking through all that is about `a`. */
  firstByA(pred: Pred, a: Term): Fact
  nextByA(fact: Fact): Fact
  /** Only for predicates given to {@link Facts.indexB}. */
  firstByB(pred: Pred, b: Term): Fact
  nextByB(fact: Fact): Fact
  /** From now on keeps the chain by first argument for `pred`; facts that it has already are chained at once. */
  indexA(pred: Pred): void
  /** As {@link Facts.indexA}, by second argument. */
  indexB(pred: Pred): void
  count(): number
}

/** Fields of a fact; the last two are the next fact of its predicate and the next about its first argument. */
const [PRED, A, B, MARKS, NEXT, ABOUT] = [0, 1, 2, 3, 4, 5]
const WIDTH = 6

/** Facts over terms and predicates, none yet. */
export function createFacts(terms: Terms, predicates: Predicates): Facts {
  const [rows, table] = [createRows(WIDTH), createTable()]
  const [heads, abouts] = [createSheet(NO_FACT), createSheet(NO_FACT)] // by predicate, by first argument
  const [byA, byB] = [createChain(rows, A), createChain(rows, B)]

  const find = (pred: Pred, a: Term, b: Term): Fact => {
    const hash = mix(pred, a, b)
    let fact = table.first(hash)
    while (fact !== NO_FACT && (cell(rows, fact, B) !== b || cell(rows, fact, A) !== a || cell(rows, fact, PRED) !== pred))
      fact = table.next(hash, fact)
    return fact
  }
  const add = (pred: Pred, a: Term, b: Term): Fact => {
    const fact = addRow(rows)
    setCell(rows, fact, PRED, pred)
    setCell(rows, fact, A, a)
    setCell(rows, fact, B, b)
    setCell(rows, fact, NEXT, heads.get(pred))
    heads.set(pred, fact)
    setCell(rows, fact, ABOUT, abouts.get(a))
    abouts.set(a, fact)
    table.add(mix(pred, a, b), fact)
    if (byA.isKept(pred)) byA.link(fact)
    if (byB.isKept(pred)) byB.link(fact)
    return fact
  }
  const of = (pred: Pred, a: Term, b: Term): Fact => {
    const held = find(pred, a, b)
    return held === NO_FACT ? add(pred, a, b) : held
  }
  const through = (from: Fact, pred: Pred): Fact => {
    let fact = from
    while (fact !== NO_FACT && cell(rows, fact, PRED) !== pred) fact = cell(rows, fact, ABOUT)
    return fact
  }
  return {
    of,
    find,
    ofArgs(pred, args) {
      const wide = predicates.arityOf(pred) > 2
      return of(pred, args[0] ?? NO_TERM, wide ? terms.ofTuple(args.slice(1)) : (args[1] ?? NO_TERM))
    },
    predOf: (fact) => cell(rows, fact, PRED),
    aOf: (fact) => cell(rows, fact, A),
    bOf: (fact) => cell(rows, fact, B),
    argOf(fact, at, arity) {
      if (at === 0) return cell(rows, fact, A)
      return arity > 2 ? terms.tupleOf(cell(rows, fact, B))[at - 1]! : cell(rows, fact, B)
    },
    is: (fact, mark) => (cell(rows, fact, MARKS) & mark) !== 0,
    mark: (fact, mark) => setCell(rows, fact, MARKS, cell(rows, fact, MARKS) | mark),
    unmark: (fact, mark) => setCell(rows, fact, MARKS, cell(rows, fact, MARKS) & ~mark),
    firstOf: heads.get,
    nextOf: (fact) => cell(rows, fact, NEXT),
    firstAbout: abouts.get,
    nextAbout: (fact) => cell(rows, fact, ABOUT),
    firstByA: (pred, a) => (byA.isKept(pred) ? byA.first(pred, a) : through(abouts.get(a), pred)),
    nextByA(fact) {
      const pred = cell(rows, fact, PRED)
      return byA.isKept(pred) ? byA.next(fact) : through(cell(rows, fact, ABOUT), pred)
    },
    firstByB: byB.first,
    nextByB: byB.next,
    indexA: (pred) => byA.keep(pred, heads.get(pred)),
    indexB: (pred) => byB.keep(pred, heads.get(pred)),
    count: () => rows.length,
  }
}

/** Chains through the facts of equal predicate and argument: the oldest is found by hash and stays first, the newest is second. */
interface Chain {
  /** Keeps the chain of `pred` from now on; `last` is the newest of the facts that it has already. */
  keep(pred: Pred, last: Fact): void
  isKept(pred: Pred): boolean
  first(pred: Pred, term: Term): Fact
  next(fact: Fact): Fact
  link(fact: Fact): void
}

function createChain(rows: Rows, field: number): Chain {
  const [heads, links, kept] = [createTable(), createSheet(NO_FACT), [] as boolean[]]
  const first = (pred: Pred, term: Term): Fact => {
    const hash = mix(pred, term, 0)
    let fact = heads.first(hash)
    while (fact !== NO_FACT && (cell(rows, fact, field) !== term || cell(rows, fact, PRED) !== pred))
      fact = heads.next(hash, fact)
    return fact
  }
  const link = (fact: Fact): void => {
    const [pred, term] = [cell(rows, fact, PRED), cell(rows, fact, field)]
    const head = first(pred, term)
    if (head === NO_FACT) return heads.add(mix(pred, term, 0), fact)
    links.set(fact, links.get(head))
    links.set(head, fact)
  }
  return {
    keep(pred, last) {
      if (kept[pred] === true) return
      kept[pred] = true
      for (let fact = last; fact !== NO_FACT; fact = cell(rows, fact, NEXT)) link(fact)
    },
    isKept: (pred) => kept[pred] === true,
    first,
    next: links.get,
    link,
  }
}
