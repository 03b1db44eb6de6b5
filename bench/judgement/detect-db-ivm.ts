/** Detect, `@tanstack/db-ivm`: one collection of claims, out of which every law takes its slots, as queries over a collection do. */
import { filter, map, MultiSet } from '@tanstack/db-ivm'
import type { Claim } from '../../src/frames/item.ts'
import type { Measured, Params } from '../case.ts'
import { runDataflow, textOf, type Pair } from './dataflow.ts'

/** Holds a world and times each new claim. */
export async function run(params: Params): Promise<Measured> {
  return runDataflow(params, (graph) => {
    const claims = graph.newInput<Claim>()
    return {
      send: (claim) => claims.sendData(new MultiSet([[claim, 1]])),
      claimsOf: (slot) =>
        claims.pipe(
          filter((claim) => claim.slot === slot),
          map(({ frame, value }): Pair => [frame, textOf(value)]),
        ),
    }
  })
}
