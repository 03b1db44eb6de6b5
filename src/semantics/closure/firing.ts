/** Firings: the denials that fire over what holds now, and the groups that hold too many values. */
import type { Clause, GroupLaw } from '../law/clause.ts'
import { said } from '../law/words.ts'
import type { Fact } from '../store/facts.ts'
import type { Part } from '../store/part.ts'
import { addRow, cell, createRows, createSheet, setCell, type Rows, type Sheet } from '../store/rows.ts'
import { createTable, mix, NO_RECORD, type Table } from '../store/table.ts'
import type { Term } from '../store/terms.ts'

/** A denial whose body holds, fact by fact. */
export interface Firing {
  readonly clause: Clause
  /** Each fact once, ascending by local number. */
  readonly body: readonly Part[]
}

/** Tells firings apart, by local numbers. */
export function firingKey({ clause, body }: Firing): string {
  return `${clause.key}${body.join()}`
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

/** Of a firing whose denial is no law any more: it does not fire, and is no firing of another denial with that key. */
const GONE = 2

/** Fields of a use. */
const [FIRING, NEXT] = [0, 1]

/** The denials that fire. */
export interface Firings {
  /** The new firing, or undefined where it fires already. */
  add(clause: Clause, body: Iterable<Fact>): Firing | undefined
  has(firing: Firing): boolean
  /** Forgets every firing that rests on `fact`. */
  forget(fact: Fact): void
  /** Forgets every firing of the denial with this key. */
  forgetClause(key: string): void
  all(): Iterable<Firing>
  clear(): void
}

/** Firings, none yet. */
export function createFirings(): Firings {
  const clauses = new Map<string, number>()
  let held = createHeld()

  const find = (hash: number, clause: Clause, body: readonly Fact[]): number => {
    const { all, table, fires } = held
    let at = table.first(hash)
    const isIt = (one: Firing): boolean => one.clause.key === clause.key && isEqual(one.body, body)
    while (at !== NO_RECORD && (fires.get(at) === GONE || !isIt(all[at]!))) at = table.next(hash, at)
    return at
  }
  const numberOf = ({ key }: Clause): number => {
    const number = clauses.get(key) ?? clauses.size
    clauses.set(key, number)
    return number
  }
  const hashOf = ({ clause, body }: Firing): number => body.reduce((sum, fact) => mix(sum, fact, 1), numberOf(clause))
  const make = (hash: number, clause: Clause, body: readonly Fact[]): number => {
    const { all, table, heads, uses } = held
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
  return {
    add(clause, facts) {
      const body = [...new Set(facts)].sort((a, b) => a - b)
      const hash = hashOf({ clause, body })
      const known = find(hash, clause, body)
      const number = known === NO_RECORD ? make(hash, clause, body) : known
      if (held.fires.get(number) === 1) return undefined
      held.fires.set(number, 1)
      return held.all[number]
    },
    has(firing) {
      const known = find(hashOf(firing), firing.clause, firing.body)
      return known !== NO_RECORD && held.fires.get(known) === 1
    },
    forget(fact) {
      const { heads, uses, fires } = held
      for (let use = heads.get(fact); use !== NO_RECORD; use = cell(uses, use, NEXT)) {
        const firing = cell(uses, use, FIRING)
        if (fires.get(firing) !== GONE) fires.set(firing, 0)
      }
    },
    forgetClause(clauseKey) {
      for (const [number, { clause }] of held.all.entries()) if (clause.key === clauseKey) held.fires.set(number, GONE)
    },
    *all() {
      const { all, fires } = held
      for (const [number, firing] of all.entries()) if (fires.get(number) === 1) yield firing
    },
    clear: () => void (held = createHeld()),
  }
}

/** Firings by number, found by hash and by fact. What ceases to fire keeps its number, so that firing again makes nothing new. */
interface Held {
  readonly all: Firing[]
  /** 1 where it fires now. */
  readonly fires: Sheet
  readonly table: Table
  /** The first use of each fact; a use is a firing and the next use of the same fact. */
  readonly heads: Sheet
  readonly uses: Rows
}

function createHeld(): Held {
  return { all: [], fires: createSheet(0), table: createTable(), heads: createSheet(NO_RECORD), uses: createRows(2) }
}

function isEqual(a: readonly Fact[], b: readonly Fact[]): boolean {
  return a.length === b.length && a.every((fact, at) => b[at] === fact)
}

/** A frame with too many values of a slot. */
export interface Crowd {
  readonly group: GroupLaw
  readonly frame: Term
}
