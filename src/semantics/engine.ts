/**
 * Engine: a realm's or a case's knowledge under judgement, kept up to date claim by claim; what it reports is a function of what
 * was added.
 */
import type { Ms } from '../base/clock.ts'
import type { ItemId, Said } from '../frames/item.ts'
import type { Learned } from '../frames/learned.ts'
import type { Statement } from '../frames/statement.ts'
import type { Component, Conflict, Fork, Incomplete, Standing } from './judgement.ts'

/** From where judgement is read. */
export interface Reading {
  /** The instant judged; absent: windows are reported, nothing is dropped for time. */
  readonly now?: Ms
  /** Read as if exactly these statements had been dropped, instead of the preferred fork's. */
  readonly fork?: Fork
}

/** What changed since the last {@link Engine.news}: for events, never for deciding. */
export interface News {
  readonly conflicts: readonly Conflict[]
  /** Ids of conflicts that are gone. */
  readonly settled: readonly string[]
}

/** Why a statement stands as it does, in words and as data. */
export interface Explanation {
  readonly text: string
  readonly statement?: Standing
  readonly conflicts: readonly Conflict[]
  /** Claims the statement rests on, directly or through rules. */
  readonly claims: readonly ItemId[]
}

/** One law and everything said under it. */
export interface Engine {
  /** Adds items in any order, batching or repetition; a withdrawal may come before what it withdraws. */
  add(said: readonly Said[]): void
  /** All that `author` said or will say counts as taken back (equivocation, R5); its withdrawals keep their effect. */
  exclude(author: string): void
  /**
   * Quality may be learned from the items of these entries, held or still to come (R16: of each log the first floor(count / 256) x 256).
   * Nothing where the policy does not learn.
   */
  seal(entries: readonly string[]): void
  /** What was learned, or is given, of authors' quality: `policy.learned` of an exported case. Null where the policy asks for neither. */
  learned(): Learned | null
  /** Ids of all frames that something was said of, sorted. */
  frames(): readonly string[]
  /** Standings of one frame's statements, derived ones too, sorted by slot, then value. */
  standingsOf(frame: string, reading?: Reading): readonly Standing[]
  standings(reading?: Reading): readonly Standing[]
  conflicts(): readonly Conflict[]
  components(): readonly Component[]
  incomplete(): readonly Incomplete[]
  explain(about: Statement | { readonly conflict: string } | { readonly claim: ItemId }): Explanation
  /** The live verdict digest (R15 without the state hash, which the node adds). */
  digest(): string
  news(): News
  /** How many statements and claims are held. */
  size(): { readonly statements: number; readonly claims: number }
}
