/** Memory, tracord: what an engine that holds and has judged a world takes, its own and outside of the heap, for each claim. */
import type { Measured, Params } from '../case.ts'
import { verify } from '../replication/stopwatch.ts'
import { engineHolding } from './detect-tracord.ts'

/** Bytes in use, after garbage collection. */
function used(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Holds a world. */
export async function run(params: Params): Promise<Measured> {
  const count = Number(params['claims'])
  const before = used()
  const engine = engineHolding(count)
  engine.digest()
  const bytes = used() - before
  verify(engine.size().claims === count && engine.conflicts().length === 0, 'every claim is held, and none clashes')
  return { 'bytes per claim': bytes / count }
}
