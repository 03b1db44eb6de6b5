/** Burst, floor: a message a claim, only passed on. */
import type { Measured, Params } from '../case.ts'
import { runBurst } from './live.ts'
import { join } from './live-echo.ts'

/** Times `claims` claims said at once. */
export function run(params: Params): Promise<Measured> {
  return runBurst(params, 'ws-echo', join)
}
