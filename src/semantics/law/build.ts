/** Build: the means with which facets and rules write clauses: predicates, constants, guards, and the lists they add to. */
import type { Value } from '../../frames/value.ts'
import type { Statement } from '../../frames/statement.ts'
import type { Broken } from '../judgement.ts'
import type { Pred, Predicates } from '../store/predicates.ts'
import { NO_TERM, type Term, type Terms } from '../store/terms.ts'
import {
  variable,
  type Clause,
  type Compiled,
  type CycleLaw,
  type GroupLaw,
  type Obligation,
  type Paradox,
  type Pattern,
  type Test,
} from './clause.ts'
import { said } from './words.ts'

/** Variables of facet clauses: the frame, its value, and further ones. */
export const X = variable(0)
/** The variable of the value. */
export const Y = variable(1)
/** A further variable. */
export const Z = variable(2)

/** The slot of class membership. */
export const TYPE = 'type'
/** The slot of equality. */
export const SAME_AS = 'sameAs'
/** The slot of difference. */
export const DIFFERENT_FROM = 'differentFrom'
/** The type of every frame. */
export const THING = 'Thing'
/** The type of no frame. */
export const NOTHING = 'Nothing'

/** Predicates that no rule can name: what is said about claims themselves, by their ids. */
export const STEP = '#step'
/** `#claim(id)`: the claim with all it rests on. */
export const CLAIM = '#claim'
/** `#undercut(id)`: somebody undercuts it. */
export const UNDERCUT = '#undercut'

/** Slots that every case has. */
export const BUILT_IN_SLOTS: readonly string[] = [TYPE, SAME_AS, DIFFERENT_FROM]

/** Where a facet stands: on a slot, perhaps only for one type. */
export interface Place {
  readonly slot: string
  readonly type: string | undefined
}

/** What a denial is made of. */
export interface Denial {
  readonly key: string
  readonly body: readonly Pattern[]
  readonly tests?: readonly Test[]
  /** As in {@link Clause}. */
  readonly twins?: boolean
  readonly by: Broken
  /** Said before the statements; absent: only they are said. */
  readonly why: string
}

/** Collects the compiled law. */
export interface Builder {
  readonly terms: Terms
  slot(name: string, negative?: boolean): Pred
  term(value: Value): Term
  /** `type(arg, "type")`. */
  isA(arg: number, type: string): Pattern
  /** The guard of a place: nothing, or that the frame `arg` has its type. */
  guard(place: Place, arg?: number): Pattern[]
  conclude(key: string, head: Pattern, body: readonly Pattern[], tests?: readonly Test[]): void
  deny(denial: Denial): void
  /** Forbids cycles along the slot of a place. */
  denyCycles(place: Place, denial: Omit<Denial, 'body' | 'tests'>): void
  group(group: GroupLaw): void
  oblige(obligation: Obligation): void
  paradox(paradox: Paradox): void
  add(clause: Clause): void
  done(): Compiled
}

/** A builder over a store. */
export function createBuilder(terms: Terms, predicates: Predicates): Builder {
  const clauses = new Map<string, Clause>()
  const groups = new Map<string, GroupLaw>()
  const cycles = new Map<string, CycleLaw>()
  const obligations = new Map<string, Obligation>()
  const paradoxes: Paradox[] = []
  const slot = (name: string, negative = false): Pred => predicates.of(name, 2, negative)
  const isA = (arg: number, type: string): Pattern => ({ pred: slot(TYPE), args: [arg, terms.of(type)] })
  const add = (clause: Clause): void => void (clauses.has(clause.key) || clauses.set(clause.key, clause))
  return {
    terms,
    slot,
    isA,
    add,
    term: (value) => terms.of(value),
    guard: ({ type }, arg = X) => (type === undefined || type === THING ? [] : [isA(arg, type)]),
    conclude(key, head, body, tests = []) {
      add({
        key,
        head,
        body,
        tests,
        variables: variablesIn([head, ...body]),
        price: null,
        by: { builtin: key },
        say: said,
      })
    },
    deny: (denial) => add(denialFrom(denial)),
    denyCycles({ slot: name, type }, { key, by, why }) {
      const guard = type === undefined || type === THING ? NO_TERM : terms.of(type)
      cycles.set(key, { pred: slot(name), guard, clause: denialFrom({ key, body: [], by, why }) })
    },
    group: (group) => void groups.set(group.key, group),
    oblige: (obligation) => void obligations.set(obligation.key, obligation),
    paradox: (paradox) => void paradoxes.push(paradox),
    done: () => ({
      clauses: [...clauses.values()],
      groups: [...groups.values()],
      cycles: [...cycles.values()],
      obligations: [...obligations.values()],
      paradoxes,
    }),
  }
}

function denialFrom({ key, body, tests = [], twins = false, by, why }: Denial): Clause {
  const say = (statements: readonly Statement[]): string => statements.length === 0 ? why : `${why}, but ${said(statements)}`
  return { key, head: null, body, tests, variables: variablesIn(body), price: null, twins, by, say }
}

/** How many variables the patterns have: one more than the largest. */
export function variablesIn(patterns: readonly Pattern[]): number {
  return Math.max(0, ...patterns.flatMap(({ args }) => args.map((arg) => -arg)))
}

/** How a facet names itself where it is broken. */
export function broken(facet: string, { slot, type }: Place): Broken {
  return type === undefined ? { facet, slot } : { facet, slot, type }
}
