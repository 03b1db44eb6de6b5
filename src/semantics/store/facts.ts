/** Facts: ground atoms in typed columns, with chains by predicate, by first and by second argument. */
import { createColumn, push, type Column } from './column.ts'
import type { Pred, Predicates } from './predicates.ts'
import { createTable, mix } from './table.ts'
import { NO_TERM, type Term, type Terms } from './terms.ts'

/** A local number; facts are never forgotten, only marked as not holding. */
export type Fact = number

/** No fact. */
export const NO_FACT: Fact = -1

/** Marks of a fact. */
export const HOLDS = 1
/** Something says it directly: it can be dropped. */
export const LEAF = 2
/** A rule concluded it, now or once: its proofs are worth looking for. */
export const CONCLUDED = 4
/** It holds by more than the transitivity of its own slot: paths are made of edges. */
export const EDGE = 8

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
  firstByA(pred: Pred, a: Term): Fact
  nextByA(fact: Fact): Fact
  /** Only for predicates given to {@link Facts.indexB}. */
  firstByB(pred: Pred, b: Term): Fact
  nextByB(fact: Fact): Fact
  /** From now on, and before any fact of it, keeps the chain by second argument for `pred`. */
  indexB(pred: Pred): void
  count(): number
}

/** A chain through the facts of equal key: heads in a table, links in a column. */
interface Chain {
  first(pred: Pred, term: Term): Fact
  next(fact: Fact): Fact
  link(fact: Fact): void
  /** Leaves the newest fact out of the chain. */
  skip(): void
}

/** Facts over terms and predicates, none yet. */
export function createFacts(terms: Terms, predicates: Predicates): Facts {
  const [preds, as, bs] = [createColumn(), createColumn(), createColumn()]
  let marks = new Uint8Array(preds.cells.length)
  const [links, heads] = [createColumn(), [] as Fact[]]
  const byA = createChain(preds, as)
  const byB = createChain(preds, bs)
  const indexed = new Set<Pred>()
  const table = createTable({ hashOf: (fact) => mix(preds.cells[fact]!, as.cells[fact]!, bs.cells[fact]!) })

  const find = (pred: Pred, a: Term, b: Term): Fact =>
    table.find(mix(pred, a, b), (fact) => bs.cells[fact] === b && as.cells[fact] === a && preds.cells[fact] === pred)
  const add = (pred: Pred, a: Term, b: Term): Fact => {
    const fact = preds.length
    push(preds, pred)
    push(as, a)
    push(bs, b)
    push(links, heads[pred] ?? NO_FACT)
    heads[pred] = fact
    if (marks.length < preds.cells.length) marks = widened(marks, preds.cells.length)
    table.add(mix(pred, a, b), fact)
    byA.link(fact)
    if (indexed.has(pred)) byB.link(fact)
    else byB.skip()
    return fact
  }
  const of = (pred: Pred, a: Term, b: Term): Fact => {
    const held = find(pred, a, b)
    return held === NO_FACT ? add(pred, a, b) : held
  }
  return {
    of,
    find,
    ofArgs(pred, args) {
      const wide = predicates.arityOf(pred) > 2
      return of(pred, args[0] ?? NO_TERM, wide ? terms.ofTuple(args.slice(1)) : (args[1] ?? NO_TERM))
    },
    predOf: (fact) => preds.cells[fact]!,
    aOf: (fact) => as.cells[fact]!,
    bOf: (fact) => bs.cells[fact]!,
    argOf(fact, at, arity) {
      if (at === 0) return as.cells[fact]!
      return arity > 2 ? terms.tupleOf(bs.cells[fact]!)[at - 1]! : bs.cells[fact]!
    },
    is: (fact, mark) => (marks[fact]! & mark) !== 0,
    mark(fact, mark) {
      marks[fact] = marks[fact]! | mark
    },
    unmark(fact, mark) {
      marks[fact] = marks[fact]! & ~mark
    },
    firstOf: (pred) => heads[pred] ?? NO_FACT,
    nextOf: (fact) => links.cells[fact]!,
    firstByA: byA.first,
    nextByA: byA.next,
    firstByB: byB.first,
    nextByB: byB.next,
    indexB: (pred) => void indexed.add(pred),
    count: () => preds.length,
  }
}

function widened(marks: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const grown = new Uint8Array(length)
  grown.set(marks)
  return grown
}

function createChain(preds: Column, keys: Column): Chain {
  const links = createColumn()
  const hash = (fact: Fact): number => mix(preds.cells[fact]!, keys.cells[fact]!, 0)
  const heads = createTable({ hashOf: hash })
  const first = (pred: Pred, term: Term): Fact =>
    heads.find(mix(pred, term, 0), (fact) => keys.cells[fact] === term && preds.cells[fact] === pred)
  return {
    first,
    next: (fact) => links.cells[fact]!,
    link(fact) {
      const head = first(preds.cells[fact]!, keys.cells[fact]!)
      push(links, head)
      if (head === NO_FACT) heads.add(hash(fact), fact)
      else heads.replace(hash(fact), head, fact)
    },
    skip: () => push(links, NO_FACT),
  }
}
