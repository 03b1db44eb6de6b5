/** Pruning as an owner sees it: which logs there are, what of their text may go, and the two acts that let it go: signing and dropping. */
import type { Ms } from '../../base/clock.ts'
import type { LogKey } from '../../frames/log.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Cancel } from '../receipt.ts'

/** A log of claims or steps, as far as it concerns what is pruned. */
export interface PrunableLog {
  readonly log: LogKey
  readonly author: AuthorKey
  readonly domain: string
  readonly kind: 'frames' | 'traces'
  readonly epoch: number
  readonly entries: number
  /** So many of the first entries are pruned: what they say counts as taken back, on every node. */
  readonly pruned: number
  /** Of how many the text is gone here. */
  readonly gone: number
  /** Items that still say something: claims and undercuts neither taken back nor over, and steps. null: not this node's log. */
  readonly live: number | null
  /** This node may yet write in it; a start, or `hold`, ends it. */
  readonly open: boolean
}

/** Which own logs are pruned. */
export interface PruneOptions extends Cancel {
  /** Those of these epochs. */
  readonly epochs?: readonly number[]
  /** All that say nothing any more. */
  readonly withdrawn?: boolean
  /** Those of `epochs` though they still say something: it is taken back by that. */
  readonly force?: boolean
  /** true: nothing is signed and nothing dropped, only told. */
  readonly dryRun?: boolean
}

/** What became of one log. */
export interface PrunedLog extends PrunableLog {
  /** Withdrawals in it, of claims in other logs, that were said again: they would have gone with it. */
  readonly saidAgain: number
}

/** What a prune did, or would do. */
export interface PruneReport {
  readonly dryRun: boolean
  readonly logs: readonly PrunedLog[]
  /** Entries whose text went from this node. */
  readonly dropped: number
  /** Instant by which a window is over. */
  readonly at: Ms
}

/** What is pruned, and how. */
export interface NodePruning {
  /** Logs of claims and steps, others' too; own ones with what is live in them. Reads own logs. */
  list(options?: Cancel): Promise<readonly PrunableLog[]>
  /**
   * Signs, for good, that the text of own logs may go; then lets go of it here. What they say counts as taken back on every node at once,
   * and what rests on it falls. Asked again after a crash it finishes. Rejects with `BAD_INPUT` when no own log is meant, `REFUSED` when
   * one still says something and `force` is not given, or is still written. Text that others copied elsewhere is out of reach.
   */
  prune(options: PruneOptions): Promise<PruneReport>
  /** Lets go, here alone, of the text of what others pruned, and of what is left of one's own. Answers of how many entries. */
  drop(options?: Cancel): Promise<number>
}
