/**
 * Hearing: what of all that is said counts: less what its author took back, what excluded authors say (nodes hold different branches of
 * their logs, so nothing of it may leave a trace, R5), and what entries say that count for nothing at present (R9).
 */
import type { ItemId, Said } from '../../frames/item.ts'
import type { Claims } from './claims.ts'
import { NO_SUPPORT, type Support } from './supports.ts'
import { entryOf, type Withdrawals } from './withdrawals.ts'

/** What is said, less what does not count. All answer whether that changed anything. */
export interface Hearing {
  isExcluded(author: string): boolean
  /** Whether an item is in an entry that counts for nothing. */
  isDiscounted(id: ItemId): boolean
  /** Adds items, and notes what they take back. */
  add(said: readonly Said[]): boolean
  /** Adds items of entries that count for nothing until they are recounted: as `discount` and `add`, but it looks at nothing else. */
  shelve(said: readonly Said[]): void
  /** All that `author` said and will say counts for nothing, or again. */
  exclude(author: string): boolean
  include(author: string): boolean
  /** What these entries say, held or still to come, counts for nothing, their withdrawals neither; or again. */
  discount(entries: readonly string[]): boolean
  recount(entries: readonly string[]): boolean
}

/** Everybody is heard, and everything counts. */
export function createHearing(claims: Claims, withdrawals: Withdrawals): Hearing {
  const { supports } = claims
  const [excluded, discounted] = [new Set<string>(), new Set<string>()]

  const isDiscounted = (id: ItemId): boolean => discounted.size > 0 && discounted.has(entryOf(id))
  const isOut = (id: ItemId, by: string): boolean =>
    excluded.has(by) || isDiscounted(id) || withdrawals.of(id).some((one) => one.by === by && !isDiscounted(one.id))
  const update = (support: Support): boolean =>
    claims.setOut(support, isOut(supports.idOf(support), supports.authorOf(support)))
  const updateAll = (concerns: (support: Support) => boolean): void => {
    for (let support = 0; support < supports.count(); support++) if (concerns(support)) update(support)
  }
  const updateOf = (author: string): void => updateAll((support) => supports.authorOf(support) === author)
  /** What an entry takes back is touched with what it says. */
  const updateIn = (entries: ReadonlySet<string>): void =>
    updateAll((support) => {
      const id = supports.idOf(support)
      return entries.has(entryOf(id)) || withdrawals.of(id).some((one) => entries.has(entryOf(one.id)))
    })
  const add = (said: readonly Said[]): boolean => {
    let grew = false
    for (const one of said) {
      withdrawals.note(one)
      if (one.item.k === 'withdraw') {
        const support = supports.find(one.item.claim)
        if (support !== NO_SUPPORT && supports.authorOf(support) === one.by && update(support)) grew = true
      } else if (claims.add(one, isOut(one.id, one.by))) grew = true
    }
    return grew
  }
  return {
    isExcluded: (author) => excluded.has(author),
    isDiscounted,
    add,
    shelve(said) {
      for (const { id } of said) discounted.add(entryOf(id))
      add(said)
    },
    exclude(author) {
      if (excluded.has(author)) return false
      excluded.add(author)
      updateOf(author)
      return true
    },
    include(author) {
      if (!excluded.delete(author)) return false
      updateOf(author)
      return true
    },
    discount(entries) {
      const news = new Set(entries.filter((entry) => !discounted.has(entry)))
      for (const entry of news) discounted.add(entry)
      if (news.size > 0) updateIn(news)
      return news.size > 0
    },
    recount(entries) {
      const news = new Set(entries.filter((entry) => discounted.delete(entry)))
      if (news.size > 0) updateIn(news)
      return news.size > 0
    },
  }
}
