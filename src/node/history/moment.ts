/** Moment: how much of each log was held at one point of a node's life, and how much of that counted by whoever belonged then. */
import type { LogKey } from '../../frames/log.ts'
import { countOf } from '../../membership/counting.ts'
import type { Membership } from '../../membership/membership.ts'
import type { VectorLine } from '../../sync/message.ts'
import type { Holding } from '../core/holdings.ts'
import { MEMBERSHIPS_PER_FIND_MAX } from '../core/limits.ts'
import type { MembershipAsOf } from '../core/members.ts'

/** A state under way. */
export interface Moment {
  /** A log grew, or shrank, to `count`; negative: two entries at seq -count - 1 were proven. */
  take(log: number, count: number): void
  /** From here on what is taken says what counts, where it said what is held. */
  counting(): void
  /** Whether so many entries counted. false, too, where too many changes of who belonged came before. */
  has(entries: number): boolean
  lines(): readonly VectorLine[]
}

/** The first moment of the life in which `holdings` came to be as they are. `asOf` is null in an open realm, where all counts. */
export function createMoment(holdings: readonly Holding[], asOf: MembershipAsOf | null): Moment {
  const held = new Int32Array(holdings.length)
  // In an open realm one table says both.
  const counted = asOf === null ? held : new Int32Array(holdings.length)
  const forks = new Map<number, number>()
  const court = asOf === null ? null : createCourt({ holdings, held, counted, forks }, asOf)
  let isCounting = asOf === null
  let entries = 0

  return {
    take(log, count) {
      if (count < 0) forks.set(log, Math.min(-count - 1, forks.get(log) ?? Infinity))
      else {
        const table = isCounting ? counted : held
        entries += count - (table[log] ?? 0)
        table[log] = count
      }
      if (!isCounting) court?.changed(log)
    },
    counting() {
      if (isCounting) return
      isCounting = true
      counted.set(held)
    },
    has(wanted) {
      // Of what is held not all may count, but never more: so most moments need no looking at who belonged.
      if (isCounting || court === null) return entries === wanted
      return entries >= wanted && court.total() === wanted
    },
    lines: () =>
      holdings.flatMap(({ key, ids }, log): VectorLine[] => {
        const [count, fork] = [counted[log] ?? 0, forks.get(log)]
        const head = ids.get(count - 1)
        if (head === undefined) return []
        return [fork === undefined || fork >= count ? [key, count, head] : [key, fork, 'forked']]
      }),
  }
}

/** What a moment's count is made of. */
interface Tables {
  readonly holdings: readonly Holding[]
  readonly held: Int32Array
  readonly counted: Int32Array
  readonly forks: ReadonlyMap<number, number>
}

/** Works out what counts of what is held, as rarely as it is asked. */
interface Court {
  changed(log: number): void
  /** All that counts; null where that would take more memberships than there may be. */
  total(): number | null
}

function createCourt({ holdings, held, counted, forks }: Tables, asOf: MembershipAsOf): Court {
  const numbers = new Map(holdings.map(({ key }, log) => [key, log]))
  const changed = new Set<number>()
  let membership: Membership | null = null
  let left = MEMBERSHIPS_PER_FIND_MAX
  let total = 0

  const realmCount = (key: LogKey): number => {
    const log = numbers.get(key) ?? -1
    return Math.min(held[log] ?? 0, forks.get(log) ?? Infinity)
  }
  const recount = (log: number, by: Membership): void => {
    const holding = holdings[log]
    if (holding === undefined) return
    const ids = { length: held[log] ?? 0, is: holding.ids.is }
    const count = countOf(by, { log: holding.log, ids, forkedAt: forks.get(log) ?? null })
    total += count - (counted[log] ?? 0)
    counted[log] = count
  }
  return {
    changed(log) {
      changed.add(log)
      if (holdings[log]?.log.kind === 'realm') membership = null
    },
    total() {
      if (membership === null) {
        if (left === 0) return null
        left -= 1
        const now = (membership = asOf(realmCount))
        holdings.forEach((_, log) => recount(log, now))
      } else for (const log of changed) recount(log, membership)
      changed.clear()
      return total
    },
  }
}
