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
