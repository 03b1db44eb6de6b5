/**
 * Beat: gives the sync machine its ticks when it wants one, and just before the latest judgement: never on each claim, and while entries
 * keep coming not at each beat either, for no two nodes would have judged the same.
 */
import type { Clock } from '../../base/clock.ts'
import { SEMANTICS } from '../../semantics/create.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Sync } from '../../sync/sync.ts'
import type { Exchange } from './exchange.ts'
import type { Herald } from './herald.ts'
import { JUDGE_MS_MAX, UNJUDGED_BEATS_MAX } from './limits.ts'
import { createPace } from './pace.ts'

/** Which judge this is: others may come to other verdicts. */
const JUDGE = `semantics ${SEMANTICS}`

/** The ticks of one node. */
export interface Beat {
  /** Something happened: a tick may be wanted now. */
  arm(): void
  /** The judgement is out of date. */
  changed(): void
  stop(): void
}

/** What a beat works with. */
export interface BeatParts {
  readonly sync: Sync
  readonly clock: Clock
  readonly engine: Engine
  readonly exchange: Exchange
  readonly herald: Herald
  /** Whether judgement has still to catch up after a start: asking it now would hold everything up. */
  isBehind(): boolean
}

/** A beat that is silent until the sync machine wants a tick. */
export function createBeat(parts: BeatParts): Beat {
  const { sync, clock, engine, exchange, herald } = parts
  const pace = createPace(clock, 0, JUDGE_MS_MAX)
  let cancel: (() => void) | undefined
  let armedFor = Infinity
  let isTicking = false
  let stopped = false
  let stale = true
  let isMoving = false
  let beatsUnjudged = 0

  const arm = (): void => {
    const due = sync.due()
    // Amid a tick the beat that is under way is due still: it would be armed once more.
    if (stopped || isTicking || due === null || (cancel !== undefined && due >= armedFor)) return
    cancel?.()
    armedFor = due
    cancel = clock.after(Math.max(1, due - clock.now()), tick)
  }
  const judge = (): void => {
    beatsUnjudged += 1
    const isDue = !isMoving || beatsUnjudged >= UNJUDGED_BEATS_MAX
    isMoving = false
    if (!stale || !isDue || parts.isBehind() || pace.wait() > 0) return
    const digest = pace.keep(() => engine.digest())
    exchange.run({ type: 'verdict', verdict: { root: sync.root(), digest, terms: JUDGE } })
    stale = false
    beatsUnjudged = 0
  }
  const beat = (): void => {
    try {
      herald.tell()
      exchange.run({ type: 'tick' })
    } finally {
      isTicking = false
    }
    arm()
  }
  const tick = (): void => {
    cancel = undefined
    isTicking = true
    try {
      judge()
    } finally {
      beat()
    }
  }
  return {
    arm,
    changed() {
      stale = isMoving = true
    },
    stop() {
      stopped = true
      cancel?.()
    },
  }
}
