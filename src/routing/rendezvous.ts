/** Rendezvous: an order of members that everybody who sees the same members agrees upon, another one for each name. */
import { sha256Hex } from '../base/hash.ts'
import type { AuthorKey } from '../identity/signature.ts'

/**
 * Highest random weight (Thaler and Ravishankar, 1998): the members by the hash of name and member. When one goes, only what it was first
 * in moves on, to the next of that order.
 */
export function rendezvous(name: string, members: readonly AuthorKey[]): readonly AuthorKey[] {
  return [...new Set(members)]
    .map((member) => ({ member, score: sha256Hex(`${name}\n${member}`) }))
    .sort((a, b) => (a.score < b.score ? -1 : 1))
    .map(({ member }) => member)
}
