/** Timings: how long answers took: per member for routing, in all as a histogram (M3). */
import type { Ms } from '../../base/clock.ts'
import type { AuthorKey } from '../../identity/signature.ts'

/** Upper bounds of the histogram, in milliseconds; what took longer is counted apart. */
export const ANSWER_MS_BOUNDS: readonly Ms[] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]
/** Members remembered. */
const MEMBERS_MAX = 1_024
/** The newest answer counts for one part of so many. */
const SMOOTHING = 4

/** How long answers took, counted by bound. */
export interface Histogram {
  readonly bounds: readonly Ms[]
  /** Answers up to each bound and above the one before; the last are those above all. */
  readonly counts: readonly number[]
  readonly sumMs: Ms
}

/** Times taken. */
export interface Timings {
  /** An answer of `member` took so long. */
  note(member: AuthorKey, ms: Ms): void
  /** The smoothed time of a member's answers; undefined: none came yet. */
  of(member: AuthorKey): Ms | undefined
  /** An answer was given to the caller after so long. */
  answered(ms: Ms): void
  histogram(): Histogram
}

/** Nothing was timed yet. */
export function createTimings(): Timings {
  const members = new Map<AuthorKey, Ms>()
  const counts = Array.from({ length: ANSWER_MS_BOUNDS.length + 1 }, () => 0)
  let sumMs = 0
  return {
    note(member, ms) {
      const held = members.get(member)
      if (held === undefined && members.size >= MEMBERS_MAX) return
      members.set(member, held === undefined ? ms : Math.round(held + (ms - held) / SMOOTHING))
    },
    of: (member) => members.get(member),
    answered(ms) {
      const place = ANSWER_MS_BOUNDS.findIndex((bound) => ms <= bound)
      const index = place === -1 ? ANSWER_MS_BOUNDS.length : place
      counts[index] = counts[index]! + 1
      sumMs += ms
    },
    histogram: () => ({ bounds: ANSWER_MS_BOUNDS, counts: [...counts], sumMs }),
  }
}
