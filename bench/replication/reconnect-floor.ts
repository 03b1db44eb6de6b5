/** Reconnect, floor: the entries that one side lacks, deflated in one piece. */
import { deflateRawSync } from 'node:zlib'
import type { Measured, Params } from '../case.ts'
import { rowsOf } from './made-journal.ts'
import { startWatch } from './stopwatch.ts'

/** Packs `changed` percent of `frames` entries. */
export function run(params: Params): Promise<Measured> {
  const added = Math.floor((Number(params['frames']) * Number(params['changed'])) / 100)
  const bodies = added === 0 ? [] : rowsOf('right', added, 1, 1).flatMap((row) => row.bodies)
  const read = startWatch()
  const bytes = bodies.length === 0 ? 0 : deflateRawSync(bodies.join('\n')).length
  const { cpu } = read()
  return Promise.resolve({ messages: bodies.length === 0 ? 0 : 1, bytes, cpu })
}
