/** Members: who belongs to the realm at present, as far as its realm entries are held; in an open realm everybody does. */
import { isOpen, realmOf, type Founding } from '../../frames/founding.ts'
import type { Link } from '../../frames/chain.ts'
import { logKeyOf, type Log, type LogKey } from '../../frames/log.ts'
import { saidIn } from '../../frames/said.ts'
import { signedText, type AuthorKey, type Signatures } from '../../identity/signature.ts'
import { countableIn, countOf } from '../../membership/counting.ts'
import type { RealmEntry } from '../../membership/member.ts'
import { membershipOf, type Membership } from '../../membership/membership.ts'
import { undoneIn, type Undone } from '../../membership/undone.ts'
import type { Holding } from './holdings.ts'

/** Who belonged when so many entries of each log of the realm were held: of a forked one those before its fork. */
export type MembershipAsOf = (held: (log: LogKey) => number) => Membership

/** Who belongs. */
export interface Members {
  readonly isOpen: boolean
  /** As it was decided last; null in an open realm. */
  now(): Membership | null
  /** Who belonged at an earlier time; null in an open realm. */
  readonly asOf: MembershipAsOf | null
  /** Takes note of entries of a realm log; decides nothing. */
  note(log: Log, links: readonly Link[]): void
  /**
   * A realm log has several entries with seq `at`: who belongs is decided by what comes before, which all nodes hold alike; `second` is the
   * other branch.
   */
  fork(log: Log, at: number, second: readonly Link[]): void
  /** Removals that count for nothing since their author signed a place twice, as far as the branches held here tell. */
  undone(): readonly Undone[]
  /** What was noted may be other than what was decided. */
  touch(): void
  /** Decides anew where there is anything new. Whether it did. */
  renew(): boolean
  /** How many entries of a log count, of those that are held. */
  countOf(holding: Holding): number
  /** How many entries of a log may count; in an open realm, and while nobody cut it, infinitely many. */
  countable(log: Log): number
  /** Whether it was removed: what it writes from now on counts for nothing, whoever invites it. */
  isRemoved(author: AuthorKey): boolean
  /** Whether the author of these entries takes the founder's place by them. */
  succeeds(log: Log, links: readonly Link[]): boolean
}

/** The members of the realm that `founding` founded. */
export function createMembers(founding: Founding, signatures: Signatures): Members {
  return isOpen(founding) ? everybody() : membersOf(founding, signatures)
}

function everybody(): Members {
  return {
    isOpen: true,
    now: () => null,
    asOf: null,
    note: () => undefined,
    fork: () => undefined,
    undone: () => [],
    touch: () => undefined,
    renew: () => false,
    countOf: ({ ids }) => ids.length,
    countable: () => Infinity,
    isRemoved: () => false,
    succeeds: () => false,
  }
}

/** A realm log as held: its entries, and where it forked. */
interface RealmLog {
  readonly entries: RealmEntry[]
  forkedAt: number
  /** The other branch, from there on. */
  second: readonly RealmEntry[]
}

function membersOf(founding: Founding, signatures: Signatures): Members {
  const realm = realmOf(founding)
  const verify = remembered(signatures)
  const logs = new Map<LogKey, RealmLog>()
  let now = membershipOf(founding, [], verify)
  let isStale = true

  const logOf = (log: Log): RealmLog => {
    const key = logKeyOf(log)
    const held = logs.get(key) ?? { entries: [], forkedAt: Infinity, second: [] }
    logs.set(key, held)
    return held
  }
  const counting = (): readonly RealmEntry[] =>
    [...logs.values()].flatMap(({ entries, forkedAt }) => (forkedAt === Infinity ? entries : entries.slice(0, forkedAt)))
  return {
    isOpen: false,
    now: () => now,
    asOf(held) {
      const then = [...logs].flatMap(([key, { entries }]) => entries.slice(0, held(key)))
      return membershipOf(founding, then, verify)
    },
    note(log, links) {
      logOf(log).entries.push(...links.map((link) => realmEntry(log, link)))
      isStale = true
    },
    fork(log, at, second) {
      const held = logOf(log)
      held.forkedAt = at
      held.second = second.map((link) => realmEntry(log, link))
      isStale = true
    },
    undone() {
      const behind = [...logs.values()].flatMap(({ entries, forkedAt, second }) => [...entries.slice(forkedAt), ...second])
      return undoneIn(now, behind)
    },
    touch() {
      isStale = true
    },
    renew() {
      if (!isStale) return false
      isStale = false
      now = membershipOf(founding, counting(), verify)
      return true
    },
    countOf: (holding) => countOf(now, holding),
    countable: (log) => countableIn(now, log),
    isRemoved: (author) => (now.members.get(author)?.cuts ?? null) !== null,
    succeeds: (log, links) =>
      log.kind === 'realm' &&
      links.some((link) =>
        saidIn(log, link).some(({ item }) => {
          if (item.k !== 'successor' || item.key !== log.author) return false
          return verify.verify(now.founder, signedText('successor', realm, item.key), item.sig)
        }),
      ),
  }
}

function realmEntry(log: Log, link: Link): RealmEntry {
  return { log, seq: link.seq, id: link.id, items: saidIn(log, link).map(({ item }) => item) }
}

/** Signatures of successors are verified once; there are as many as strangers' entries have room for. */
function remembered(signatures: Signatures): Pick<Signatures, 'verify'> {
  const known = new Map<string, boolean>()
  return {
    verify(author, text, sig) {
      const key = `${author} ${sig} ${text}`
      const held = known.get(key) ?? signatures.verify(author, text, sig)
      known.set(key, held)
      return held
    },
  }
}
