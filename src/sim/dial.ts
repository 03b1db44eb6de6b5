/** Dial: what a node takes for the time: the world's, but for jumps and drift, which outlive its crashes. */
import { WORLD_BEGINS_MS, type Time } from './time.ts'

/** One node's clock face. */
export interface Dial {
  /** Milliseconds since 1970, as this node believes. */
  now(): number
  jump(byMs: number): void
  drift(ppm: number): void
  /** How much of the world's time passes while this node counts `delayMs`. */
  worldMs(delayMs: number): number
}

const MILLION = 1_000_000

/** A dial that is right. */
export function createDial(time: Time): Dial {
  let base = WORLD_BEGINS_MS
  let since = 0
  let ppm = 0
  const now = (): number => base + Math.floor(((time.now() - since) * (MILLION + ppm)) / MILLION)
  return {
    now,
    jump(byMs) {
      base += byMs
    },
    drift(next) {
      base = now()
      since = time.now()
      ppm = next
    },
    worldMs: (delayMs) => (ppm === 0 ? delayMs : Math.ceil((delayMs * MILLION) / (MILLION + ppm))),
  }
}
