/** Clock: time as a parameter. Production hands in the machine's, the simulator a virtual one; nothing below `node` has one at all. */

/** Milliseconds since 1970-01-01T00:00:00Z, a safe integer. */
export type Ms = number

/** The present and the future of whoever is handed it. */
export interface Clock {
  /** The present, shown to people and used for timers; never to order or decide. */
  now(): Ms
  /** Calls `run` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, run: () => void): () => void
}
