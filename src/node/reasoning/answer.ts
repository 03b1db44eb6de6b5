/** Answer: what `ask` resolves to, and how it may be asked. Plain data. */
import type { Ms } from '../../base/clock.ts'
import type { ItemId } from '../../frames/item.ts'
import type { Statement } from '../../frames/statement.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Model } from '../../routing/models.ts'
import type { Status } from '../../semantics/judgement.ts'

/** How a realm's nodes are asked, unless a call says otherwise. */
export interface Manner {
  /** Default `nearest`. */
  readonly model?: Model
  /** The centre of `master`; default: by rank. */
  readonly centre?: AuthorKey
  /** `swarm`: wait for all that were asked and answer what they come to together; default: the first answer. */
  readonly merge?: boolean
  /** Milliseconds in all; default 10,000. */
  readonly timeoutMs?: Ms
  /** Milliseconds after which a second member is asked as well; default 60. */
  readonly hedgeMs?: Ms
  /** Steps of a run; default 1,000. */
  readonly steps?: number
}

/** How one goal is asked. */
export interface AskOptions extends Manner {
  readonly signal?: AbortSignal
  /** Reason though an answer is held. */
  readonly anew?: boolean
}

/** A member that could have been asked, too. */
export interface Alternative {
  readonly by: AuthorKey
  readonly name: string | null
}

/** What a goal came to. */
export interface Answer {
  readonly goal: string
  readonly conclusion: Statement
  /** How it stands here; null while the entries behind it are not held here. */
  readonly standing: Status | null
  /** The id of the published trace; null: it stood already, without one. */
  readonly trace: ItemId | null
  readonly session: ItemId | null
  /** `name@version` of the module that reasoned; null: none had to. */
  readonly module: string | null
  /** Who took part: the asking node first, who answered last. */
  readonly route: readonly AuthorKey[]
  /** Live members that would be asked next, best first. */
  readonly alternatives: readonly Alternative[]
  readonly ms: Ms
}

/** What one node finds by itself. */
export interface Found {
  readonly conclusion: Statement
  readonly trace: ItemId | null
  readonly session: ItemId | null
  readonly module: string | null
}
