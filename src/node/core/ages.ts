/** Ages: since when the oldest entry of a log has waited for another member to hold it, kept in few marks however many wait. */
import type { Ms } from '../../base/clock.ts'

/** Marks of one log; beyond it every other goes and new ones come half as often. Entries count as old as the mark before them. */
const MARKS_MAX = 64

/** The waiting entries of one log. */
export interface Ages {
  /** The log has `count` entries now. */
  grown(count: number, now: Ms): void
  /** The first `count` wait no more. */
  confirmed(count: number): void
  /** Since when the oldest that waits has waited; null: none does. */
  since(): Ms | null
}

/** Entries from `from` on, up to the next mark, are there since `at`. */
interface Mark {
  readonly from: number
  readonly at: Ms
}

/** No entry yet. */
export function createAges(): Ages {
  let marks: readonly Mark[] = []
  let [known, stride] = [0, 1]
  return {
    grown(count, now) {
      if (count <= known) return
      const last = marks.at(-1)
      if (last === undefined) stride = 1
      if (last === undefined || known - last.from >= stride) marks = [...marks, { from: known, at: now }]
      if (marks.length > MARKS_MAX) {
        marks = marks.filter((_, at) => at % 2 === 0)
        stride *= 2
      }
      known = count
    },
    confirmed(count) {
      marks = marks.filter((_, at) => (marks[at + 1]?.from ?? known) > count)
    },
    since: () => marks[0]?.at ?? null,
  }
}
