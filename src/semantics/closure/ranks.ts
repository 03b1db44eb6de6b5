/**
 * Ranks: an order of frames in which every edge points forward, kept up edge by edge (Pearce and Kelly): an edge that points backward
 * has only what lies between its two ends put in order anew. An edge that closes a cycle is refused, and nothing is moved.
 */
import { createSheet } from '../store/rows.ts'
import type { Term } from '../store/terms.ts'

/** Hands out what is one edge away from a frame. */
export type Neighbours = (frame: Term, visit: (other: Term) => void) => void

/** An order of frames. */
export interface Ranks {
  /** Puts `from` before `to`. False where edges already lead from `to` to `from`, or after `stepsMax` steps; then nothing changed. */
  place(from: Term, to: Term, stepsMax: number): boolean
}

const UNPLACED = 0

/** An order in which nothing is placed yet; `after` and `before` follow the edges that were placed, both ways. */
export function createRanks(after: Neighbours, before: Neighbours): Ranks {
  const ranks = createSheet(UNPLACED)
  let [first, last] = [0, 0]

  /** What is reached from `start` along edges within the limits of rank; undefined when it meets `end` or takes too long. */
  const reach = (
    start: Term,
    next: Neighbours,
    isWithin: (rank: number) => boolean,
    end: Term,
    stepsMax: number,
  ): Term[] | undefined => {
    const seen = new Set([start])
    let [met, steps] = [false, 0]
    for (const frame of seen) {
      next(frame, (other) => {
        steps++
        if (other === end) met = true
        else if (isWithin(ranks.get(other))) seen.add(other)
      })
      if (met || steps > stepsMax) return undefined
    }
    return [...seen]
  }
  return {
    place(from, to, stepsMax) {
      if (from === to) return false
      if (ranks.get(from) === UNPLACED) ranks.set(from, ranks.get(to) === UNPLACED ? ++last : --first)
      if (ranks.get(to) === UNPLACED) ranks.set(to, ++last)
      const [high, low] = [ranks.get(from), ranks.get(to)]
      if (high < low) return true
      const behind = reach(to, after, (rank) => rank <= high, from, stepsMax)
      const ahead = behind && reach(from, before, (rank) => rank >= low, to, stepsMax)
      if (behind === undefined || ahead === undefined) return false
      const byRank = (a: Term, b: Term): number => ranks.get(a) - ranks.get(b)
      const moved = [...ahead.sort(byRank), ...behind.sort(byRank)]
      const free = moved.map(ranks.get).sort((a, b) => a - b)
      moved.forEach((frame, at) => ranks.set(frame, free[at]!))
      return true
    },
  }
}
