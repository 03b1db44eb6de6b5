/** Samples: how long single calls took, in microseconds. */
import type { Measured } from '../case.ts'
import { percentile } from '../rows.ts'

/** Microseconds of `act` on each entry, in order, after the garbage of what went before is gone. */
export function sampled<T>(entries: readonly T[], act: (entry: T) => void): Float64Array {
  globalThis.gc?.()
  const times = new Float64Array(entries.length)
  for (let at = 0; at < entries.length; at++) {
    const from = performance.now()
    act(entries[at]!)
    times[at] = (performance.now() - from) * 1_000
  }
  return times
}

/** Median, 99th percentile and worst. */
export function percentilesOf(times: Float64Array): Measured {
  const all = [...times]
  return { p50: percentile(all, 0.5), p99: percentile(all, 0.99), max: percentile(all, 1) }
}
