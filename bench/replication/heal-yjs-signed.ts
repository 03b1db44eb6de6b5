/** Heal, yjs carrying signatures: as long as ours, verified by nobody: what the bytes of a peer would be. */
import type { Measured, Params } from '../case.ts'
import { run as runYjs } from './heal-yjs.ts'

/** Heals `claims` a side. */
export function run(params: Params): Promise<Measured> {
  return runYjs({ ...params, signed: 'yes' })
}
