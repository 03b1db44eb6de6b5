/** Strain: a law and very many claims through the whole engine, with what came out and how much memory stays taken. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Said } from '../../../src/frames/item.ts'
import { readLaw, type LawInput } from '../../../src/frames/read-law.ts'
import type { Value } from '../../../src/frames/value.ts'
import { createEngine } from '../../../src/semantics/create.ts'
import type { Component, Conflict, Standing } from '../../../src/semantics/judgement.ts'

/** What came of it. */
export interface Strained {
  /** How many statements stand how. */
  readonly statuses: Readonly<Record<string, number>>
  readonly standings: readonly Standing[]
  readonly components: readonly Component[]
  readonly conflicts: readonly Conflict[]
  /** What the engine holds after it was read, in MB; the rest of the process does not count. */
  readonly heapMb: number
}

/** Tells an engine `said` under `law` and reads all of it. */
export function strain(law: LawInput, said: readonly Said[]): Strained {
  const read = readLaw(law)
  if (!read.ok) throw new Error(read.error.why)
  const before = heapUsed()
  const engine = createEngine(read.value)
  engine.add(said)
  const standings = engine.standings()
  const found = { standings, components: engine.components(), conflicts: engine.conflicts() }
  const statuses: Record<string, number> = {}
  for (const { status } of standings) statuses[status] = (statuses[status] ?? 0) + 1
  const heapMb = (heapUsed() - before) / 1e6
  return { ...found, statuses, heapMb: engine.size().claims > 0 ? heapMb : 0 } // still reachable when the heap was measured
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

function heapUsed(): number {
  collect()
  return process.memoryUsage().heapUsed
}

/** A claim of an author of its own. */
export function say(id: string, frame: string, slot: string, value: Value, more: object = {}): Said {
  return { id, by: `by-${id}`, item: { k: 'claim', frame, slot, value, ...more } }
}

/** `count` entries. */
export function times<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at))
}
