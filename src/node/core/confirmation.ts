/** Confirmation: which own entries no other member holds yet, and which statements rest on those alone (R19). */
import type { Ms } from '../../base/clock.ts'
import type { Hash } from '../../base/hash.ts'
import type { ItemId } from '../../frames/item.ts'
import type { LogKey } from '../../frames/log.ts'
import type { Statement } from '../../frames/statement.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Engine } from '../../semantics/engine.ts'
import { createAges, type Ages } from './ages.ts'
import type { Holding, Holdings } from './holdings.ts'

/** What others are known to hold of ours. */
export interface Confirmation {
  /** A log grew, or was read back. */
  grown(holding: Holding): void
  /** A log is no longer held. */
  drop(holding: Holding): void
  /** Another member holds the first `count` entries of `log` durably; returns the own entries that this is news about. */
  confirm(log: LogKey, count: number): readonly Hash[]
  /** Own entries that no other member is known to hold. */
  provisional(): number
  /** How long the oldest of them has waited since it was written, or since this start; null: there is none. */
  provisionalMs(): Ms | null
  /** Whether all of the statement's support is such entries. */
  isProvisional(statement: Statement): boolean
}

/** Nothing is confirmed yet. */
export function createConfirmation(self: AuthorKey, holdings: Holdings, engine: Engine, now: () => Ms): Confirmation {
  // Own logs that only this node holds whole: few, however many logs there are. What others said, its author holds too.
  const open = new Map<Holding, Ages>()
  const isUnconfirmed = (claim: ItemId): boolean => {
    const id = claim.slice(0, claim.indexOf('#')) as Hash
    for (const { ids, confirmed } of open.keys()) if (ids.indexOf(id, confirmed) !== -1) return true
    return false
  }
  return {
    grown(holding) {
      if (holding.log.author !== self) return
      const ages = open.get(holding) ?? createAges()
      open.set(holding, ages)
      ages.grown(holding.ids.length, now())
      ages.confirmed(holding.confirmed)
    },
    drop: (holding) => void open.delete(holding),
    confirm(log, count) {
      const holding = holdings.get(log)
      if (holding === undefined || holding.log.author !== self || count <= holding.confirmed) return []
      const news = holding.ids.slice(holding.confirmed, count)
      holding.confirmed = Math.min(count, holding.ids.length)
      open.get(holding)?.confirmed(holding.confirmed)
      if (holding.confirmed === holding.ids.length) open.delete(holding)
      return news
    },
    provisional: () => [...open.keys()].reduce((sum, { ids, confirmed }) => sum + ids.length - confirmed, 0),
    provisionalMs() {
      const since = [...open.values()].map((ages) => ages.since()).filter((at) => at !== null)
      // The clock may have been set back since.
      return since.length === 0 ? null : Math.max(0, ...since.map((at) => now() - at))
    },
    isProvisional(statement) {
      if (open.size === 0) return false
      const claims = engine.claimsOf(statement)
      return claims.length > 0 && claims.every(isUnconfirmed)
    },
  }
}
