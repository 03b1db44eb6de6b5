/** Quota: how fast one peer may send. Never a refusal, only a pause: what it sends later is read later. */

/** What a second allows. */
export interface Pace {
  readonly bytesPerSecond: number
  readonly messagesPerSecond: number
}

/** Two seconds' worth may come at once. */
const BURST_SECONDS = 2

/** Counts what arrives: `take` gives the milliseconds to pause, 0 while the peer keeps its pace. */
export interface Quota {
  take(bytes: number, nowMs: number): number
}

/** A quota that begins full. Measured in seconds owed, so both bounds are one number each. */
export function createQuota({ bytesPerSecond, messagesPerSecond }: Pace): Quota {
  let owedBySize = 0
  let owedByCount = 0
  let last: number | undefined
  return {
    take(bytes, nowMs) {
      const passed = Math.max(0, nowMs - (last ?? nowMs)) / 1_000
      last = nowMs
      owedBySize = Math.max(0, owedBySize - passed) + bytes / bytesPerSecond
      owedByCount = Math.max(0, owedByCount - passed) + 1 / messagesPerSecond
      return Math.max(0, Math.round((Math.max(owedBySize, owedByCount) - BURST_SECONDS) * 1_000))
    },
  }
}
