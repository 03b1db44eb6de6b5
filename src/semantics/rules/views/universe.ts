/** Universe: the ground atoms that an evaluation speaks of, as local numbers whose order is never reported, with indexes for joins. */
import { valueKey, type Value } from '../../../frames/value.ts'
import type { PredKey } from '../vocabulary.ts'

/** Cannot be concluded. */
export const FALSE = 0
/** Neither true nor false: a paradox, or it rests on what is open. Between the two, so that the least of a body is the body's. */
export const UNDEFINED = 1
/** Follows whatever the undefined ones are. */
export const TRUE = 2

/** A number that stands for a value. */
export type Term = number
/** A number that stands for a ground atom. */
export type AtomId = number

/** The atoms of one predicate. */
export interface Relation {
  readonly pred: PredKey
  readonly arity: number
  /** Atoms that hold or may hold, oldest first. */
  readonly members: readonly AtomId[]
}

interface Held extends Relation {
  readonly members: AtomId[]
  readonly idsByKey: Map<TupleKey, AtomId>
  /** By the positions that are bound, as bits: key of the bound terms -> atoms. */
  readonly indexes: Map<number, Map<string, AtomId[]>>
}

/** All atoms of one evaluation. */
export interface Universe {
  term(value: Value): Term
  value(term: Term): Value
  relation(pred: PredKey, arity: number): Relation
  /** The atom's number, made at need; making it does not make it hold. */
  atom(relation: Relation, terms: readonly Term[]): AtomId
  argsOf(atom: AtomId): readonly Term[]
  /** Makes an atom possible from round `round` on; false when it was already. */
  admit(atom: AtomId, round: number): boolean
  /** The round since which the atom is possible; -1: it is not. */
  roundOf(atom: AtomId): number
  statusOf(atom: AtomId): number
  setStatus(atom: AtomId, status: number): void
  /** Possible atoms that agree with the bound terms (undefined: any). The list may grow while it is read. */
  candidates(relation: Relation, bound: readonly (Term | undefined)[]): readonly AtomId[]
}

/** Numbers where they suffice: most atoms have one or two terms, and texts cost several times more to make and to compare. */
type TupleKey = number | string

/** Two terms below this fit into one safe integer. */
const TERM_SPAN = 2 ** 26

function tupleKey(tuple: readonly Term[]): TupleKey {
  const [first = 0, second = 0] = tuple
  if (tuple.length === 1) return first
  return tuple.length === 2 && first < TERM_SPAN && second < TERM_SPAN ? first * TERM_SPAN + second : tuple.join()
}

/** An empty universe. */
export function createUniverse(): Universe {
  const [terms, values]: [Map<string, Term>, Value[]] = [new Map(), []]
  const relations = new Map<PredKey, Held>()
  const [args, homes, rounds, statuses]: [(readonly Term[])[], Held[], number[], number[]] = [[], [], [], []]
  const atom = (relation: Relation, tuple: readonly Term[]): AtomId => {
    const home = relation as Held
    const key = tupleKey(tuple)
    const known = home.idsByKey.get(key)
    if (known !== undefined) return known
    const id = args.push(tuple) - 1
    homes.push(home)
    rounds.push(-1)
    statuses.push(FALSE)
    home.idsByKey.set(key, id)
    return id
  }
  return {
    term: (value) => {
      const key = valueKey(value)
      const known = terms.get(key)
      if (known !== undefined) return known
      terms.set(key, values.length)
      return values.push(value) - 1
    },
    value: (term) => values[term] as Value,
    relation: (pred, arity) => {
      const held = relations.get(pred) ?? { pred, arity, members: [], idsByKey: new Map(), indexes: new Map() }
      relations.set(pred, held)
      return held
    },
    atom,
    argsOf: (id) => args[id] as readonly Term[],
    admit: (id, round) => {
      if (rounds[id] !== -1) return false
      rounds[id] = round
      addMember(homes[id] as Held, id, args[id] as readonly Term[])
      return true
    },
    roundOf: (id) => rounds[id] ?? -1,
    statusOf: (id) => statuses[id] ?? FALSE,
    setStatus: (id, status) => void (statuses[id] = status),
    candidates: (relation, bound) => candidatesIn(relation as Held, bound, (id) => args[id] as readonly Term[]),
  }
}

function addMember(home: Held, id: AtomId, tuple: readonly Term[]): void {
  home.members.push(id)
  for (const [mask, index] of home.indexes) insert(index, keyOf(tuple, mask), id)
}

const NONE: readonly AtomId[] = []

function candidatesIn(home: Held, bound: readonly (Term | undefined)[], argsOf: (id: AtomId) => readonly Term[]): readonly AtomId[] {
  let mask = 0
  for (let place = 0; place < bound.length; place += 1) if (bound[place] !== undefined) mask |= 1 << place
  if (mask === 0) return home.members
  let index = home.indexes.get(mask)
  if (index === undefined) {
    index = new Map()
    for (const id of home.members) insert(index, keyOf(argsOf(id), mask), id)
    home.indexes.set(mask, index)
  }
  return index.get(keyOf(bound, mask)) ?? NONE
}

function keyOf(tuple: readonly (Term | undefined)[], mask: number): string {
  let key = ''
  for (let place = 0; place < tuple.length; place += 1) if ((mask & (1 << place)) !== 0) key += `${tuple[place]},`
  return key
}

function insert(index: Map<string, AtomId[]>, key: string, id: AtomId): void {
  const group = index.get(key)
  if (group === undefined) index.set(key, [id])
  else group.push(id)
}
