/** Lasting: when a claim counts: while it is valid and all the claims that it names are, those that they name too. */
import type { Stretch } from './span.ts'
import { NO_SUPPORT, type Support, type Supports } from './supports.ts'

/** When claims count. */
export interface Lasting {
  /** One stretch, perhaps empty: what an instant leaves out is not said at that instant, and what rests on it neither. */
  windowOf(support: Support): Stretch
  /** Forgets what was computed; to be called when claims were added. */
  refresh(): void
}

/**
 * The lasting of `supports`. A claim that does not hold for want of premises lasts as it says: so only what makes it hold or fall changes
 * how long it lasts, and that is noticed.
 */
export function createLasting(supports: Supports, holds: (support: Support) => boolean): Lasting {
  const known = new Map<Support, Stretch>()
  return {
    refresh: () => known.clear(),
    windowOf(support) {
      if (!supports.hasWindows() || supports.premisesOf(support).length === 0) return supports.windowOf(support)
      const held = known.get(support)
      if (held !== undefined) return held
      if (!holds(support)) return supports.windowOf(support)
      let { from, until } = supports.windowOf(support)
      const reached = new Set([support])
      for (const next of reached) {
        const window = known.get(next) ?? supports.windowOf(next)
        from = Math.max(from, window.from)
        until = Math.min(until, window.until)
        if (known.has(next)) continue
        for (const id of supports.premisesOf(next)) {
          const premise = supports.find(id)
          if (premise !== NO_SUPPORT) reached.add(premise)
        }
      }
      const made = { from, until }
      known.set(support, made)
      return made
    },
  }
}
