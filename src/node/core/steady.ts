/** Steady: a clock whose present never goes back, for whatever waits: a machine's is set back now and then, by an hour if need be. */
import type { Clock } from '../../base/clock.ts'

/** When `clock` is set back, the steady one goes on from where it was. For timers only: it is no longer what people call the time. */
export function createSteadyClock(clock: Clock): Clock {
  let last = clock.now()
  let ahead = 0
  const now = (): number => {
    const told = clock.now()
    if (told < last) ahead += last - told
    last = told
    return told + ahead
  }
  return { now, after: (delayMs, run) => clock.after(delayMs, run) }
}
