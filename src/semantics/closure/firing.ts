/** Firings: the denials that fire over what holds now, and the groups that hold too many values. */
import type { Clause, GroupLaw } from '../law/clause.ts'
import { said } from '../law/words.ts'
import type { Fact } from '../store/facts.ts'
import { addRow, cell, createRows, createSheet, setCell } from '../store/rows.ts'
import { createTable, mix, NO_RECORD } from '../store/table.ts'
import type { Term } from '../store/terms.ts'

/** A denial whose body holds, fact by fact. */
export interface Firing {
  readonly clause: Clause
  /** Each fact once, ascending by local number. */
  readonly body: readonly Fact[]
}

/** The law that no statement stands beside its negation; checked natively for every predicate. */
export const NEGATION: Clause = {
  key: '["negation"]',
  head: null,
  body: [],
  tests: [],
  variables: 0,
  price: null,
  by: { builtin: 'negation' },
  say: (statements) => `a statement and its negation cannot both hold, but ${said(statements)}`,
}

/** Fields of a use. */
const [FIRING, NEXT] = [0, 1]

/** The denials that fire. */
export interface Firings {
  add(clause: Clause, body: Iterable<Fact>): void
  /** Forgets every firing that rests on `fact`. */
  forget(fact: Fact): void
  all(): Iterable<Firing>
  clear(): void
}

/** Firings, none yet. */
export function createFirings(): Firings {
  // What ceases to fire keeps its number, so that firing again makes nothing new.
  const [all, active, table] = [[] as Firing[], createSheet(0), createTable()]
  const clauses = new Map<string, number>()
  const [heads, uses] = [createSheet(NO_RECORD), createRows(2)] // by fact: the firings it is part of, each with the next use

  const find = (hash: number, clause: Clause, body: readonly Fact[]): number => {
    let at = table.first(hash)
    while (at !== NO_RECORD && !(all[at]!.clause.key === clause.key && isEqual(all[at]!.body, body))) at = table.next(hash, at)
    return at
  }
  const make = (hash: number, clause: Clause, body: readonly Fact[]): number => {
    const number = all.push({ clause, body }) - 1
    table.add(hash, number)
    for (const fact of body) {
      const use = addRow(uses)
      setCell(uses, use, FIRING, number)
      setCell(uses, use, NEXT, heads.get(fact))
      heads.set(fact, use)
    }
    return number
  }
  const numberOf = ({ key }: Clause): number => {
    const held = clauses.get(key) ?? clauses.size
    clauses.set(key, held)
    return held
  }
  return {
    add(clause, facts) {
      const body = [...new Set(facts)].sort((a, b) => a - b)
      const hash = body.reduce((held, fact) => mix(held, fact, 1), numberOf(clause))
      const held = find(hash, clause, body)
      active.set(held === NO_RECORD ? make(hash, clause, body) : held, 1)
    },
    forget(fact) {
      for (let use = heads.get(fact); use !== NO_RECORD; use = cell(uses, use, NEXT)) active.set(cell(uses, use, FIRING), 0)
    },
    *all() {
      for (const [number, firing] of all.entries()) if (active.get(number) === 1) yield firing
    },
    clear() {
      for (let number = 0; number < all.length; number++) active.set(number, 0)
    },
  }
}

function isEqual(a: readonly Fact[], b: readonly Fact[]): boolean {
  return a.length === b.length && a.every((fact, at) => b[at] === fact)
}

/** A frame with too many values of a slot. */
export interface Crowd {
  readonly group: GroupLaw
  readonly frame: Term
}
