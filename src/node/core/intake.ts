/** Intake: the one door for entries, whatever carried them: proves a range, puts it in order, tells news from repetition. Never throws. */
import { isHash, type Hash } from '../../base/hash.ts'
import { LOG_ENTRIES_MAX } from '../../base/limits.ts'
import { openRange, type ChainError, type Link } from '../../frames/chain.ts'
import type { Range } from '../../frames/entry.ts'
import { LOG_KINDS, logKeyOf, type Log } from '../../frames/log.ts'
import { nameFault } from '../../frames/name.ts'
import { isCanonicalKey } from '../../identity/encoding.ts'
import type { Signatures } from '../../identity/signature.ts'
import type { Holding, Holdings } from './holdings.ts'
import { LOGS_MAX } from './limits.ts'
import type { WaitingRoom } from './waiting.ts'

/** What came of a range. */
export type Admission =
  | { readonly type: 'admitted'; readonly log: Log; readonly links: readonly Link[] }
  | { readonly type: 'known' }
  | { readonly type: 'waiting' }
  | { readonly type: 'refused'; readonly why: string }
  /** Authentic, but of an author who does not count, and there is no room for it; nobody is to blame. */
  | { readonly type: 'left' }
  /** Its author signed seq `at` twice; `links` begin there and are authentic. */
  | { readonly type: 'forked'; readonly log: Log; readonly at: number; readonly links: readonly Link[] }
  /** Authentic, but it parted from what we hold somewhere before `before`: earlier entries will show where. */
  | { readonly type: 'parted'; readonly log: Log; readonly before: number }

/** What intake compares with. */
export interface IntakeParts {
  readonly realm: Hash
  readonly signatures: Signatures
  readonly holdings: Holdings
  readonly waiting: WaitingRoom
}

/** Judges what a range brings, and lets it wait if its predecessor is missing. Admitting it into the holdings is the caller's. */
export function examine(parts: IntakeParts, range: Range, peer: string): Admission {
  const fault = headerFault(range, parts.realm)
  if (fault !== undefined) return { type: 'refused', why: fault }
  const holding = parts.holdings.get(logKeyOf(range.log))
  if (holding === undefined && parts.holdings.count.logs >= LOGS_MAX) return { type: 'refused', why: 'too many logs' }
  const rest = holding === undefined ? range : withoutRecent(range, holding)
  if (rest === undefined) return { type: 'known' }
  const opened = openRange(rest, parts.signatures)
  if (!opened.ok) return { type: 'refused', why: chainFault(opened.error) }
  if (rest.from > (holding?.ids.length ?? 0)) {
    return parts.waiting.add(rest, peer)
      ? { type: 'waiting' }
      : { type: 'refused', why: 'too much waits for entries that did not come' }
  }
  return place(rest, opened.value.links, holding)
}

/** Where proved entries belong beside those held: new at the end, known, or a second branch. */
function place(range: Range, links: readonly Link[], holding: Holding | undefined): Admission {
  const held = holding?.ids
  const { log, from } = range
  const forkedAt = holding?.forkedAt ?? null
  if (from > 0 && held?.is(from - 1, range.prev) !== true) {
    // Where that it forked is proven already, another branch proves nothing more, and asking for its beginning would never end.
    return forkedAt !== null && forkedAt < from ? { type: 'known' } : { type: 'parted', log, before: from - 1 }
  }
  for (const [index, link] of links.entries()) {
    if (held === undefined || link.seq >= held.length) break
    if (!held.is(link.seq, link.id)) return { type: 'forked', log, at: link.seq, links: links.slice(index) }
  }
  const fresh = links.slice(Math.max(0, (held?.length ?? 0) - from))
  // What follows a fork proves nothing more, and would differ from node to node.
  return fresh.length === 0 || forkedAt !== null ? { type: 'known' } : { type: 'admitted', log, links: fresh }
}

/** The range without what recent bodies show to be known, so that a repetition costs no hash; undefined when nothing is left. */
function withoutRecent(range: Range, holding: Holding): Range | undefined {
  const { from, bodies } = range
  const overlap = Math.min(bodies.length, holding.ids.length - from)
  if (overlap <= 0 || from < holding.recentFrom) return range
  for (let at = 0; at < overlap; at += 1) {
    if (holding.recent[from - holding.recentFrom + at] !== bodies[at]) return range
  }
  if (from > 0 && !holding.ids.is(from - 1, range.prev)) return range
  return overlap === bodies.length ? undefined : tailOf(range, overlap, holding.ids.last() ?? null)
}

function tailOf(range: Range, skipped: number, prev: Hash | null): Range {
  return { log: range.log, from: range.from + skipped, prev, bodies: range.bodies.slice(skipped) }
}

/** What is wrong with a range before a byte of its bodies is looked at. */
function headerFault({ log, from, prev, bodies }: Range, realm: Hash): string | undefined {
  if (log.realm !== realm) return 'entries of another realm'
  if (!LOG_KINDS.has(log.kind)) return 'entries of an unknown kind'
  const domain = nameFault(log.domain)
  if (domain !== undefined) return `the domain ${domain}`
  if (log.domain.includes('/')) return 'the domain has a slash'
  if (!isCanonicalKey(log.author)) return 'the author is no key'
  if (!Number.isSafeInteger(log.epoch) || log.epoch < 0) return 'the epoch is no counter'
  if (!Number.isSafeInteger(from) || from < 0 || from + bodies.length > LOG_ENTRIES_MAX) return 'a log is longer than may be'
  return (from === 0 ? prev === null : isHash(prev)) ? undefined : 'prev is not the id of an entry'
}

function chainFault(error: ChainError): string {
  if (error.type === 'Empty') return 'an empty range'
  if (error.type === 'BadBody') return `entry ${error.seq} is malformed: ${error.why}`
  return `the signature of entry ${error.seq} is not its author's`
}
