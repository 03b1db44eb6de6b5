/**
 * Flood: the author who says more of what a predicate over its budget rests on than all others together. There is at most one, and
 * what it costs an author to be one is never more than what cutting the predicate whole would cost everybody.
 */
import { NO_FACT, type Fact, type Facts } from '../store/facts.ts'
import type { Pred } from '../store/predicates.ts'

/** Who says what; asked only where a budget is exceeded. */
export interface Voices {
  /** The authors who say `leaf` directly. */
  ofLeaf(leaf: Fact): readonly string[]
  /** The authors of everything said for `fact`, whatever it rests on. */
  of(fact: Fact): readonly string[]
}

/** Finds floods, and notices when there may be another. */
export interface Floods {
  /** Who says more than half of all that is said of `preds`, each statement counted once for each author; undefined: nobody. */
  floodIn(preds: ReadonlySet<Pred>): string | undefined
  /** One voice came or went. */
  heed(): void
  /** Whether enough voices came or went since the last count for another answer. */
  isDue(): boolean
  /** Forgets what was counted. */
  clear(): void
  /** Whether anybody but `floods` says `leaf`. */
  isCalm(leaf: Fact, floods: ReadonlySet<string>): boolean
}

/** Floods among what `voices` say. */
export function createFloods(facts: Facts, voices: Voices): Floods {
  let [heeded, margin] = [0, Infinity]
  const loadsIn = (preds: ReadonlySet<Pred>): ReadonlyMap<string, number> => {
    const loads = new Map<string, number>()
    for (const pred of preds) {
      for (let fact = facts.firstOf(pred); fact !== NO_FACT; fact = facts.nextOf(fact))
        for (const author of new Set(voices.of(fact))) loads.set(author, (loads.get(author) ?? 0) + 1)
    }
    return loads
  }
  return {
    floodIn(preds) {
      let [total, most, flood]: [number, number, string | undefined] = [0, 0, undefined]
      for (const [author, load] of loadsIn(preds)) {
        total += load
        if (load > most) [most, flood] = [load, author]
      }
      const lead = 2 * most - total
      // One voice more or less changes the lead by one, so until that many came the answer stays.
      margin = Math.min(margin, lead > 0 ? lead : 1 - lead)
      return lead > 0 ? flood : undefined
    },
    heed: () => void heeded++,
    isDue: () => heeded >= margin,
    clear() {
      heeded = 0
      margin = Infinity
    },
    isCalm: (leaf, floods) => floods.size === 0 || voices.ofLeaf(leaf).some((author) => !floods.has(author)),
  }
}
