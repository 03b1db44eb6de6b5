/** Reads: what a guest reads of its node, bounded, as values that JSON can carry. */
import { TracordError } from '../../base/error.ts'
import type { Work } from '../reasoning/module.ts'
import { messageOf } from '../core/events.ts'
import { GUEST_QUERY_STEPS_MAX, HOST_MESSAGE_LENGTH_MAX } from './limits.ts'
import type { Reading } from './message.ts'

/** An answer, or why there is none. */
export type ReadAnswer = { readonly value: unknown } | { readonly why: string }

/** Reads for a guest. Never throws. */
export function readFor(work: Pick<Work, 'frames' | 'query' | 'claimsOf'>, of: Reading): ReadAnswer {
  try {
    const value = valueOf(work, of)
    if (JSON.stringify(value).length <= HOST_MESSAGE_LENGTH_MAX - ROOM) return { value }
    return { why: `the answer has more than ${HOST_MESSAGE_LENGTH_MAX} characters: ask for less` }
  } catch (thrown) {
    return { why: messageOf(thrown) }
  }
}

/** Characters of what stands around an answer. */
const ROOM = 256

function valueOf(work: Pick<Work, 'frames' | 'query' | 'claimsOf'>, of: Reading): unknown {
  if (of.what === 'frame') return work.frames(of.id)
  if (of.what === 'claims') return work.claimsOf(of.statement)
  const { now, limit, steps = GUEST_QUERY_STEPS_MAX } = of.options ?? {}
  if (!(steps <= GUEST_QUERY_STEPS_MAX)) throw new TracordError('BAD_INPUT', `steps is at most ${GUEST_QUERY_STEPS_MAX} here`)
  return work.query(of.body, { steps, ...(now === undefined ? {} : { now }), ...(limit === undefined ? {} : { limit }) })
}
