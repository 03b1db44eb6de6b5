/**
 * Reconnect, tracord: two cores that hold the same, but for a share that one of them wrote since, meet again; timed until they
 * are silent.
 */
import type { Measured, Params } from '../case.ts'
import { bootWith, connect } from './cores.ts'
import { rowsOf } from './made-journal.ts'
import { startWatch, verify } from './stopwatch.ts'

/** So long without a message, and they have nothing more to say; in milliseconds. */
const SILENCE_MS = 150

/** Meets again with `frames` claims on both sides and `changed` percent more on one. */
export async function run(params: Params): Promise<Measured> {
  const [frames, changed] = [Number(params['frames']), Number(params['changed'])]
  const added = Math.floor((frames * changed) / 100)
  const common = rowsOf('left', frames, 1, 1)
  const more = added === 0 ? [] : rowsOf('right', added, 1, 1)
  const [left, right] = [await bootWith('left', common), await bootWith('right', [...common, ...more])]
  const read = startWatch()
  const count = connect(left, right)
  for (let before = -1; before !== count.messages;) {
    before = count.messages
    await new Promise((resolve) => setTimeout(resolve, SILENCE_MS))
  }
  const { cpu } = read()
  verify(left.status().entries === frames + added, 'both hold everything')
  verify(left.certificate().digest === right.certificate().digest, 'the certificates agree')
  return { ...count, cpu }
}
