/** Difference: what is said, how it stands and what contradicts in one state of a folder and not, or otherwise, in another. */
import type { Window } from '../frames/item.ts'
import type { Statement } from '../frames/statement.ts'
import { replay } from '../node/history/replay.ts'
import type { JournalRow } from '../ports/journal.ts'
import { conflictTold, standingChanges, standsOf, type Changes, type StandsByStatement } from './changes.ts'
import type { Conflict, Unjudged } from '../semantics/judgement.ts'
import type { StateSide } from './comparison.ts'
import type { Life } from './life.ts'
import { createTeller } from './log-items.ts'
import type { StateNamed } from './state-name.ts'

/** A claim that one of the two states holds. */
export interface ClaimTold {
  readonly id: string
  readonly author: string
  readonly statement: Statement
  /** Permille. */
  readonly confidence?: number
  readonly valid?: Window
  /** Why it was taken back, in its author's words. */
  readonly reason?: string
}

/** A state by the name that it was asked for by. */
export interface NamedSide extends StateSide {
  readonly name: string
}

/** What differs between two states of one folder. */
export interface Difference extends Changes {
  readonly from: NamedSide
  readonly to: NamedSide
  /** Claims that hold in the second state only. */
  readonly added: readonly ClaimTold[]
  /** Claims that hold in the first state only, taken back or not said yet. */
  readonly gone: readonly ClaimTold[]
  /** What the judgement of the second state needs of domains that are not held (R17). */
  readonly unjudged: readonly Unjudged[]
}

/** Whose states are compared. */
type Whose = Pick<Life, 'founding' | 'domains'>

/** Compares two states. */
export async function differenceOf(whose: Whose, from: StateNamed, to: StateNamed): Promise<Difference> {
  const [before, after] = [await judged(whose, from), await judged(whose, to)]
  return {
    from: before.side,
    to: after.side,
    added: [...after.claims.values()].filter(({ id }) => !before.claims.has(id)),
    gone: [...before.claims.values()].filter(({ id }) => !after.claims.has(id)).map((claim) => withReason(claim, after.reasons)),
    standings: standingChanges(before.stands, after.stands),
    opened: after.conflicts.filter(({ id }) => !before.conflicts.some((one) => one.id === id)).map(conflictTold),
    unjudged: after.unjudged,
    settled: before.conflicts.filter(({ id }) => !after.conflicts.some((one) => one.id === id)).map(conflictTold),
  }
}

function withReason(claim: ClaimTold, reasons: ReadonlyMap<string, string>): ClaimTold {
  const reason = reasons.get(claim.id)
  return reason === undefined ? claim : { ...claim, reason }
}

interface Judged {
  readonly side: NamedSide
  /** Those that nobody took back, by id. */
  readonly claims: ReadonlyMap<string, ClaimTold>
  /** Why claims were taken back. */
  readonly reasons: ReadonlyMap<string, string>
  readonly stands: StandsByStatement
  readonly conflicts: readonly Conflict[]
  readonly unjudged: readonly Unjudged[]
}

async function judged({ founding, domains }: Whose, { name, rows }: StateNamed): Promise<Judged> {
  const { core, close } = await replay(founding, rows, domains)
  try {
    const { state, verdict, digest, entries } = core.certificate()
    const { claims, reasons } = claimsIn(rows)
    const conflicts = core.engine.conflicts()
    const side = { name, state, verdict, digest, entries, claims: claims.size, conflicts: conflicts.length }
    return { side, claims, reasons, stands: standsOf(core.engine.standings()), conflicts, unjudged: core.engine.unjudged() }
  } finally {
    await close()
  }
}

function claimsIn(rows: readonly JournalRow[]): Pick<Judged, 'claims' | 'reasons'> {
  const [claims, reasons] = [new Map<string, ClaimTold>(), new Map<string, string>()]
  const withdrawn: { readonly claim: string; readonly by: string; readonly reason: string | undefined }[] = []
  const tell = createTeller()
  for (const { author, items } of rows.flatMap(tell)) {
    for (const { id, kind, statement, confidence, valid, of, reason } of items) {
      if (kind === 'withdraw' && of !== undefined) withdrawn.push({ claim: of, by: author, reason })
      if (kind !== 'claim' || statement === null) continue
      const extras = { ...(confidence === undefined ? {} : { confidence }), ...(valid === undefined ? {} : { valid }) }
      claims.set(id, { id, author, statement, ...extras })
    }
  }
  for (const { claim, by, reason } of withdrawn) {
    if (claims.get(claim)?.author !== by) continue
    claims.delete(claim)
    if (reason !== undefined) reasons.set(claim, reason)
  }
  return { claims, reasons }
}
