/** Queue: what the closure was told since it last settled, and what waits to be taken in. */
import type { Fact } from '../store/facts.ts'
import { createStack, type Stack } from '../store/rows.ts'
import type { Ground } from './ground.ts'

/** What waits for the next settling. */
export interface Queue {
  /** Facts that are to hold: said or concluded. */
  readonly waiting: Stack
  /** Facts that are to hold by what floods say, unless they come to hold without. */
  readonly flooded: Stack
  /** Facts that hold already and are to be edges too. */
  readonly bridges: Fact[]
  /** Facts that lost a reason to hold. */
  readonly falling: Set<Fact>
  /** Facts of the watched predicate that came to hold or ceased to. */
  readonly flipped: Fact[]
  /** Facts said directly since this was last emptied. */
  readonly said: Stack
  say(fact: Fact): void
  tie(ground: Ground): void
  takeTied(): readonly Ground[]
  takeFalling(): readonly Fact[]
  takeFlipped(): readonly Fact[]
  /** Forgets everything but what flipped. */
  clear(): void
}

const NONE: readonly Ground[] = []

/** A queue, empty. */
export function createQueue(): Queue {
  const [waiting, flooded, said] = [createStack(), createStack(), createStack()]
  const [bridges, tied, flipped]: [Fact[], Ground[], Fact[]] = [[], [], []]
  const falling = new Set<Fact>()
  return {
    waiting,
    flooded,
    bridges,
    said,
    falling,
    flipped,
    say(fact) {
      if (falling.size > 0) falling.delete(fact)
      said.push(fact)
    },
    tie: (ground) => void tied.push(ground),
    takeTied: () => (tied.length === 0 ? NONE : tied.splice(0)),
    takeFlipped: () => flipped.splice(0),
    takeFalling() {
      const taken = [...falling]
      falling.clear()
      return taken
    },
    clear() {
      for (const stack of [waiting, flooded, said]) stack.clear()
      tied.length = 0
      bridges.length = 0
      falling.clear()
    },
  }
}
