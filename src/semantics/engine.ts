/**
 * Engine: a realm's or a case's knowledge under judgement, kept up to date claim by claim; what it reports is a function of what
 * was added.
 */
import type { Result } from '../base/result.ts'
import type { Law } from '../frames/facet.ts'
import type { ItemId, Said } from '../frames/item.ts'
import type { Learned } from '../frames/learned.ts'
import type { Statement } from '../frames/statement.ts'
import type { Explanation } from './explain/explanation.ts'
import type { Component, Conflict, Incomplete, Reading, Standing, Unjudged } from './judgement.ts'
import type { Fallen } from './learn/fallen.ts'
import type { Measured } from './learn/measured.ts'
import type { QueryAnswers, QueryOptions } from './query/answers.ts'
import type { QueryError } from './query/question.ts'
import type { Reasoned } from './reasoning/reasoned.ts'

/** What changed since the last {@link Engine.news}: for events, never for deciding. */
export interface News {
  readonly conflicts: readonly Conflict[]
  /** Ids of conflicts that are gone. */
  readonly settled: readonly string[]
}

/** A rule that is kept but not in force. */
export interface Refused {
  /** Its text, as far as it could be read. */
  readonly rule: string
  readonly why: string
}

/** A law and everything said under it. */
export interface Engine extends Reasoned {
  /** Adds items in any order, batching or repetition; a withdrawal may come before what it withdraws. */
  add(said: readonly Said[]): void
  /** Adds items of entries that count for nothing until they are recounted: a `discount` before anything of them is held. */
  shelve(said: readonly Said[]): void
  /** All that `author` said or will say counts as taken back (equivocation, R5); its withdrawals keep their effect. */
  exclude(author: string): void
  /** Takes an exclusion back, as if it had never been. */
  include(author: string): void
  /** What these entries say, held or still to come, counts for nothing, as if it had not been said; their withdrawals neither (R9). */
  discount(entries: readonly string[]): void
  /** What these entries say counts again. */
  recount(entries: readonly string[]): void
  /**
   * Judges by `law` from now on, as if it had always been the law: what stays in it keeps its conclusions, and what an added or dropped
   * rule, facet or type touches is judged anew. Exclusions stay. Slots that the engine was given besides its first law stay slots.
   * What was sealed while no law learned is to be sealed again, and what is measured to be told again where `block` changes.
   */
  adopt(law: Law): void
  /** The rules of the law that are not in force, each with its reason (R8); sorted by rule. */
  refused(): readonly Refused[]
  /**
   * Quality may be learned from the items of these entries, held or still to come (R16: of each log the first floor(count / 256) x 256).
   * Nothing where the policy does not learn.
   */
  seal(entries: readonly string[]): void
  /** Whether the policy learns: where not, nobody need say what is sealed. */
  isLearning(): boolean
  /** Quality may no longer be learned from the items of these entries. */
  unseal(entries: readonly string[]): void
  /** What was learned, or is given, of authors' quality: `policy.learned` of an exported case. Null where the policy asks for neither. */
  learned(): Learned | null
  /**
   * The conduct of authors is measured by the items of these entries, held or still to come: of each log the first floor(count / block) x
   * block. Nothing where the policy has no floor.
   */
  measure(entries: readonly Measured[]): void
  /** Conduct is measured by these entries no more. */
  unmeasure(entries: readonly string[]): void
  /** Entries of a log that are measured together; null: the policy has no floor. */
  block(): number | null
  /** Authors below the floor of the policy, whose words count less until they are above it again; sorted by author. */
  fallen(): readonly Fallen[]
  /** Only the frames of these domains are held here; null, as at first: of all. What touches others is `unjudged`, not guessed (R17). */
  hold(domains: readonly string[] | null): void
  /** Ids of all frames that something was said of, sorted. */
  frames(): readonly string[]
  /** Standings of one frame's statements, derived ones too, sorted by slot, then value. */
  standingsOf(frame: string, reading?: Reading): readonly Standing[]
  standings(reading?: Reading): readonly Standing[]
  conflicts(): readonly Conflict[]
  components(): readonly Component[]
  incomplete(): readonly Incomplete[]
  /** What touches a domain that is not held, sorted by the hash of its content; nothing while all are. */
  unjudged(): readonly Unjudged[]
  explain(about: Statement | { readonly conflict: string } | { readonly claim: ItemId }): Explanation
  /** Which values make a rule's body hold, like `state(D, "closed"), via(R, D)`, and how that stands. */
  query(body: string, options?: QueryOptions): Result<QueryAnswers, QueryError>
  /** Claims that a statement rests on, directly or by its smallest proof; sorted. */
  claimsOf(statement: Statement): readonly ItemId[]
  /** The live verdict digest (R15 without the state hash, which the node adds). */
  digest(): string
  news(): News
  /** How many statements and claims are held. */
  size(): { readonly statements: number; readonly claims: number }
}
