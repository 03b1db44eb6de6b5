/** Judgement: everything an engine reports, as one text, for laws that say that two judgements are the same. */
import type { Law } from '../../../src/frames/facet.ts'
import type { Said } from '../../../src/frames/item.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import type { Engine } from '../../../src/semantics/engine.ts'
import type { Standing } from '../../../src/semantics/judgement.ts'
import { keyOf } from '../../reference/compare.ts'
import { lawOf, slotsOf, type World } from '../../reference/world.ts'

/** All that is reported, byte for byte. */
export function reportOf(engine: Engine): string {
  const parts = [
    engine.conflicts(),
    engine.components(),
    engine.standings(),
    engine.incomplete(),
    engine.frames(),
    engine.digest(),
  ]
  return JSON.stringify(parts, null, 1)
}

/** An engine with the law of `world` that was told `said`. */
export function told(world: World, said: readonly Said[] = world.said, law: Law = lawOf(world)): Engine {
  const engine = createEngine(law, slotsOf(world))
  engine.add(said)
  return engine
}

/** Status by statement; worlds without windows have one each. */
export function statusByKey(engine: Engine): ReadonlyMap<string, Standing['status']> {
  return new Map(engine.standings().map((standing) => [keyOf(standing), standing.status]))
}

/** What the repairs of least weight cost, all components together. */
export function leastCost(engine: Engine): bigint {
  return engine.components().reduce((sum, { forks }) => sum + BigInt(forks[0]!.cost), 0n)
}

/** The forks of least weight of every component, each as the keys it drops. */
export function leastForks(engine: Engine): string[][] {
  return engine.components().map(({ forks }) => {
    return forks
      .filter(({ cost }) => cost === forks[0]!.cost)
      .map(({ out }) => out.map(keyOf).sort().join(' '))
      .sort()
  })
}
