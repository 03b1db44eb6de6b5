/** Firings: the denials that fire over what holds now, and the groups that hold too many values. */
import type { Clause, GroupLaw } from '../law/clause.ts'
import { said } from '../law/words.ts'
import type { Fact } from '../store/facts.ts'
import type { Part } from '../store/part.ts'
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

/** The denials that fire. */
export interface Firings {
  /** The new firing, or undefined where it fires already. */
  add(clause: Clause, body: Iterable<Fact>): Firing | undefined
  has(firing: Firing): boolean
  /** Forgets every firing that rests on `fact`. */
  forget(fact: Fact): void
  all(): Iterable<Firing>
  clear(): void
  count(): number
}

/** Firings, none yet. */
export function createFirings(): Firings {
  const byKey = new Map<string, Firing>()
  const keysByFact = new Map<Fact, Set<string>>()
  return {
    add(clause, facts) {
      const body = [...new Set(facts)].sort((a, b) => a - b)
      const firing = { clause, body }
      const key = firingKey(firing)
      if (byKey.has(key)) return undefined
      byKey.set(key, firing)
      for (const fact of body) {
        const keys = keysByFact.get(fact)
        if (keys === undefined) keysByFact.set(fact, new Set([key]))
        else keys.add(key)
      }
      return firing
    },
    has: (firing) => byKey.has(firingKey(firing)),
    forget(fact) {
      for (const key of keysByFact.get(fact) ?? []) {
        const firing = byKey.get(key)
        byKey.delete(key)
        for (const other of firing?.body ?? []) if (other !== fact) keysByFact.get(other)?.delete(key)
      }
      keysByFact.delete(fact)
    },
    all: () => byKey.values(),
    clear() {
      byKey.clear()
      keysByFact.clear()
    },
    count: () => byKey.size,
  }
}

/** A frame with too many values of a slot. */
export interface Crowd {
  readonly group: GroupLaw
  readonly frame: Term
}
