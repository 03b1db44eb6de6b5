/** Pace: how long to leave judgement alone after it was asked, so that asking never takes more than a share of the time. */
import type { Clock, Ms } from '../../base/clock.ts'

/** Judging may take one part in so many of the time. */
const SHARE = 10

/** A pace for one thing that is done again and again. */
export interface Pace {
  /** Does it, and notes what it cost. */
  keep<T>(run: () => T): T
  /** Milliseconds until it may be done again; 0 when it may be done now. */
  wait(): number
}

/** At least `restMsMin` between two runs, and ten times what the last one took, up to `restMsMax`. Decides when, never what. */
export function createPace(clock: Clock, restMsMin: number, restMsMax: number): Pace {
  let readyAt: Ms = 0
  return {
    keep(run) {
      const began = clock.now()
      const result = run()
      const ended = clock.now()
      readyAt = ended + Math.min(restMsMax, Math.max(restMsMin, (ended - began) * SHARE))
      return result
    },
    wait: () => Math.max(0, readyAt - clock.now()),
  }
}
