/** Limits of reasoning on one node: patience and room. They may differ from node to node; none of them touches a judgement. */

/** Steps of one run, unless the caller says otherwise. */
export const RUN_STEPS = 1_000
/** Milliseconds of one run, unless the caller says otherwise. */
export const RUN_MS = 10_000
/** Runs at once; what comes beyond waits. */
export const RUNS_MAX = 8
/** Questions that wait for a run; what comes beyond is refused with `BUSY`. */
export const RUNS_WAITING_MAX = 64
/** Steps gathered before they are written, when they come faster than they can be. */
export const STEPS_GATHERED_MAX = 200
/** Loose ends that one conclusion can rest on. */
export const LOOSE_ENDS_MAX = 256
/** Modules of one node, and checkers. */
export const MODULES_MAX = 64
/** Milliseconds for a module that cannot say at once whether it accepts a goal. */
export const BID_MS = 1_000
/** Milliseconds that an asker waits for an answer in all, unless the caller says otherwise. */
export const ASK_MS = 10_000
/** Milliseconds after which a second member is asked as well. */
export const HEDGE_MS = 60
/** Members asked for one goal, one after the other or at once (R20). */
export const ASKED_MAX = 8
/** Characters of a question or an answer between members. */
export const QUESTION_LENGTH_MAX = 16_384
/** Milliseconds that an asker waits for the entries behind an answer, which usually come before it. */
export const ARRIVAL_MS = 50
/** Milliseconds between two looks for sessions that nobody goes on with. */
export const LOOK_MS = 500
/**
 * Looks at a session for which whoever is first in rank for it is waited for without a new step: 20 s, twice what a run has unless its
 * caller says otherwise. Looks are counted, and not milliseconds, so a clock that jumps ends nobody's turn.
 */
export const SILENT_LOOKS_MAX = 40
/** Looks for which it is waited for in all, whatever steps it makes: five minutes. */
export const TURN_LOOKS_MAX = 600
/** Members waited for in one session; what more there are (keys cost nothing) are not. */
export const WAITED_MAX = 8
/** Milliseconds after which a session that nobody can go on with is closed. */
export const STALE_MS = 60_000
/** Sessions taken over at one look. */
export const TAKEN_MAX = 16
/** Frames whose meaning is compared with a goal. */
export const RECALL_FRAMES_MAX = 50_000
