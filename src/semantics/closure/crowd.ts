/** Crowds: frames that have more values of a slot than a group allows; found by counting a chain, never by pairs. */
import type { GroupLaw } from '../law/clause.ts'
import { HOLDS, NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Pred } from '../store/predicates.ts'
import { NO_TERM, type Term, type Terms } from '../store/terms.ts'
import type { ChangeLog } from './changes.ts'
import type { Crowd } from './firing.ts'

/** Frames with too many values. */
export interface Crowds {
  /** Looks at the groups that `fact` may crowd, and notes those that hold too many. */
  meet(fact: Fact): void
  /** Those noted since the last {@link Crowds.clear}, some of which may be none any more. */
  all(): Iterable<Crowd>
  isCrowded(crowd: Crowd): boolean
  /** The facts that count, one for each name. */
  namesOf(crowd: Crowd): readonly Fact[]
  /** The facts by which values of a crowd are one thing under several names. */
  equalitiesIn(crowd: Crowd): readonly Fact[]
  clear(): void
  /** Judges by the groups that there now are: forgets those that are gone, and looks at everything for the fresh ones. */
  regroup(gone: readonly GroupLaw[], fresh: readonly GroupLaw[]): void
}

interface CrowdParts {
  readonly facts: Facts
  readonly terms: Terms
  readonly type: Pred
  readonly sameAs: Pred
  readonly changes: ChangeLog
}

interface Groups {
  groupsOf(pred: Pred): readonly GroupLaw[]
  groups(): readonly GroupLaw[]
}

/** Crowds over facts and groups. */
export function createCrowds({ facts, terms, type, sameAs, changes }: CrowdParts, { groupsOf, groups }: Groups): Crowds {
  const found = new Map<GroupLaw, Set<Term>>()
  let { guarded, typed } = byTypes(groups())

  const holds = (pred: Pred, a: Term, b: Term): boolean => {
    const fact = facts.find(pred, a, b)
    return fact !== NO_FACT && facts.is(fact, HOLDS)
  }
  const isGuarded = ({ guard }: GroupLaw, frame: Term): boolean => guard === NO_TERM || holds(type, frame, guard)
  const counts = (group: GroupLaw, fact: Fact): boolean => {
    if (!facts.is(fact, HOLDS)) return false
    const value = facts.bOf(fact)
    if (group.literals && terms.isFrame(value)) return false
    return group.of === NO_TERM || holds(type, value, group.of)
  }
  const isCrowded = (group: GroupLaw, frame: Term): boolean => {
    if (!isGuarded(group, frame)) return false
    let left = group.n
    for (let fact = facts.firstByA(group.pred, frame); fact !== NO_FACT; fact = facts.nextByA(fact))
      if (counts(group, fact) && left-- === 0) return true
    return false
  }
  const namesOf = ({ group, frame }: Crowd): Fact[] => {
    const values: Fact[] = []
    for (let fact = facts.firstByA(group.pred, frame); fact !== NO_FACT; fact = facts.nextByA(fact))
      if (counts(group, fact)) values.push(fact)
    return values
  }
  const look = (group: GroupLaw, frame: Term): void => {
    if (!isCrowded(group, frame)) return
    changes.crowd(group, frame)
    const frames = found.get(group)
    if (frames === undefined) found.set(group, new Set([frame]))
    else frames.add(frame)
  }
  const meetType = (fact: Fact): void => {
    for (const group of guarded.get(facts.bOf(fact)) ?? []) look(group, facts.aOf(fact))
    for (const group of typed.get(facts.bOf(fact)) ?? []) {
      for (let use = facts.firstByB(group.pred, facts.aOf(fact)); use !== NO_FACT; use = facts.nextByB(use))
        look(group, facts.aOf(use))
    }
  }
  return {
    meet(fact) {
      const pred = facts.predOf(fact)
      for (const group of groupsOf(pred)) look(group, facts.aOf(fact))
      if (pred === type) meetType(fact)
    },
    *all() {
      for (const [group, frames] of found) for (const frame of frames) yield { group, frame }
    },
    isCrowded: ({ group, frame }) => isCrowded(group, frame),
    namesOf,
    equalitiesIn: (crowd) => equalitiesAmong(namesOf(crowd), sameAs, facts),
    clear: () => found.clear(),
    regroup(gone, fresh) {
      ;({ guarded, typed } = byTypes(groups()))
      for (const group of gone) found.delete(group)
      for (const group of fresh) {
        for (let fact = facts.firstOf(group.pred); fact !== NO_FACT; fact = facts.nextOf(fact))
          if (facts.is(fact, HOLDS)) look(group, facts.aOf(fact))
      }
    },
  }
}

/** The facts by which values are the same as others among them. */
function equalitiesAmong(uses: readonly Fact[], sameAs: Pred, facts: Facts): readonly Fact[] {
  if (facts.firstOf(sameAs) === NO_FACT) return []
  const values = new Set(uses.map(facts.bOf))
  const equalities: Fact[] = []
  for (const value of values) {
    for (let fact = facts.firstByA(sameAs, value); fact !== NO_FACT; fact = facts.nextByA(fact)) {
      const other = facts.bOf(fact)
      if (other !== value && facts.is(fact, HOLDS) && values.has(other)) equalities.push(fact)
    }
  }
  return equalities
}

type ByType = ReadonlyMap<Term, readonly GroupLaw[]>

/** The groups that a frame's type may bring about, and those that count values by their type. */
function byTypes(groups: readonly GroupLaw[]): { readonly guarded: ByType; readonly typed: ByType } {
  return { guarded: groupedBy(groups, ({ guard }) => guard), typed: groupedBy(groups, ({ of }) => of) }
}

function groupedBy(
  groups: readonly GroupLaw[],
  termOf: (group: GroupLaw) => Term,
): ReadonlyMap<Term, readonly GroupLaw[]> {
  const map = new Map<Term, GroupLaw[]>()
  for (const group of groups)
    if (termOf(group) !== NO_TERM) map.set(termOf(group), [...(map.get(termOf(group)) ?? []), group])
  return map
}
