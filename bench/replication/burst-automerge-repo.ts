/** Burst, raw automerge-repo: a change a claim. */
import type { Measured, Params } from '../case.ts'
import { runBurst } from './live.ts'
import { join } from './live-automerge-repo.ts'

/** Times `claims` claims said at once. */
export function run(params: Params): Promise<Measured> {
  return runBurst(params, 'automerge-repo', join)
}
