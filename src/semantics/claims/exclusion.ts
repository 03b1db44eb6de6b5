/**
 * Exclusion: authors whose every word counts as taken back. Nodes hold different branches of such an author's log, so nothing that it
 * said may leave a trace, or their judgements part (R5).
 */
import type { ItemId, Said } from '../../frames/item.ts'
import type { Claims } from './claims.ts'

/** What is said, less what excluded authors say. */
export interface Exclusion {
  has(author: string): boolean
  /** Adds items; false when they changed nothing. */
  add(said: readonly Said[]): boolean
  /** Takes back all that `author` said and will say; false when that is so already. */
  exclude(author: string): boolean
}

/** Nobody is excluded from `claims` yet. */
export function createExclusion(claims: Claims): Exclusion {
  const { supports } = claims
  const excluded = new Set<string>()
  const takeBack = (id: ItemId, by: string): void => {
    claims.add({ id, by, item: { k: 'withdraw', claim: id } })
  }
  return {
    has: (author) => excluded.has(author),
    add(said) {
      let grew = false
      for (const entry of said) {
        if (claims.add(entry)) grew = true
        if (excluded.has(entry.by)) takeBack(entry.id, entry.by)
      }
      return grew
    },
    exclude(author) {
      if (excluded.has(author)) return false
      excluded.add(author)
      for (let support = 0; support < supports.count(); support++)
        if (supports.authorOf(support) === author) takeBack(supports.idOf(support), author)
      return true
    },
  }
}
