/** TracordError: what the edges throw; `code` is stable and for programs, the message says to a person what to do. */

/** Every code that a public function of this library can throw or reject with. */
export type ErrorCode =
  | 'BAD_INPUT' // an argument or a file is malformed; nothing was written
  | 'TOO_LARGE' // the input is over a limit of `base/limits.ts`; nothing was written
  | 'CLOSED' // the node or server was closed; open a new one
  | 'READ_ONLY' // the disk refuses writes; the node serves reads and recovers by itself
  | 'OUTCOME_UNKNOWN' // the write may or may not survive: `id` names the entry to look for
  | 'LOCKED' // another process has the folder open
  | 'CORRUPT' // a file of ours does not hold what it should; the message names it
  | 'IO' // the operating system refused; `cause` says why
  | 'ABORTED' // the caller's AbortSignal fired
  | 'REFUSED' // the other side or a policy said no, with its reason
  | 'FORBIDDEN' // this node's role in its closed realm does not allow it; nothing was written
  | 'MISSING_PEER' // an optional package is not installed; the message says which
  | 'NO_ROUTE' // no way to the member is known, or none within the hops that a question may go
  | 'TIMED_OUT' // no answer came in the time given
  | 'BUSY' // too much is under way; ask another node, or later
  | 'NO_ANSWER' // nobody who was asked could answer; the message says who was asked and why not
  | 'UNKNOWN' // a claim, frame or certificate that this node does not hold

/** What goes along with a code and a message. */
export interface TracordErrorOptions {
  readonly cause?: unknown
  /** The entry concerned, where there is one (`OUTCOME_UNKNOWN`). */
  readonly id?: string
}

/** An error with a stable code; what is expected of a caller who decides comes as a Result instead. */
export class TracordError extends Error {
  override readonly name = 'TracordError'
  readonly code: ErrorCode
  readonly id: string | undefined

  constructor(code: ErrorCode, message: string, options: TracordErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.id = options.id
  }
}
