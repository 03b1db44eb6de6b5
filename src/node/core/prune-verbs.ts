/** Prune verbs: what a core does for logs whose text may go; what may be pruned is the caller's to check. */
import { TracordError } from '../../base/error.ts'
import { err, ok } from '../../base/result.ts'
import type { Log, LogKey } from '../../frames/log.ts'
import type { Prune } from '../../frames/prune.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Done } from '../../ports/journal.ts'
import type { Claimed } from '../receipt.ts'
import type { Holding } from './holdings.ts'
import type { Machine } from './machine.ts'
import type { CoreParts } from './parts.ts'

/** A log as far as it concerns what is pruned. */
export interface LogAsPruned {
  readonly log: Log
  readonly key: LogKey
  readonly entries: number
  /** So many of the first are pruned. */
  readonly pruned: number
  /** So many of the first are held by their ids alone. */
  readonly bare: number
  /** Its author signed two entries for one place: it is kept as proof. */
  readonly isForked: boolean
  /** This node may yet write in it. */
  readonly isOpen: boolean
}

/** The part of a core that concerns what is pruned. */
export interface PruneVerbs {
  /** Logs of frames and traces: those of `author`, or all; oldest first. */
  logsAsPruned(author?: AuthorKey): readonly LogAsPruned[]
  /** Whether a log is pruned, all of it or from its beginning, so that it has no document. */
  isPruned(log: LogKey): boolean
  /** Makes own prunes durable; all of one domain. */
  writePrunes(domain: string, items: readonly Prune[], done: Done<Claimed>): void
  /**
   * Lets go of the text of what is pruned of a log, here alone and for good; answers how many entries that were. `REFUSED` for a log that
   * is forked, `BUSY` while its text is still being written.
   */
  dropText(log: LogKey, done: Done<number>): void
}

/** The prune verbs of a core made of these parts. */
export function pruneVerbs({ clock, journal }: CoreParts, { epochs, holdings, pruning, writer }: Machine): PruneVerbs {
  const seen = ({ log, key, ids, bare, forkedAt }: Holding): LogAsPruned => {
    const pruned = Math.min(pruning.reach(key), ids.length)
    return { log, key, entries: ids.length, pruned, bare, isForked: forkedAt !== null, isOpen: epochs.isOpen(log) }
  }
  const refusalOf = (holding: Holding | undefined, until: number): TracordError | undefined => {
    if (holding === undefined) return new TracordError('UNKNOWN', 'no such log is held')
    if (holding.forkedAt !== null) return new TracordError('REFUSED', `the log ${holding.key} is forked: its text is kept as proof`)
    return holding.durable < until ? new TracordError('BUSY', 'its text is still being written: ask again later') : undefined
  }
  return {
    logsAsPruned(author) {
      const isMeant = ({ log }: Holding): boolean =>
        (log.kind === 'frames' || log.kind === 'traces') && (author === undefined || log.author === author)
      return [...holdings.all()].filter(isMeant).map(seen).sort(byEpoch)
    },
    isPruned(key) {
      const holding = holdings.get(key)
      return holding !== undefined && (holding.bare > 0 || (holding.ids.length > 0 && pruning.reach(key) >= holding.ids.length))
    },
    writePrunes: (domain, items, done) => writer.write({ domain, kind: 'prunes' }, items, done),
    dropText(key, done) {
      const holding = holdings.get(key)
      const until = Math.min(pruning.reach(key), holding?.ids.length ?? 0)
      const refusal = refusalOf(holding, until)
      if (refusal !== undefined || holding === undefined) return void clock.after(0, () => done(err(refusal as TracordError)))
      const before = holding.bare
      journal.drop(key, until, (result) => {
        if (!result.ok) return done(result)
        holdings.strip(holding, until)
        done(ok(until - before))
      })
    },
  }
}

/** Oldest first; those of one epoch by the rest of their names. */
function byEpoch(a: LogAsPruned, b: LogAsPruned): number {
  return a.log.epoch - b.log.epoch || (a.key < b.key ? -1 : 1)
}
