/** Status: how things stand, in the colour it has on every screen. */
import type { Paint } from '../terminal.ts'

/** A status, painted: settled, given up, or open. */
export function paintedStatus(status: string, paint: Paint): string {
  if (isSettled(status)) return paint.green(status)
  return status === 'rejected' ? paint.red(status) : paint.yellow(status)
}

/** Whether a statement of this status is held true. */
export function isSettled(status: string): boolean {
  return status === 'clear' || status === 'consensus'
}
