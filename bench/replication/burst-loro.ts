/** Burst, Loro: a commit a claim. */
import type { Measured, Params } from '../case.ts'
import { runBurst } from './live.ts'
import { join } from './live-loro.ts'

/** Times `claims` claims said at once. */
export function run(params: Params): Promise<Measured> {
  return runBurst(params, 'loro', join)
}
