/** Merge, tracord: an engine that holds a world is told at once what the other side of a partition said, and judges it. */
import type { Measured, Params } from '../case.ts'
import { startWatch, verify } from '../replication/stopwatch.ts'
import { engineHolding, violationOf } from './detect-tracord.ts'
import { freshClaims } from './world.ts'

/** One claim in so many clashes. */
const EVERY = 200

/** Merges as many claims as are held. */
export async function run(params: Params): Promise<Measured> {
  const count = Number(params['claims'])
  const { claims, violations } = freshClaims(count, count, EVERY)
  const engine = engineHolding(count)
  engine.digest()
  const read = startWatch()
  engine.add(claims)
  const digest = engine.digest()
  const { wall } = read()
  verify(digest === engine.digest() && engine.size().claims === 2 * count, 'every claim is held')
  const found = engine.conflicts().map(violationOf).sort()
  verify(found.join('\n') === violations.join('\n'), 'every violation is found, and no other')
  return { wall }
}
