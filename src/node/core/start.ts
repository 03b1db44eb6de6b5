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
import { FROM_JOURNAL, type WaitingRoom } from './waiting.ts'

/** What a start fills. */
export interface RestoreParts {
  readonly realm: Hash
  readonly holdings: Holdings
  readonly engine: Engine
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
  const { holdings, engine, arrivals, members, pruning } = parts
  const proofs: KeptProof[] = []
  const behind: { readonly log: Log; readonly row: JournalRow }[] = []
  let batch: Said[] = []
  const flush = (): void => {
    engine.add(batch)
    batch = []
  }
  const settle = (): void => {
    flush()
    settleAll(parts)
  }
  /** Whether the row could be placed, or was known. */
  const place = (log: Log, row: JournalRow): boolean => {
    const holding = holdings.get(logKeyOf(log))
    const count = holding?.ids.length ?? 0
    const at = holding === undefined ? -1 : otherIn(holding, row)
    if (at !== -1) proofs.push({ log, at: row.from + at, links: linksOf(row.ids.slice(at), row.from + at, row.bodies.slice(at)) })
    if (at !== -1) return true
    const known = Math.max(0, count - row.from)
    if (row.from > count) return false
    if (known < row.bodies.length) take(log, row.ids.slice(known), row.from + known, row.bodies.slice(known))
    return true
  }
  const take = (log: Log, ids: readonly Hash[], from: number, bodies: readonly string[]): void => {
    const links = linksOf(ids, from, bodies)
    for (const link of links) batch.push(...saidIn(log, link))
    if (log.kind === 'realm') members.note(log, links)
    if (log.kind === 'prunes') pruning.note(log, links)
    const holding = holdings.restore(log, ids, bodies.reduce((sum, body) => sum + body.length, 0))
    arrivals.grown(holding)
    pruning.grown(holding)
    sealGrown(engine, holding, holding.ids.length - ids.length)
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
        if (holding !== undefined) arrivals.forked(holding, forkedAt)
        return
      }
      if (!place(log, row)) behind.push({ log, row })
    },
    finish() {
      const later = behind.sort((a, b) => a.row.from - b.row.from).filter(({ log, row }) => !place(log, row))
      arrivals.started()
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

/** Everything was taken to count so far: only now it is known who belongs, and what was pruned. */
function settleAll({ holdings, engine, members, recount, pruning }: RestoreParts): void {
  members.touch()
  recount.run()
  pruning.renew()
  if (members.isOpen) for (const { log, forkedAt } of holdings.all()) if (forkedAt !== null) engine.exclude(log.author)
}

/** The index in `row` of the first entry for which a prune names another id; -1: there is none. */
function otherIn({ ids, bare }: Holding, { from, ids: stored }: JournalRow): number {
  return bare <= from ? -1 : stored.findIndex((id, at) => from + at < ids.length && !ids.is(from + at, id))
}

function linksOf(ids: readonly Hash[], from: number, bodies: readonly string[]): readonly Link[] {
  return bodies.flatMap((text, index) => {
    const id = ids[index]
    return id === undefined ? [] : [{ id, seq: from + index, body: JSON.parse(text) as Body, text }]
  })
}
