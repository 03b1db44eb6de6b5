/** Ledger: takes entries in, whoever made them, and hands them on in one order: holdings, judgement, journal, peers, listeners. */
import type { Link } from '../../frames/chain.ts'
import type { Range } from '../../frames/entry.ts'
import { logKeyOf, type Log, type LogKey } from '../../frames/log.ts'
import { messageOf } from './events.ts'
import { prevOf, type Holding } from './holding.ts'
import { examine, type Admission, type IntakeParts } from './intake.ts'
import { judgeGrown, withRoom, type JudgingParts } from './judging.ts'
import { UNWRITTEN_CHARS_MAX } from './limits.ts'
import { proofKeyOf, type KeptProof } from './proof.ts'
import { createProofs } from './proofs.ts'
import type { Recorder } from './recorder.ts'
import { FROM_JOURNAL } from './waiting.ts'

/** What a ledger works with. */
export interface LedgerParts extends IntakeParts, JudgingParts {
  readonly recorder: Recorder
  now(): number
  /** Whether a log is of a domain that is held. */
  holds(log: Log): boolean
  /** A log grew by `range`; `from` is the peer that brought it, null for an own entry. `passes`: peers are told of it. */
  onGrown(holding: Holding, range: Range, from: string | null, passes: boolean): void
  /** The author of `holding` signed seq `at` twice. */
  onForked(holding: Holding, at: number): void
}

/** The way in. */
export interface Ledger {
  /** Whatever a carrier brings. Never throws. */
  take(range: Range, peer: string): Admission
  /** An entry that this node has just sealed. */
  enter(log: Log, link: Link): void
  /** The other branch of a forked log, from where it forked. */
  proofOf(key: LogKey): Range | undefined
  /** Places what waited for entries of a log that are held now by their ids. */
  resume(key: LogKey): void
  /** The branch that was held of a log is held no longer: the other one, that proved the fork, goes on in its place. */
  reopen(key: LogKey): void
  /** Lets go of the proof of a log that is held no longer; answers it. */
  releaseProof(key: LogKey): KeptProof | undefined
  /** Takes back a proof that the journal kept. */
  restoreProof(log: Log, at: number, links: readonly Link[]): void
}

/** A ledger over `parts`. */
export function createLedger(parts: LedgerParts): Ledger {
  const { holdings, waiting, recorder } = parts
  const admit = (log: Log, links: readonly Link[], peer: string | null): void => {
    const holding = holdings.grow(log, links)
    const from = holding.ids.length - links.length
    judgeGrown(parts, holding, from, links)
    const bodies = links.map(({ text }) => text)
    const ids = links.map(({ id }) => id)
    // Peers first: waking the journal's thread costs more than sending.
    parts.onGrown(holding, { log, from, prev: prevOf(holding, from), bodies }, peer, isPassedOn(parts, holding, from))
    recorder.record({ log: holding.key, from, bodies, ids, seenAt: parts.now() }, peer === FROM_JOURNAL)
    holdings.trim()
  }
  const settle = (admission: Admission, peer: string): void => {
    if (admission.type === 'admitted') admit(admission.log, admission.links, peer)
    if (admission.type !== 'forked') return
    const { log, at, links } = admission
    const [bodies, ids] = [links.map(({ text }) => text), links.map(({ id }) => id)]
    if (proofs.prove(log, at, links)) recorder.record({ log: proofKeyOf(log, at), from: 0, bodies, ids, seenAt: parts.now() })
  }
  const settleWaiting = (key: LogKey): void => {
    for (;;) {
      const holding = holdings.get(key)
      const next = waiting.take(key, holding?.ids.length ?? 0)
      if (next === undefined || holding === undefined) return
      const { range, peer } = next
      // What waits from the journal never knew its predecessor: it was in the row that is damaged.
      const whole = peer === FROM_JOURNAL ? { ...range, prev: prevOf(holding, range.from) } : range
      settle(withRoom(parts, examine(parts, whole, peer)), peer)
    }
  }
  const take = (range: Range, peer: string): Admission => {
    try {
      if (recorder.unwritten() > UNWRITTEN_CHARS_MAX)
        return { type: 'refused', why: 'the disk does not keep up: ask again later' }
      if (!parts.holds(range.log)) return { type: 'refused', why: `the domain ${range.log.domain} is not held here` }
      const admission = withRoom(parts, examine(parts, range, peer))
      settle(admission, peer)
      if (admission.type === 'admitted') settleWaiting(logKeyOf(admission.log))
      return admission
    } catch (thrown) {
      return { type: 'refused', why: `it could not be taken in: ${messageOf(thrown)}` }
    }
  }
  const proofs = createProofs(parts, (range) => void take(range, FROM_JOURNAL))
  return {
    take,
    enter: (log, link) => admit(log, [link], null),
    resume: settleWaiting,
    proofOf: proofs.of,
    restoreProof: proofs.restore,
    reopen: proofs.reopen,
    releaseProof: proofs.release,
  }
}

/** Peers are told of what counts, and of what this node says itself: it may count soon. */
function isPassedOn({ members, self }: LedgerParts, { log, counted }: Holding, from: number): boolean {
  return counted > from || log.author === self || (log.kind === 'realm' && members.countable(log) > from)
}
