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
  readonly errorPermille: number
}

/** One thing that goes wrong at one time. Any of them can be taken out without changing what the others meet. */
export type FaultEvent =
  /** No message passes between the groups. Silent: the wires stay open and swallow; else they close, and open again at its end. */
  | {
      readonly type: 'partition'
      readonly atMs: number
      readonly lastMs: number
      readonly groups: readonly (readonly string[])[]
      readonly isSilent: boolean
    }
  /** Messages of one direction vanish while its wire stays open. */
  | { readonly type: 'cut'; readonly atMs: number; readonly lastMs: number; readonly from: string; readonly to: string }
  /** The node ends in the middle of whatever it does. Without power its peers are not told: their wires stay half open. */
  | {
      readonly type: 'crash'
      readonly atMs: number
      readonly downMs: number
      readonly node: string
      readonly isPowerLoss: boolean
    }
  /** Every commit fails. */
  | { readonly type: 'diskFull'; readonly atMs: number; readonly lastMs: number; readonly node: string }

/** All faults of a scenario. */
export interface Faults {
  readonly wire: WireFaults
  readonly disk: DiskFaults
  readonly events: readonly FaultEvent[]
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
  disk: { commitMsMin: 1, commitMsMax: 8, errorPermille: 0 },
  events: [],
}
