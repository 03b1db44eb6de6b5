/** Mesh: the other members as reasoning sees them: who is there, what each says of itself, and a way to ask one. */
import type { Ms } from '../../base/clock.ts'
import type { TracordError } from '../../base/error.ts'
import type { Result } from '../../base/result.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Done } from '../../ports/journal.ts'
import type { Peer } from '../../routing/peer.ts'

/** A member, as far as routing and people want to know. */
export interface MemberSeen extends Peer {
  readonly name: string | null
}

/** What a node tells the others of itself. */
export interface OwnProfile {
  readonly name: string
  readonly domains: readonly string[] | null
  readonly modules: readonly string[]
  readonly meaning: readonly number[]
}

/** Answers a member's question: `reply` once, later or never. */
export type OnAsk = (
  from: AuthorKey,
  question: string,
  reply: (answer: Result<string, TracordError>) => void,
  signal: AbortSignal,
) => void

/** The way to the others. */
export interface Mesh {
  /** Others only. */
  members(): readonly MemberSeen[]
  /** `done` once; the result cancels it. */
  ask(to: AuthorKey, question: string, deadlineMs: Ms, done: Done<string>): () => void
}

/** Nobody else is there. */
export const ALONE: Mesh = {
  members: () => [],
  ask: () => () => undefined,
}
