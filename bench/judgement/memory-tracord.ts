/** Memory, tracord: what an engine that holds and has judged a world takes, its own and outside of the heap, for each claim. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Measured, Params } from '../case.ts'
import { verify } from '../replication/stopwatch.ts'
import { engineHolding } from './detect-tracord.ts'

/** Without the flag on the command line too: what is not collected would be measured along. */
function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

const collect = garbageCollector()

/** Bytes in use, after garbage collection. */
function used(): number {
  collect()
  collect()
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
