/** Back-off: how long to wait before the next attempt: twice as long each time, spread by chance so that clients do not return together. */
import type { Random } from '../../src/ports/index.ts'

/** The pace of reconnecting. */
export interface Backoff {
  readonly firstMs: number
  readonly lastMs: number
}

/** What a client keeps when nothing else is said. */
export const BACKOFF: Backoff = { firstMs: 200, lastMs: 5_000 }

/** Milliseconds before attempt number `attempt` (0 is the first repetition): between half of the doubled delay and all of it. */
export function delayBefore(attempt: number, { firstMs, lastMs }: Backoff, random: Random): number {
  const full = Math.min(lastMs, firstMs * 2 ** Math.min(attempt, 30))
  const half = Math.floor(full / 2)
  return half + random.below(full - half + 1)
}
