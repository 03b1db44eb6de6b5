/** Burst, tracord: all claims of a tick share entries, as they do for every user. */
import type { Measured, Params } from '../case.ts'
import { runBurst } from './live.ts'
import { join } from './live-tracord.ts'

/** Times `claims` claims said at once. */
export function run(params: Params): Promise<Measured> {
  return runBurst(params, 'tracord', join)
}
