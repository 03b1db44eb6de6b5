/** Limits of replication: every queue, wait and message of the state machine has its bound here. */

/** What one sync machine allows itself; a test or a simulation may hand in others. */
export interface SyncLimits {
  /** Least time between two beats. At each, beacons go out and stalled wants are given up. */
  readonly beatMs: number
  /** Up to this much is added to each beat, so that nodes started together do not stay in step. */
  readonly beatJitterMs: number
  /** Least time between two beacons on a quiet connection with a leaf (R18). */
  readonly leafBeatMs: number
  /** Least time between two comparisons of vectors with one peer, however often the beacons differ. */
  readonly compareMs: number
  /** A want without progress for so long may be repeated; for twice as long it is given up. */
  readonly stallMs: number
  /** Characters of body text asked for, or served, by one want. */
  readonly creditChars: number
  /** Characters of body text in one `entries` message (a single entry may be larger). */
  readonly entriesChars: number
  /** A range above this many characters is announced to neighbours instead of pushed: they may be getting it elsewhere. */
  readonly pushChars: number
  /** Wants open with one peer at a time. */
  readonly wantsPerPeer: number
  /** Wants for logs of prunes open with one peer besides. */
  readonly wantsAhead: number
  /** Wants of one peer served at a time; more than an honest peer has open. */
  readonly servesPerPeer: number
  /** Logs of which we remember what one peer holds. Forgetting costs a repeated push, nothing else. */
  readonly knownLogs: number
  /** Logs remembered that one peer holds and we lack; the rest is found again at the next beacon. */
  readonly lackingLogs: number
  /** Up to so many logs the whole vector is sent at once instead of the hashes of buckets first. */
  readonly smallVectorLogs: number
  /** Logs in one `vector` or `have` message. */
  readonly vectorLogs: number
  /** Messages that cannot be believed (before a peer's hello, or hellos unproved) until the connection is given up. Links make a few. */
  readonly strangerMessages: number
  /** Starts of a peer behind one connection. */
  readonly restarts: number
  /** Domains that one node may name as those it holds. */
  readonly domains: number
  /** Sets of domains, other than our own, that peers may hold at once. */
  readonly views: number
  /** Peers at once; more are dropped. */
  readonly peers: number
  /** Other members remembered; of more than these the one that has been dead longest is forgotten, or the new one is not taken. */
  readonly members: number
  /** Presences in one message. */
  readonly presencesTold: number
  /** Presences of others that a leaf is told of at once. */
  readonly leafPresences: number
  /** Least time between two presences of one author that are believed and passed on. */
  readonly presenceRestMs: number
  /** Authors not known before that one peer may tell of in one beat. */
  readonly newcomers: number
  /** Profiles asked of one peer in one message, and given to one peer in one beat. */
  readonly profilesAsked: number
  readonly profilesServed: number
  /** Questions under way, here and of one peer. */
  readonly asks: number
  readonly asksPerPeer: number
  /** The longest that a question may wait for its answer. */
  readonly askMs: number
  /** A question without an answer is sent again after so long. */
  readonly askAgainMs: number
  /** An answer that was passed on is kept for so long, should the question come again. */
  readonly answerKeptMs: number
}

/** What a node allows itself when nothing else is said. */
export const SYNC_LIMITS: SyncLimits = {
  beatMs: 1_000,
  beatJitterMs: 200,
  leafBeatMs: 10_000,
  compareMs: 500,
  stallMs: 500,
  creditChars: 1_048_576,
  entriesChars: 262_144,
  pushChars: 65_536,
  wantsPerPeer: 16,
  wantsAhead: 8,
  servesPerPeer: 64,
  knownLogs: 1_024,
  lackingLogs: 4_096,
  smallVectorLogs: 64,
  vectorLogs: 1_000,
  strangerMessages: 100,
  restarts: 16,
  domains: 256,
  views: 1_024,
  peers: 8_192,
  members: 4_096,
  presencesTold: 64,
  leafPresences: 256,
  presenceRestMs: 500,
  newcomers: 256,
  profilesAsked: 16,
  profilesServed: 64,
  asks: 1_024,
  asksPerPeer: 64,
  askMs: 60_000,
  askAgainMs: 250,
  answerKeptMs: 2_000,
}
