/** Start: gives the holdings and the judgement back what the journal kept; opens no document. */
import type { Hash } from '../../base/hash.ts'
import { saidIn } from '../../frames/said.ts'
import type { Body } from '../../frames/entry.ts'
import type { Said } from '../../frames/item.ts'
import { logKeyOf, type Log } from '../../frames/log.ts'
import type { JournalRow } from '../../ports/journal.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Link } from '../../frames/chain.ts'
import type { Arrivals } from '../history/arrivals.ts'
import type { Holding, Holdings } from './holdings.ts'
import { START_BATCH_ITEMS } from './limits.ts'
import type { Members } from './members.ts'
import type { Pruning } from './pruning.ts'
import { readJournalKey, type KeptProof } from './proof.ts'
import type { Recount } from './recount.ts'
import { sealGrown } from './seal.ts'
import type { Subscription } from './subscription.ts'
import type { BehindEngine } from './behind.ts'
import { FROM_JOURNAL, type WaitingRoom } from './waiting.ts'

/** What a start fills. */
export interface RestoreParts {
  readonly realm: Hash
  readonly holdings: Holdings
  readonly engine: Engine
  /** Takes what judgement may be told later; absent: it is told of everything at once. */
  readonly behind?: Pick<BehindEngine, 'put'>
  readonly waiting: WaitingRoom
  readonly arrivals: Arrivals
  /** What of it is held; what is not is left where it is. */
  readonly subscription: Pick<Subscription, 'holds' | 'leave' | 'leaveProof'>
  readonly members: Members
  readonly recount: Pick<Recount, 'run'>
  readonly pruning: Pick<Pruning, 'note' | 'renew' | 'grown' | 'forked'>
  /** A row that cannot be used, and why. */
  onDamage(why: string): void
}

/** Takes the journal's rows. */
export interface Restorer {
  visit(row: JournalRow): void
  /** After the last row; returns the proofs of equivocation among them. */
  finish(): readonly KeptProof[]
}

/** Takes rows one by one, then `finish`. The journal is trusted here: it checks its rows, `doctor` checks their hashes. */
export function createRestorer(parts: RestoreParts): Restorer {
  const { holdings, engine, members, pruning, behind } = parts
  const proofs: KeptProof[] = []
  const early: { readonly log: Log; readonly row: JournalRow }[] = []
  const batch: Said[] = []
  const flush = (): void => engine.add(batch.splice(0))
  const settle = (): void => {
    flush()
    settleAll(parts)
  }
  /** Whether the row could be placed, or was known. */
  const place = (log: Log, row: JournalRow): boolean => {
    const holding = holdings.get(logKeyOf(log))
    const count = holding?.ids.length ?? 0
    const { ids } = row
    const at = holding === undefined ? -1 : otherIn(holding, row.from, ids)
    if (at !== -1) {
      proofs.push({ log, at: row.from + at, links: linksOf(ids.slice(at), row.from + at, row.bodies.slice(at)) })
      return true
    }
    const known = count - row.from
    if (known < 0 || known >= ids.length) return known >= 0
    // Where everybody counts nothing but judgement waits for claims.
    if (log.kind === 'frames' && members.isOpen && behind !== undefined) {
      behind.put({ log, row, known, entries: ids.length - known })
      restoreGrown(parts, log, ids.slice(known), row.bytes ?? 0)
    } else take(log, ids.slice(known), row.from + known, row.bodies.slice(known))
    return true
  }
  const take = (log: Log, ids: readonly Hash[], from: number, bodies: readonly string[]): void => {
    const links = linksOf(ids, from, bodies)
    for (const link of links) batch.push(...saidIn(log, link))
    if (log.kind === 'realm') members.note(log, links)
    if (log.kind === 'prunes') pruning.note(log, links)
    restoreGrown(parts, log, ids, bodies.reduce((sum, body) => sum + body.length, 0))
    if (batch.length >= START_BATCH_ITEMS) flush()
  }
  return {
    visit(row) {
      const named = readJournalKey(row.log)
      if (named === undefined || named.log.realm !== parts.realm) {
        return parts.onDamage(`a row of the journal names no log of this realm: ${row.log}`)
      }
      const { log, forkedAt } = named
      const isHeld = parts.subscription.holds(log)
      if (!isHeld && forkedAt === null) return parts.subscription.leave(log)
      if (forkedAt !== null) {
        const proof = { log, at: forkedAt, links: linksOf(row.ids, forkedAt, row.bodies) }
        if (!isHeld) return parts.subscription.leaveProof(proof)
        proofs.push(proof)
        if (log.kind === 'prunes') pruning.forked(logKeyOf(log), forkedAt)
        const holding = holdings.get(logKeyOf(log))
        if (holding !== undefined) parts.arrivals.forked(holding, forkedAt)
        return
      }
      if (!place(log, row)) early.push({ log, row })
    },
    finish() {
      const later = early.sort((a, b) => a.row.from - b.row.from).filter(({ log, row }) => !place(log, row))
      parts.arrivals.started()
      settle()
      // What was pruned is held by its ids now, and what stands behind it has its place.
      const left = later.filter(({ log, row }) => !place(log, row))
      if (left.length < later.length) settle()
      // Behind a damaged row: it waits until peers have given us what is missing.
      for (const { log, row } of left) parts.waiting.add({ log, from: row.from, prev: null, bodies: row.bodies }, FROM_JOURNAL)
      return proofs
    },
  }
}

function restoreGrown({ holdings, engine, arrivals, pruning }: RestoreParts, log: Log, ids: readonly Hash[], chars: number): void {
  const holding = holdings.restore(log, ids, chars)
  arrivals.grown(holding)
  pruning.grown(holding)
  sealGrown(engine, holding, holding.ids.length - ids.length)
}

/** Everything was taken to count so far: only now it is known who belongs, and what was pruned. */
function settleAll({ holdings, engine, members, recount, pruning }: RestoreParts): void {
  members.touch()
  recount.run()
  pruning.renew()
  if (members.isOpen) for (const { log, forkedAt } of holdings.all()) if (forkedAt !== null) engine.exclude(log.author)
}

/** The index in `row` of the first entry for which a prune names another id; -1: there is none. */
function otherIn({ ids, bare }: Holding, from: number, stored: readonly Hash[]): number {
  return bare <= from ? -1 : stored.findIndex((id, at) => from + at < ids.length && !ids.is(from + at, id))
}

function linksOf(ids: readonly Hash[], from: number, bodies: readonly string[]): readonly Link[] {
  return bodies.flatMap((text, index) => {
    const id = ids[index]
    return id === undefined ? [] : [{ id, seq: from + index, body: JSON.parse(text) as Body, text }]
  })
}
