/** Queue: what the closure was told since it last settled, and what waits to be taken in. */
import type { Fact } from '../store/facts.ts'
import type { Ground } from './ground.ts'

/** What waits for the next settling. */
export interface Queue {
  /** Facts that are to hold: said or concluded. */
  readonly waiting: Fact[]
  /** Facts that hold already and are to be edges too. */
  readonly bridges: Fact[]
  /** Facts that lost a reason to hold. */
  readonly falling: Set<Fact>
  /** Facts of the watched predicate that came to hold or ceased to. */
  readonly flipped: Fact[]
  say(fact: Fact): void
  tie(ground: Ground): void
  takeSaid(): readonly Fact[]
  takeTied(): readonly Ground[]
  takeFalling(): readonly Fact[]
  takeFlipped(): readonly Fact[]
  /** Forgets everything but what flipped. */
  clear(): void
}

/** A queue, empty. */
export function createQueue(): Queue {
  const [waiting, bridges, said, tied, flipped]: [Fact[], Fact[], Fact[], Ground[], Fact[]] = [[], [], [], [], []]
  const falling = new Set<Fact>()
  return {
    waiting,
    bridges,
    falling,
    flipped,
    say(fact) {
      falling.delete(fact)
      said.push(fact)
    },
    tie: (ground) => void tied.push(ground),
    takeSaid: () => said.splice(0),
    takeTied: () => tied.splice(0),
    takeFlipped: () => flipped.splice(0),
    takeFalling() {
      const taken = [...falling]
      falling.clear()
      return taken
    },
    clear() {
      for (const list of [waiting, bridges, said, tied]) list.length = 0
      falling.clear()
    },
  }
}
