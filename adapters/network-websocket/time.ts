/** Time and chance of this machine, for connections that were handed none; no timer here keeps a process alive. */
import { randomInt } from 'node:crypto'
import type { Clock, Random } from '../../src/ports/index.ts'

/** The machine's clock. */
export const machineClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** The machine's chance: spreads reconnections, decides nothing. */
export const machineRandom: Random = {
  uint32: () => randomInt(0x1_0000_0000),
  below: (bound) => randomInt(bound),
}
