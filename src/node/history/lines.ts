/** Lines: a state vector as somebody hands it in, checked before anything is read by it. */
import { TracordError } from '../../base/error.ts'
import type { Hash } from '../../base/hash.ts'
import type { LogKey } from '../../frames/log.ts'
import type { VectorLine } from '../../sync/message.ts'
import { LOGS_MAX } from '../core/limits.ts'

/** The lines of `vector`. Throws `BAD_INPUT`, or `TOO_LARGE`, for what is none. */
export function linesOfVector(vector: readonly unknown[]): readonly VectorLine[] {
  if (!Array.isArray(vector)) throw new TracordError('BAD_INPUT', 'a state vector is a list of [log, count, head]')
  if (vector.length > LOGS_MAX) throw new TracordError('TOO_LARGE', `a state vector has at most ${LOGS_MAX} lines`)
  return vector.map((line: unknown, at) => {
    const [log, count, head] = Array.isArray(line) ? (line as readonly unknown[]) : []
    if (typeof log === 'string' && Number.isSafeInteger(count) && Number(count) >= 0 && typeof head === 'string')
      return [log as LogKey, Number(count), head as Hash | 'forked']
    throw new TracordError('BAD_INPUT', `line ${at} of the state vector is not [log, count, head]`)
  })
}
