/**
 * Runs: how often a law is tried. The same worlds each time, so that a failure is a change; with `TRACORD_RUNS=20` 20 times as many, and
 * new ones each time; with a fraction fewer, the same each time.
 */
import type { Parameters } from 'fast-check'

/** Generous: laws compare thousands of judgements and may share a machine. */
export const TIMEOUT_MS = 120_000

const times = Number(process.env['TRACORD_RUNS'] ?? 1)

/** Parameters for a law that is tried `count` times. */
export function runs<T>(count: number): Parameters<T> {
  return times <= 1 ? { numRuns: Math.max(1, Math.ceil(count * times)), seed: 20_261_123 } : { numRuns: count * times }
}
