/** Inside: what judges behind a node, for those who tell of more than a node's verbs do. */
import { TracordError } from '../base/error.ts'
import type { Engine } from '../semantics/engine.ts'
import { coreOf } from './state-vector.ts'

/** The engine of a node of `createNode`; for reading only. Throws `BAD_INPUT` for what is none. */
export function engineIn(node: object): Engine {
  const core = coreOf(node)
  if (core === undefined) throw new TracordError('BAD_INPUT', 'this is no node of createNode')
  return core.engine
}
