/** Peer: what routing knows of a member, and of a goal. Plain data. */
import type { AuthorKey } from '../identity/signature.ts'
import type { Meaning } from './embedder.ts'

/** A member as one that may be asked. */
export interface Peer {
  readonly id: AuthorKey
  /** Was heard of within the lease. */
  readonly isLive: boolean
  /** Permille of what it can take. */
  readonly load: number
  /** Until its answer comes, as far as that was measured. */
  readonly latencyMs: number | null
  /** What it holds; null: everything, as far as is known. */
  readonly domains: readonly string[] | null
  /** `name@version` of each; null: it did not say yet. */
  readonly modules: readonly string[] | null
  readonly meaning: Meaning
}

/** What is to be routed. */
export interface RoutedGoal {
  readonly text: string
  readonly domain: string
  readonly meaning: Meaning
}

/** Whether it may be asked at all: alive, reasoning, and holding the domain, as far as it said. */
export function canAnswer({ isLive, domains, modules }: Peer, { domain }: RoutedGoal): boolean {
  return isLive && (modules === null || modules.length > 0) && (domains === null || domains.includes(domain))
}
