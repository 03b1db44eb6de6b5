/** Seal: tells judgement from which entries it may learn and by which it measures conduct, the same on nodes that hold as much (R16). */
import type { Hash } from '../../base/hash.ts'
import { sealedCount } from '../../frames/log.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Measured } from '../../semantics/learn/measured.ts'
import type { Holding } from './holdings.ts'

/** More of `holding` counts than `before`: where that passed a multiple of what is sealed together, those entries are sealed. */
export function sealGrown(engine: Engine, holding: Holding, before: number): void {
  const sealed = engine.isLearning() ? sealedBetween(holding, before, holding.counted) : []
  if (sealed.length > 0) engine.seal(sealed)
  const measured = measuredBetween(holding, before, holding.counted, engine.block())
  if (measured.length > 0) engine.measure(measured)
}

/** The ids of `holding` that are sealed when `until` count, and were not when `from` did. */
export function sealedBetween({ ids, bare }: Holding, from: number, until: number): readonly Hash[] {
  return ids.slice(Math.max(bare, sealedCount(from)), sealedCount(until))
}

/** As {@link sealedBetween}, `block` entries at a time, with their places; none without a block. */
export function measuredBetween({ ids, bare, log }: Holding, from: number, until: number, block: number | null): readonly Measured[] {
  if (block === null) return []
  const first = Math.max(bare, sealedCount(from, block))
  return ids.slice(first, sealedCount(until, block)).map((id, at) => ({ id, author: log.author, epoch: log.epoch, seq: first + at }))
}
