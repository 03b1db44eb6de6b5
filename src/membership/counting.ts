/** Counting: how far each log of a closed realm counts, and what the word of each member weighs. */
import type { Hash } from '../base/hash.ts'
import { QUALITY_MAX } from '../base/limits.ts'
import type { Law } from '../frames/facet.ts'
import { logKeyOf, type Log } from '../frames/log.ts'
import type { Membership } from './membership.ts'

/** How many of the entries of `log` count at most: 0 for a stranger or where one may not write, infinitely many while nobody cut it. */
export function countableIn({ members }: Membership, log: Log): number {
  const member = members.get(log.author)
  if (member === undefined) return 0
  const mayWrite = log.kind === 'realm' || (member.roles.includes('write') && (member.domains?.includes(log.domain) ?? true))
  if (!mayWrite) return 0
  if (member.cuts === null) return Infinity
  return (member.cuts.get(logKeyOf(log))?.seq ?? -1) + 1
}

/** The id that the last counted entry of `log` must have; undefined where no cut says. */
export function lastCountedIn({ members }: Membership, log: Log): Hash | undefined {
  return members.get(log.author)?.cuts?.get(logKeyOf(log))?.id
}

/** A log as somebody holds it. */
export interface LogAsHeld {
  readonly log: Log
  readonly ids: {
    readonly length: number
    /** Whether the entry with this seq has this id. */
    is(seq: number, id: Hash): boolean
  }
  /** Lowest seq that its author is proven to have signed twice; null: none. */
  readonly forkedAt: number | null
}

/** How many entries count of those held: as far as the log may; none where another branch than this is the one that counts. */
export function countOf(membership: Membership, { log, ids, forkedAt }: LogAsHeld): number {
  const most = countableIn(membership, log)
  // A forked realm log is compared up to its fork, and tells of it: what follows differs from node to node.
  const held = log.kind === 'realm' && forkedAt !== null ? Math.min(ids.length, forkedAt + 1) : ids.length
  // Where two branches are proven, which of them is held makes no difference.
  if (held < most || (forkedAt !== null && forkedAt < most)) return Math.min(held, most)
  const last = lastCountedIn(membership, log)
  return last !== undefined && !ids.is(most - 1, last) ? 0 : most
}

/** Whether the author of a log signed twice a place that counts, which voids all that it says, but in logs of the realm itself (R5). */
export function isVoiding(membership: Membership, held: LogAsHeld): boolean {
  return held.log.kind !== 'realm' && held.forkedAt !== null && held.forkedAt < countOf(membership, held)
}

/** The law with what each member weighs in it: its weight, times the quality that the policy gives it. */
export function weightedLaw({ law, members }: Membership): Law {
  const quality = new Map(Object.entries(law.policy.quality))
  for (const { key, weight } of members.values()) {
    const weighed = Math.floor((weight * (quality.get(key) ?? QUALITY_MAX)) / QUALITY_MAX)
    if (weighed === QUALITY_MAX) quality.delete(key)
    else quality.set(key, weighed)
  }
  const sorted = [...quality].sort(([a], [b]) => (a < b ? -1 : 1))
  return { ...law, policy: { ...law.policy, quality: Object.fromEntries(sorted) } }
}
