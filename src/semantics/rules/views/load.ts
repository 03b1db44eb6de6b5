/** Loader: brings given facts into the universe, once for each pattern that rules ask for. */
import type { Value } from '../../../frames/value.ts'
import type { Atom } from '../rule.ts'
import type { Facts } from '../facts.ts'
import { predKeyOf } from '../vocabulary.ts'
import { TRUE, UNDEFINED, type AtomId, type Universe } from './universe.ts'

/** Brings facts into a universe. */
export interface FactLoader {
  /** Loads what a body's atom may match, as final. Of a relation that was loaded as a component's own, nothing is left to load. */
  load(atom: Atom): void
  /** Loads all facts of a head's relation as ground rules: without literals, or with one that is undefined where a fact is open. */
  loadOwn(head: Atom, add: (atom: AtomId, literals: readonly AtomId[]) => void): void
}

/** Stands for what is open; no predicate that is written can hold its name. */
const OPEN: Atom = { pred: '\u0000open', args: [], negative: false }

/** A loader from `facts`. */
export function createFactLoader(universe: Universe, facts: Facts): FactLoader {
  const loaded = new Set<string>()
  const open = universe.atom(universe.relation(predKeyOf(OPEN), 0), [])
  universe.setStatus(open, UNDEFINED)
  const each = (atom: Atom, args: readonly (Value | undefined)[], take: (id: AtomId, certain: boolean) => void): void => {
    const relation = universe.relation(predKeyOf(atom), args.length)
    for (const fact of facts.match(atom.pred, atom.negative, args)) {
      const id = universe.atom(
        relation,
        fact.args.map((value) => universe.term(value)),
      )
      universe.admit(id, 0)
      take(id, fact.certain)
    }
  }
  const patternKey = (atom: Atom, args: readonly (Value | undefined)[]): string => {
    return `${predKeyOf(atom)} ${args.map((value) => (value === undefined ? '' : universe.term(value))).join()}`
  }
  return {
    load: (atom) => {
      const args = atom.args.map((term) => ('constant' in term ? term.constant : undefined))
      const key = patternKey(atom, args)
      if (loaded.has(predKeyOf(atom)) || loaded.has(key)) return
      loaded.add(key)
      each(atom, args, (id, certain) => universe.setStatus(id, certain ? TRUE : UNDEFINED))
    },
    loadOwn: (head, add) => {
      if (loaded.has(predKeyOf(head))) return
      loaded.add(predKeyOf(head))
      const args = head.args.map(() => undefined)
      each(head, args, (id, certain) => add(id, certain ? [] : [open]))
    },
  }
}
