/**
 * Overlay: which members a node keeps connections to, so that few are enough for all. All who can be reached stand on a ring, in the order
 * of their keys; each keeps the next one and one far ahead, and is kept by two in turn. The ring alone is one connected cycle, so it holds
 * together when any one dies; the far links make ways short: about the square root of the number of members.
 */
import type { AuthorKey } from '../identity/signature.ts'

/** A member that can be connected to. */
export interface Place {
  readonly author: AuthorKey
  readonly address: string
}

/** So many others are all kept: a ring of them would be no sparser. */
export const OVERLAY_MESH_MAX = 4

/** The members that the one with key `self` has a connection to, whoever opens it, when all of `others` can be reached. */
export function neighboursOf(self: AuthorKey, others: readonly AuthorKey[], isReachable: boolean): ReadonlySet<AuthorKey> {
  const ring = [...new Set(others)].filter((author) => author !== self).sort()
  if (ring.length <= OVERLAY_MESH_MAX) return new Set(ring)
  const first = ring.findIndex((author) => author > self)
  const at = (offset: number): AuthorKey | undefined => ring[(Math.max(0, first) + offset + ring.length) % ring.length]
  const far = farStep(ring.length + 1)
  // Offset 0 is the next one, -1 the one before. Whoever cannot be reached is on nobody's ring, and keeps one more by itself.
  const offsets = isReachable ? [0, far - 1, -1, -far] : [0, far - 1, 2 * far - 1]
  return new Set(offsets.flatMap((offset) => at(offset) ?? []))
}

/** How far ahead the far link goes on a ring of `size`: it changes seldom as the ring grows, so that links stay. */
export function farStep(size: number): number {
  return Math.min(2 ** Math.floor(Math.log2(Math.sqrt(2 * size))) + 1, Math.floor(size / 2))
}

/** What a choice is made from. */
export interface OverlayView {
  readonly self: AuthorKey
  /** Whether others can connect to this node. */
  readonly isReachable: boolean
  /** Live members with an address. */
  readonly places: readonly Place[]
  /** Neighbours that should have opened a connection to us and did not. */
  readonly overdue: ReadonlySet<AuthorKey>
  /** Addresses given by the owner behind which no live member is known, in this node's own order. */
  readonly unmet: readonly string[]
}

/** Unmet addresses tried at a time: they bring parts together that know nothing of each other. */
const UNMET_TRIED = 2

/** Addresses that this node opens connections to. */
export interface OverlayChoice {
  readonly dial: readonly string[]
  /** Neighbours that are left to open the connection. */
  readonly awaited: readonly AuthorKey[]
}

/**
 * A function of the members seen: two nodes that see the same choose the same links. Of each link the end with the smaller key opens it,
 * unless it is the only one that can, or the other did not.
 */
export function chooseLinks({ self, isReachable, places, overdue, unmet }: OverlayView): OverlayChoice {
  const authors = places.map(({ author }) => author)
  const wanted = neighboursOf(self, authors, isReachable)
  const isOpener = (author: AuthorKey): boolean => !isReachable || self < author || overdue.has(author)
  const dialed = places.filter(({ author }) => wanted.has(author) && isOpener(author))
  return {
    dial: [...new Set([...dialed.map(({ address }) => address), ...unmet.slice(0, UNMET_TRIED)])],
    awaited: [...wanted].filter((author) => !isOpener(author)),
  }
}
