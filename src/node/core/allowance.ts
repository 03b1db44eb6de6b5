/** Allowance: how much of one wire is read in a second, so that a peer that sends without end costs others nothing. */
import type { Ms } from '../../base/clock.ts'
import { WIRE_BYTES_PER_SECOND, WIRE_MESSAGES_PER_SECOND } from './limits.ts'

/** What a wire may still send. */
export interface Allowance {
  /** Whether a message of so many bytes is read. One that is not is as good as lost on the way. */
  take(bytes: number, now: Ms): boolean
}

const SECOND_MS = 1_000

/** The allowance of a wire that opened. */
export function createAllowance(): Allowance {
  let since: Ms = Number.NEGATIVE_INFINITY
  let messages = 0
  let size = 0
  return {
    take(bytes, now) {
      if (now - since >= SECOND_MS || now < since) {
        since = now
        messages = size = 0
      }
      messages += 1
      size += bytes
      return messages <= WIRE_MESSAGES_PER_SECOND && size <= WIRE_BYTES_PER_SECOND
    },
  }
}
