/** Faults: everything that may go wrong in a simulated network, as plain data with the units in the names. */

/** What each message on each wire is exposed to until the storm ends. A permille is a chance out of 1,000. */
export interface WireFaults {
  readonly delayMsMin: number
  readonly delayMsMax: number
  readonly lossPermille: number
  readonly duplicatePermille: number
  /** A message drawn for this is late by up to `reorderMsMax`, and others overtake it. */
  readonly reorderPermille: number
  readonly reorderMsMax: number
  /** One byte of a message drawn for this arrives as another. */
  readonly corruptPermille: number
}

/** What each commit of each journal is exposed to until the storm ends. */
export interface DiskFaults {
  readonly commitMsMin: number
  readonly commitMsMax: number
  /** A commit drawn for this fails (EIO) and leaves nothing. */
  readonly errorPermille: number
  /** A reading drawn for this fails. */
  readonly readErrorPermille: number
}

/** When a fault begins, and what it lasts for. */
interface Lasting {
  readonly atMs: number
  readonly lastMs: number
}

/** A message passes between two nodes only while some group holds both. Groups may overlap: bridges, rings of majorities. */
export interface PartitionEvent extends Lasting {
  readonly type: 'partition'
  readonly groups: readonly (readonly string[])[]
  /** true: the wires stay open and swallow; false: they close, and open again at its end. */
  readonly isSilent: boolean
}

/** Messages of one direction vanish while its wire stays open. */
export interface CutEvent extends Lasting {
  readonly type: 'cut'
  readonly from: string
  readonly to: string
}

/** The wire between two nodes closes and opens again, each for half of `periodMs`. */
export interface FlapEvent extends Lasting {
  readonly type: 'flap'
  readonly a: string
  readonly b: string
  readonly periodMs: number
}

/** The node ends in the middle of whatever it does. Without power its peers are not told: their wires stay half open. */
export interface CrashEvent {
  readonly type: 'crash'
  readonly atMs: number
  readonly downMs: number
  readonly node: string
  readonly isPowerLoss: boolean
}

/** Every commit fails (ENOSPC). */
export interface DiskFullEvent extends Lasting {
  readonly type: 'diskFull'
  readonly node: string
}

/** Every commit takes at least so long. */
export interface DiskSlowEvent extends Lasting {
  readonly type: 'diskSlow'
  readonly node: string
  readonly commitMs: number
}

/** Rows of a journal rot. Only such as another disk has whole: what no one has, no one can give back. Seen at the next start. */
export interface RotEvent {
  readonly type: 'rot'
  readonly atMs: number
  readonly node: string
  readonly rows: number
}

/** Everything the node does, each message and each timer, takes so long. */
export interface SlowEvent extends Lasting {
  readonly type: 'slow'
  readonly node: string
  readonly stepMs: number
}

/** The node stands still, as under SIGSTOP, and then does at once what it missed. */
export interface PauseEvent extends Lasting {
  readonly type: 'pause'
  readonly node: string
}

/** The node's clock jumps, forward or back; timers that run are not moved. */
export interface ClockJumpEvent {
  readonly type: 'clockJump'
  readonly atMs: number
  readonly node: string
  readonly byMs: number
}

/** From now on the node's clock and timers go wrong by so many parts per million. */
export interface ClockDriftEvent {
  readonly type: 'clockDrift'
  readonly atMs: number
  readonly node: string
  readonly ppm: number
}

/** The node is taken down for maintenance: it hands its sessions on, ends when that is done, and starts again. */
export interface DrainEvent {
  readonly type: 'drain'
  readonly atMs: number
  readonly downMs: number
  readonly node: string
}

/** The node starts for the first time; without this event it starts with the world. */
export interface JoinEvent {
  readonly type: 'join'
  readonly atMs: number
  readonly node: string
}

/** The node ends and never comes back. */
export interface LeaveEvent {
  readonly type: 'leave'
  readonly atMs: number
  readonly node: string
}

/** One thing that goes wrong at one time. Any of them can be taken out without changing what the others meet. */
export type FaultEvent =
  | PartitionEvent
  | CutEvent
  | FlapEvent
  | CrashEvent
  | DiskFullEvent
  | DiskSlowEvent
  | RotEvent
  | SlowEvent
  | PauseEvent
  | ClockJumpEvent
  | ClockDriftEvent
  | DrainEvent
  | JoinEvent
  | LeaveEvent

/** What a hostile member does. It is a node like any other but for what it is told to do, and speaks by the protocol. */
export type Trick =
  /** Continues other authors' logs with entries that they never signed. */
  | 'forge'
  /** Passes on others' entries with one word changed. */
  | 'bend'
  /** Signs two entries with one number; with a twin, each half of the network meets another first. */
  | 'equivocate'
  /** Makes many claims, and authors nobody ever heard of. */
  | 'flood'
  /** Sends again what it once sent, on any of its wires. */
  | 'replay'
  /** Sends only half of what it should. */
  | 'withhold'
  /** Tells verdicts that are not so, and that it keeps what it does not keep. */
  | 'lie'
  /** Sends what is no message. */
  | 'babble'
  /** Lies in reasoning: false steps, conclusions in others' sessions, sessions stolen and left lying, answers that are not so. */
  | 'reason'
  /** Says that it has every module, takes each session that it hears of, and does nothing with it; it stays when the storm ends. */
  | 'stall'
  /** Spells entries in another way than the one that is allowed. */
  | 'misspell'

/** A hostile member. It leaves when the storm ends, unless it stalls. */
export interface Hostile {
  readonly node: string
  readonly tricks: readonly Trick[]
  /** How often it does one of them. */
  readonly everyMs: number
  /** Another hostile node whose key it uses. */
  readonly twinOf?: string
}

/** All faults of a scenario. */
export interface Faults {
  readonly wire: WireFaults
  readonly disk: DiskFaults
  readonly events: readonly FaultEvent[]
  readonly hostile: readonly Hostile[]
}

/** Nothing goes wrong; messages and commits take their time. */
export const NO_FAULTS: Faults = {
  wire: {
    delayMsMin: 2,
    delayMsMax: 20,
    lossPermille: 0,
    duplicatePermille: 0,
    reorderPermille: 0,
    reorderMsMax: 0,
    corruptPermille: 0,
  },
  disk: { commitMsMin: 1, commitMsMax: 8, errorPermille: 0, readErrorPermille: 0 },
  events: [],
  hostile: [],
}

/** When everything that `event` does is over. */
export function endOf(event: FaultEvent): number {
  if ('downMs' in event) return event.atMs + event.downMs
  return 'lastMs' in event ? event.atMs + event.lastMs : event.atMs
}
