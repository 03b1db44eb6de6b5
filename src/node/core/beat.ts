/** Beat: gives the sync machine its ticks when it wants one, and the latest judgement just before: lazily, never on each claim. */
import type { Clock } from '../../base/clock.ts'
import { SEMANTICS } from '../../semantics/create.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Sync } from '../../sync/sync.ts'
import type { Exchange } from './exchange.ts'
import type { Herald } from './herald.ts'
import { JUDGE_MS_MAX } from './limits.ts'
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
  let stopped = false
  let stale = true

  const arm = (): void => {
    const due = sync.due()
    if (stopped || due === null || (cancel !== undefined && due >= armedFor)) return
    cancel?.()
    armedFor = due
    cancel = clock.after(Math.max(1, due - clock.now()), tick)
  }
  const tick = (): void => {
    cancel = undefined
    if (stale && !parts.isBehind() && pace.wait() === 0) {
      const digest = pace.keep(() => engine.digest())
      exchange.run({ type: 'verdict', verdict: { root: sync.root(), digest, terms: JUDGE } })
      stale = false
    }
    herald.tell()
    exchange.run({ type: 'tick' })
    arm()
  }
  return {
    arm,
    changed() {
      stale = true
    },
    stop() {
      stopped = true
      cancel?.()
    },
  }
}
