/** The machine's clock and chance: the only place of the library that reads them. */
import { randomBytes, randomInt } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import type { Random } from '../base/random.ts'

/** Timers that never keep the process alive by themselves: an open socket or journal does. */
export const machineClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    if (delayMs <= 0) {
      const soon = setImmediate(run)
      return () => clearImmediate(soon)
    }
    const timer = setTimeout(run, delayMs)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

/** The same, but whoever waits for one of its timers keeps the process alive. */
export const waitingClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

/** Chance of the operating system: good enough for nonces, not replayable. */
export const machineRandom: Random = {
  uint32: () => randomBytes(4).readUInt32LE(0),
  below: (bound) => randomInt(bound),
}
