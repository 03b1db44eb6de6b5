/** Alternating fixpoint: the well-founded model of a ground program, component by component of its atoms. */
import { strongComponents } from '../strata.ts'
import type { Budget } from './budget.ts'
import type { Ground } from './ground.ts'
import { FALSE, TRUE, UNDEFINED, type AtomId, type Universe } from './universe.ts'

/** Gives every head of `program` its status. Atoms that are no head keep theirs. Incomplete when the budget is over. */
export function settle(program: Ground, universe: Universe, budget: Budget): void {
  const places = new Map<AtomId, number>()
  const atoms: AtomId[] = []
  const instances: number[][] = []
  program.heads.forEach((head, instance) => {
    const place = places.get(head) ?? atoms.push(head) - 1
    places.set(head, place)
    const own = instances[place]
    if (own === undefined) instances[place] = [instance]
    else own.push(instance)
  })
  const literalsOf = (instance: number): readonly number[] => program.literals.slice(program.starts[instance], program.starts[instance + 1])
  const leadsTo = (place: number): readonly number[] => {
    return (instances[place] ?? []).flatMap((instance) => literalsOf(instance).flatMap((literal) => places.get(atomOf(literal)) ?? []))
  }
  for (const members of strongComponents(atoms.length, leadsTo)) {
    if (budget.isOver()) return
    const rules = members.flatMap((place) => (instances[place] ?? []).map((instance) => ({ head: place, literals: literalsOf(instance) })))
    const alone = members.length === 1 ? atoms[members[0] ?? 0] : undefined
    if (alone !== undefined && !rules.some(({ literals }) => literals.some((literal) => atomOf(literal) === alone))) {
      settleAlone(alone, rules, universe)
    } else {
      settleTogether(members, rules, places, atoms, universe, budget)
    }
  }
}

/** An atom that does not rest on itself: it is what the best of its bodies is. */
function settleAlone(atom: AtomId, rules: readonly GroundRule[], universe: Universe): void {
  let best = FALSE
  for (const { literals } of rules) best = Math.max(best, leastOf(literals, universe))
  universe.setStatus(atom, best)
}

/** The least status among the literals of a body: that of the whole. */
function leastOf(literals: readonly number[], universe: Universe): number {
  let least = TRUE
  for (const literal of literals) least = Math.min(least, statusOf(literal, universe))
  return least
}

interface GroundRule {
  readonly head: number
  readonly literals: readonly number[]
}

function atomOf(literal: number): AtomId {
  return literal < 0 ? ~literal : literal
}

/** A rule seen from inside its component: what is outside is final and folded into `floor`. */
interface Inner {
  readonly head: number
  readonly positives: readonly number[]
  readonly negatives: readonly number[]
  /** The least status among the literals outside. */
  readonly floor: number
}

function settleTogether(
  members: readonly number[],
  rules: readonly GroundRule[],
  places: ReadonlyMap<AtomId, number>,
  atoms: readonly AtomId[],
  universe: Universe,
  budget: Budget,
): void {
  const local = new Map(members.map((place, index) => [place, index]))
  const localOf = (literal: number): number | undefined => local.get(places.get(atomOf(literal)) ?? -1)
  const inner = rules.map(({ head, literals }): Inner => {
    const inside = literals.filter((literal) => localOf(literal) !== undefined)
    return {
      head: local.get(head) ?? 0,
      positives: inside.filter((literal) => literal >= 0).map((literal) => localOf(literal) ?? 0),
      negatives: inside.filter((literal) => literal < 0).map((literal) => localOf(literal) ?? 0),
      floor: leastOf(
        literals.filter((literal) => localOf(literal) === undefined),
        universe,
      ),
    }
  })
  const [lower, upper] = alternate(inner.filter(({ floor }) => floor !== FALSE), members.length, budget)
  members.forEach((place, index) => {
    const status = lower[index] === 1 ? TRUE : upper[index] === 1 ? UNDEFINED : FALSE
    universe.setStatus(atoms[place] as AtomId, status)
  })
}

function statusOf(literal: number, universe: Universe): number {
  return literal < 0 ? TRUE - universe.statusOf(~literal) : universe.statusOf(literal)
}

/** The greatest set known true and the least set possible: each is recomputed from the other until nothing moves. */
function alternate(rules: readonly Inner[], count: number, budget: Budget): readonly [Uint8Array, Uint8Array] {
  const readers = readersOf(rules, count)
  let lower: Uint8Array = new Uint8Array(count)
  for (;;) {
    const upper = closure(rules, readers, count, UNDEFINED, lower, budget)
    const next = closure(rules, readers, count, TRUE, upper, budget)
    if (budget.isOver() || next.every((held, index) => held === lower[index])) return [next, upper]
    lower = next
  }
}

/** The rules that wait for each atom, repetitions kept, since each repetition is waited for. */
function readersOf(rules: readonly Inner[], count: number): readonly (readonly number[])[] {
  const readers: number[][] = Array.from({ length: count }, () => [])
  rules.forEach(({ positives }, rule) => {
    for (const atom of positives) readers[atom]?.push(rule)
  })
  return readers
}

/** What follows when `not a` holds exactly for the atoms outside `against` and outside literals count from `floor` on. */
function closure(
  rules: readonly Inner[],
  readers: readonly (readonly number[])[],
  count: number,
  floor: number,
  against: Uint8Array,
  budget: Budget,
): Uint8Array {
  const held = new Uint8Array(count)
  const waiting: number[] = []
  const isDead = (rule: Inner): boolean => rule.floor < floor || rule.negatives.some((atom) => against[atom] === 1)
  const missing = rules.map((rule) => (isDead(rule) ? -1 : rule.positives.length))
  const conclude = (rule: number): void => {
    const head = rules[rule]?.head ?? 0
    if (held[head] === 1) return
    held[head] = 1
    waiting.push(head)
  }
  let steps = 0
  missing.forEach((left, rule) => {
    steps += 1 + (rules[rule]?.negatives.length ?? 0)
    if (left === 0) conclude(rule)
  })
  for (let atom = waiting.pop(); atom !== undefined; atom = waiting.pop()) {
    for (const rule of readers[atom] ?? []) {
      steps += 1
      const left = (missing[rule] ?? 0) - 1
      if (left < -1) continue // a rule that cannot fire
      missing[rule] = left
      if (left === 0) conclude(rule)
    }
  }
  budget.take(steps)
  return held
}
