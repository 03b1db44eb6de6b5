/** Changes: what happened to facts, denials and groups since it was last asked, as far as what is broken may differ by it. */
import type { GroupLaw } from '../law/clause.ts'
import type { Fact } from '../store/facts.ts'
import type { Term } from '../store/terms.ts'
import type { Crowd, Firing } from './firing.ts'

/** Facts noted one by one; past that everything counts as changed, which costs only time. */
export const CHANGES_MAX = 100_000

/** What may have changed. */
export interface Changes {
  /** Anything may have. */
  readonly all: boolean
  /** Facts that gained or lost a proof, or no longer hold; new ones need no notice. */
  readonly facts: ReadonlySet<Fact>
  /** Denials that came to fire. */
  readonly fired: readonly Firing[]
  /** Frames that came to hold too many values, or further ones. */
  readonly crowded: readonly Crowd[]
  /** Names came to be one thing, or no longer are: which values a group counts may differ. */
  readonly equality: boolean
}

/** Takes notes of changes. */
export interface ChangeLog {
  everything(): void
  fact(fact: Fact): void
  firing(firing: Firing): void
  crowd(group: GroupLaw, frame: Term): void
  equality(): void
  /** What was noted since this was last asked. */
  take(): Changes
}

/** Notes, none yet. */
export function createChangeLog(): ChangeLog {
  let [all, equality] = [false, false]
  let [facts, fired, crowds] = [new Set<Fact>(), [] as Firing[], new Map<GroupLaw, Set<Term>>()]
  const forget = (): void => {
    facts = new Set()
    fired = []
    crowds = new Map()
  }
  const everything = (): void => {
    all = true
    forget()
  }
  return {
    everything,
    fact(fact) {
      if (all) return
      facts.add(fact)
      if (facts.size > CHANGES_MAX) everything()
    },
    firing: (firing) => void (all || fired.push(firing)),
    crowd(group, frame) {
      if (all) return
      const frames = crowds.get(group)
      if (frames === undefined) crowds.set(group, new Set([frame]))
      else frames.add(frame)
    },
    equality: () => void (equality = true),
    take() {
      const crowded = [...crowds].flatMap(([group, frames]) => [...frames].map((frame) => ({ group, frame })))
      const changes = { all, facts, fired, crowded, equality }
      ;[all, equality] = [false, false]
      forget()
      return changes
    },
  }
}
