/** Limits of guests: what a module in another thread or process may take of its node. All of them are the node's to keep. */

/** Characters of a message from a guest; an entry cannot hold more. */
export const GUEST_MESSAGE_LENGTH_MAX = 65_536
/** Characters of a message to a guest. */
export const HOST_MESSAGE_LENGTH_MAX = 1_048_576
/** Messages of a guest in one second, bids that it was asked for aside; beyond it floods, and is let go. */
export const GUEST_MESSAGES_PER_SECOND = 2_000
/** Steps that a guest may send before it is told to go on. */
export const GUEST_CREDIT = 64
/** Reads of one run. */
export const GUEST_READS_MAX = 10_000
/** Facts that one query of a guest looks at, at most. */
export const GUEST_QUERY_STEPS_MAX = 100_000
/** Questions whether a guest accepts, unanswered; beyond it does not accept. */
export const GUEST_BIDS_MAX = 64
/** Milliseconds for a guest's first message. */
export const GUEST_HELLO_MS = 5_000
/** Milliseconds between two looks whether a guest is alive. */
export const GUEST_BEAT_MS = 2_000
/** Milliseconds without a sign of life after which a guest is let go. */
export const GUEST_SILENT_MS = 10_000
/** Milliseconds to end a run in, once it was told to stop. */
export const GUEST_GRACE_MS = 1_000
/** Guests of one node. */
export const GUESTS_MAX = 32
/** Characters of the reasons that a guest gives. */
export const GUEST_WHY_LENGTH_MAX = 500
/** Megabytes of a module's thread. */
export const THREAD_HEAP_MB = 128
/** Starts of a module's thread within {@link THREAD_STARTS_MS}; beyond it stays away until the node starts again. */
export const THREAD_STARTS_MAX = 5
/** Milliseconds over which starts are counted. */
export const THREAD_STARTS_MS = 60_000
/** Milliseconds between the end of a module's thread and its next start. */
export const THREAD_PAUSE_MS = 200
