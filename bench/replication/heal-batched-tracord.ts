/** Heal, tracord with ten claims an entry: what one group commit makes of claims that come together. */
import type { Measured, Params } from '../case.ts'
import { run as runHeal } from './heal-tracord.ts'

/** Heals `claims` a side. */
export function run(params: Params): Promise<Measured> {
  return runHeal({ ...params, perEntry: 10 })
}
