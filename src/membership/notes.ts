/** Notes: which items of members have no effect, each with the reason; bounded, sorted by id. */
import type { ItemId } from '../frames/item.ts'
import { IGNORED_MAX } from './limits.ts'
import type { IgnoredItem } from './member.ts'

/** Where ignored items are named. */
export interface Notes {
  ignore(id: ItemId, why: string): void
  taken(): { readonly ignored: readonly IgnoredItem[]; readonly ignoredCount: number }
}

/** No notes yet. */
export function createNotes(): Notes {
  const ignored: IgnoredItem[] = []
  return {
    ignore: (id, why) => void ignored.push({ id, why }),
    taken() {
      ignored.sort((a, b) => (a.id < b.id ? -1 : 1))
      return { ignored: ignored.slice(0, IGNORED_MAX), ignoredCount: ignored.length }
    },
  }
}
