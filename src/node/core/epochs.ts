/** Epochs: which of its logs a node writes now: a new one after each start and each failed write, and when one is full (R4). */
import type { Hash } from '../../base/hash.ts'
import { LOG_ENTRIES_MAX } from '../../base/limits.ts'
import type { Random } from '../../base/random.ts'
import { logKeyOf, type Log, type LogKind } from '../../frames/log.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Holdings } from './holdings.ts'

/** An epoch is the start counter and these random bits: a copied folder makes other epochs than its original. */
const RANDOM_BITS = 24

/** The logs written now. */
export interface Epochs {
  /** The journal had been opened `starts` times before. */
  begin(starts: number): void
  /** What was written last may be lost: never continue it. */
  renew(): void
  logOf(place: Place): Log
  /** Whether it may yet be written in. */
  isOpen(log: Log): boolean
}

/** Where an entry belongs. */
export interface Place {
  readonly domain: string
  readonly kind: LogKind
}

/** Epochs of `author` in `realm`; made at the first entry, not before. */
export function createEpochs(parts: {
  readonly realm: Hash
  readonly author: AuthorKey
  readonly random: Random
  readonly holdings: Holdings
}): Epochs {
  const { realm, author, random, holdings } = parts
  const current = new Map<string, Log>()
  let starts = 0
  const open = ({ domain, kind }: Place): Log => {
    for (;;) {
      const epoch = starts * 2 ** RANDOM_BITS + random.below(2 ** RANDOM_BITS)
      const log: Log = { realm, domain, kind, author, epoch }
      if (holdings.get(logKeyOf(log)) === undefined) return log
    }
  }
  return {
    begin(count) {
      starts = count
    },
    renew: () => current.clear(),
    isOpen: ({ kind, domain, epoch }) => current.get(`${kind} ${domain}`)?.epoch === epoch,
    logOf(place) {
      const name = `${place.kind} ${place.domain}`
      const log = current.get(name)
      const isUsable = log !== undefined && (holdings.get(logKeyOf(log))?.ids.length ?? 0) < LOG_ENTRIES_MAX
      const next = isUsable ? log : open(place)
      current.set(name, next)
      return next
    },
  }
}
