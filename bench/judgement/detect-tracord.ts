/** Detect, tracord: an engine that holds a world is told one claim after another; each call finds what that claim breaks. */
import type { Engine } from '../../src/semantics/engine.ts'
import type { Conflict } from '../../src/semantics/judgement.ts'
import { createEngine } from '../../src/semantics/create.ts'
import type { Said } from '../../src/frames/item.ts'
import type { Measured, Params } from '../case.ts'
import { verify } from '../replication/stopwatch.ts'
import { percentilesOf, sampled } from './samples.ts'
import { FRESH, freshClaims, heldClaims, statementText, violationText, worldLaw } from './world.ts'

/** Claims told at once while nothing is timed. */
const BATCH = 1_000

/** An engine that holds the first `count` claims of the world. */
export function engineHolding(count: number): Engine {
  const engine = createEngine(worldLaw())
  let batch: Said[] = []
  for (const said of heldClaims(count)) {
    batch.push(said)
    if (batch.length < BATCH) continue
    engine.add(batch)
    batch = []
  }
  engine.add(batch)
  return engine
}

/** A conflict as the text by which violations are compared. */
export function violationOf({ by, statements }: Conflict): string {
  const law = 'rule' in by ? 'rule' : 'slot' in by ? by.slot : 'type'
  return violationText(
    law,
    statements.map(({ frame, slot, value }) => statementText(frame, slot, value)),
  )
}

/** Holds a world and times each new claim. */
export async function run(params: Params): Promise<Measured> {
  const count = Number(params['claims'])
  const { claims, violations } = freshClaims(Number(params['fresh'] ?? FRESH), count)
  const engine = engineHolding(count)
  const times = sampled(claims, (said) => engine.add([said]))
  const found = engine.conflicts().map(violationOf).sort()
  verify(found.join('\n') === violations.join('\n'), 'every violation is found, and no other')
  return percentilesOf(times)
}
