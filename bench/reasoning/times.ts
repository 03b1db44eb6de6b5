/** Times: how long calls take that have to be awaited, one after the other, in milliseconds. */
import type { Measured } from '../case.ts'
import { percentile } from '../rows.ts'

/** Milliseconds of `act` for each number below `count`. */
export async function timed(count: number, act: (at: number) => Promise<unknown>): Promise<readonly number[]> {
  globalThis.gc?.()
  const times: number[] = []
  for (let at = 0; at < count; at++) {
    const from = performance.now()
    await act(at)
    times.push(performance.now() - from)
  }
  return times
}

/** Median, 99th percentile and worst. */
export function spreadOf(times: readonly number[]): Measured {
  return { p50: percentile([...times], 0.5), p99: percentile([...times], 0.99), max: percentile([...times], 1) }
}
