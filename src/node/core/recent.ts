/** Recent: the bodies of entries that are kept in memory, the oldest of all logs let go first once they are durable. */
import type { Holding } from './holding.ts'

/** Bodies kept together: those of `holding` up to count `until`. */
interface Kept {
  readonly holding: Holding
  readonly until: number
  readonly chars: number
}

/** The order in which bodies came, and how much they take. */
export interface Recent {
  /** Bodies of `chars` characters were put at the end of a log. */
  add(holding: Holding, chars: number): void
  /** Lets go of the oldest that are durable, down to the bound. */
  trim(): void
  /** The log is no longer held. */
  drop(holding: Holding): void
  /** Lets go of all bodies of a log that is held. */
  forget(holding: Holding): void
}

/** Nothing is kept yet; about `charsMax` characters will be. */
export function createRecent(charsMax: number): Recent {
  const kept: Kept[] = []
  let chars = 0
  const drop = (holding: Holding): void => {
    const left = kept.filter((one) => one.holding !== holding)
    kept.splice(0, kept.length, ...left)
    chars = left.reduce((sum, one) => sum + one.chars, 0)
  }
  return {
    drop,
    add(holding, more) {
      kept.push({ holding, until: holding.ids.length, chars: more })
      chars += more
    },
    trim() {
      // A little further than it must, so that not every entry moves the whole list.
      if (chars > charsMax) chars = trimKept(kept, chars, charsMax - (charsMax >> 3))
    },
    forget(holding) {
      drop(holding)
      holding.recent.length = 0
      holding.recentFrom = holding.ids.length
    },
  }
}

/** Lets go of the oldest that are durable until `enough` characters are left; returns how many there are now. */
function trimKept(kept: Kept[], chars: number, enough: number): number {
  let [left, gone] = [chars, 0]
  for (const { holding, until, chars: size } of kept) {
    if (left <= enough || holding.durable < until) break
    holding.recent.splice(0, until - holding.recentFrom)
    holding.recentFrom = until
    left -= size
    gone += 1
  }
  kept.splice(0, gone)
  return left
}
