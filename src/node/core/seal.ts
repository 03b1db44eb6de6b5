/** Seal: tells judgement from which entries it may learn: the same on every node that holds as much (R16). */
import { sealedCount } from '../../frames/log.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Holding } from './holdings.ts'

/** More of `holding` counts than `before`: where that passed a multiple of what is sealed together, those entries are sealed. */
export function sealGrown(engine: Engine, { ids, bare, counted }: Holding, before: number): void {
  const [from, until] = [sealedCount(before), sealedCount(counted)]
  if (until > from) engine.seal(ids.slice(Math.max(bare, from), until))
}
