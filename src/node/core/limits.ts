/** Limits of a node: what bounds its memory and its patience. They may differ from node to node; none of them touches a judgement. */

/** Least milliseconds between two looks for news in judgement. */
export const NEWS_MS_MIN = 20
/** The most that a slow judgement is left alone. */
export const JUDGE_MS_MAX = 10_000
/** Beats at most between two judgements while entries keep coming; once nothing came for a beat it is judged at once. */
export const UNJUDGED_BEATS_MAX = 4
/** Milliseconds between beacons. */
export const BEACON_MS = 1_000
/** Characters of entry bodies kept in memory for peers who lag a little; older ones are read from the journal. */
export const RECENT_CHARS_MAX = 16 * 1_048_576
/** Characters of rows that wait for their fsync; beyond it what peers send is refused and asked for again later. */
export const UNWRITTEN_CHARS_MAX = 64 * 1_048_576
/** Characters of one commit. */
export const COMMIT_CHARS_MAX = 8 * 1_048_576
/** Rows of one commit. */
export const COMMIT_ROWS_MAX = 4_096
/** Characters of ranges that wait for a predecessor. */
export const WAITING_CHARS_MAX = 16 * 1_048_576
/** Of these, what one peer may have brought. */
export const WAITING_CHARS_PER_PEER_MAX = 4 * 1_048_576
/** Ranges that wait for a predecessor in one log. */
export const WAITING_RANGES_PER_LOG_MAX = 64
/** Characters held of one author who does not count in a closed realm, or not yet. */
export const STRANGER_CHARS_MAX = 262_144
/** Characters held of all such authors together. */
export const STRANGERS_CHARS_MAX = 8 * 1_048_576
/** Logs held of one such author. */
export const STRANGER_LOGS_MAX = 16
/** Logs held of all of them. */
export const STRANGERS_LOGS_MAX = 1_024
/** Logs held; a peer that invents authors meets this. */
export const LOGS_MAX = 100_000
/** Equivocations kept as proof; one per log, one proof is enough for an author. */
export const PROOFS_MAX = 1_024
/** Calls of `claim`, `withdraw` or `undercut` that wait to be sealed. */
export const WRITES_WAITING_MAX = 100_000
/** First pause before a failed journal is tried again; doubled each time. */
export const PROBE_MS_MIN = 500
/** Longest such pause. */
export const PROBE_MS_MAX = 30_000
/** Bytes of one message after inflation: a hello may carry a whole founding record. A range served is well below. */
export const MESSAGE_BYTES_MAX = 1_310_720
/** Bytes below which deflating a message does not pay: setting up zlib costs as much as sending a kilobyte. */
export const DEFLATE_BYTES_MIN = 1_024
/** Bytes a wire may have buffered before messages are held back (they are asked for again). */
export const BUFFERED_BYTES_HIGH = 4 * 1_048_576
/** Bytes a wire may have buffered before it is cut. */
export const BUFFERED_BYTES_CUT = 16 * 1_048_576
/** Messages that had to be refused, less those that had not, after which a wire is cut. */
export const REFUSED_PER_WIRE_MAX = 64
/** Messages of a wire that came before the hello that explains them. */
export const STRAYS_PER_WIRE_MAX = 100
/** Counts that a link may reorder within; a multiple of 32. What comes later than that is lost, and asked for again. */
export const PACT_WINDOW = 2_048
/** Messages, and bytes, of one wire that are read in a second; what comes beyond is dropped unread, and asked for again later. */
export const WIRE_MESSAGES_PER_SECOND = 20_000
/** See {@link WIRE_MESSAGES_PER_SECOND}. */
export const WIRE_BYTES_PER_SECOND = 128 * 1_048_576
/** Wires at once. */
export const WIRES_MAX = 10_000
/** Events kept for the first listener. */
export const UNHEARD_EVENTS_MAX = 100
/** Events a slow reader of `for await` may leave unread before the oldest are dropped. */
export const UNREAD_EVENTS_MAX = 10_000
/** Bytes of entries that a start may leave for later; beyond, judgement is told of the first ones while the journal is read. */
export const BACKLOG_BYTES_MAX = 256 * 1_048_576
/** Entries that judgement is told of in one go while it catches up after a start: a few milliseconds in which nothing else happens. */
export const START_SLICE_ENTRIES = 1_024
/** Frames that are judged before the rest: each costs a look through all that is left. */
export const AHEAD_FRAMES_MAX = 8
/** Items handed to judgement at once while the journal is read. */
export const START_BATCH_ITEMS = 4_096
/** Changes of who belonged that are worked out to find a state from before a start; beyond, its vector names it. */
export const MEMBERSHIPS_PER_FIND_MAX = 1_000
/** The load of a node that can take no more, in permille. */
export const LOAD_MAX = 1_000
/** So many addresses given by the owner are all kept connected to; of more the overlay chooses. */
export const DIAL_ALL_MAX = 4
/** Connections that a node opens by itself. */
export const DIALED_MAX = 16
/** Peers' questions about forks of which it is remembered which branch was given last; beyond, the turns begin anew. */
export const TURNS_MAX = 4_096
