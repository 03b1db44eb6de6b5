/** Changes: what became of statements and conflicts between two judgements. */
import { canonicalText } from '../base/canonical.ts'
import type { Statement } from '../frames/statement.ts'
import type { Conflict, Standing, Status } from '../semantics/judgement.ts'

/** How a statement stands during one window. */
export interface Stands {
  readonly status: Status
  /** Parts per million of a full vote. */
  readonly weight: string
  /** Milliseconds; null is open. */
  readonly window: readonly [from: number | null, until: number | null]
}

/** A statement that stands otherwise; nothing before: it is new, nothing after: nobody says it any more. */
export interface StandingChange {
  readonly statement: Statement
  readonly before: readonly Stands[]
  readonly after: readonly Stands[]
}

/** A conflict in words, with the claims that show it. */
export interface ConflictTold {
  readonly id: string
  readonly text: string
  readonly claims: readonly string[]
}

/** What changed between two judgements. */
export interface Changes {
  readonly standings: readonly StandingChange[]
  readonly opened: readonly ConflictTold[]
  readonly settled: readonly ConflictTold[]
}

/** How statements stand, each under a text that only equal statements share. */
export type StandsByStatement = ReadonlyMap<string, { readonly statement: Statement; readonly stands: readonly Stands[] }>

/** Standings by statement. */
export function standsOf(standings: readonly Standing[]): StandsByStatement {
  const found = new Map<string, { statement: Statement; stands: Stands[] }>()
  for (const { frame, slot, value, not, status, weight, window } of standings) {
    const statement = { frame, slot, value, not }
    const key = canonicalText(statement)
    const held = found.get(key) ?? { statement, stands: [] }
    found.set(key, held)
    held.stands.push({ status, weight, window })
  }
  return found
}

/** The statements whose status changed, or when it holds; a weight that changes alone is no change. Sorted by statement. */
export function standingChanges(before: StandsByStatement, after: StandsByStatement): readonly StandingChange[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort()
  return keys.flatMap((key): StandingChange[] => {
    const [then, now] = [before.get(key), after.get(key)]
    const statement = (now ?? then)?.statement
    if (statement === undefined || shapeOf(then?.stands) === shapeOf(now?.stands)) return []
    return [{ statement, before: then?.stands ?? [], after: now?.stands ?? [] }]
  })
}

function shapeOf(stands: readonly Stands[] = []): string {
  return JSON.stringify(stands.map(({ status, window }) => [status, window]))
}

/** What of a conflict is told. */
export function conflictTold({ id, text, claims }: Conflict): ConflictTold {
  return { id, text, claims }
}
