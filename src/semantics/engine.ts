/**
 * Engine: a realm's or a case's knowledge under judgement, kept up to date claim by claim; what it reports is a function of what
 * was added.
 */
import type { Ms } from '../base/clock.ts'
import type { Law } from '../frames/facet.ts'
import type { ItemId, Said } from '../frames/item.ts'
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

/** A rule that is kept but not in force. */
export interface Refused {
  /** Its text, as far as it could be read. */
  readonly rule: string
  readonly why: string
}

/** A law and everything said under it. */
export interface Engine {
  /** Adds items in any order, batching or repetition; a withdrawal may come before what it withdraws. */
  add(said: readonly Said[]): void
  /** All that `author` said or will say counts as taken back (equivocation, R5); its withdrawals keep their effect. */
  exclude(author: string): void
  /**
   * Judges by `law` from now on, as if it had always been the law: what stays in it keeps its conclusions, and what an added or dropped
   * rule, facet or type touches is judged anew. Exclusions stay. Slots that the engine was given besides its first law stay slots.
   */
  adopt(law: Law): void
  /** The rules of the law that are not in force, each with its reason (R8); sorted by rule. */
  refused(): readonly Refused[]
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
