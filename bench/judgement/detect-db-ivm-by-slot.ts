/** Detect, `@tanstack/db-ivm` with claims sorted into an input for each slot by hand, so that only the laws about it are woken. */
import { MultiSet, type RootStreamBuilder } from '@tanstack/db-ivm'
import type { Measured, Params } from '../case.ts'
import { runDataflow, SLOTS, textOf, type Pair, type Slot } from './dataflow.ts'

/** Holds a world and times each new claim. */
export async function run(params: Params): Promise<Measured> {
  return runDataflow(params, (graph) => {
    const inputs = new Map<string, RootStreamBuilder<Pair>>(SLOTS.map((slot) => [slot, graph.newInput<Pair>()]))
    return {
      send: ({ frame, slot, value }) => inputs.get(slot)?.sendData(new MultiSet<Pair>([[[frame, textOf(value)], 1]])),
      claimsOf: (slot: Slot) => inputs.get(slot)!,
    }
  })
}
