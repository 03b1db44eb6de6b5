/** Succession: who has the founder's place: the founder, or whoever it signed for beforehand and who took it up. */
import { sha256Hex } from '../base/hash.ts'
import type { AuthorKey } from '../identity/signature.ts'
import { SUCCESSIONS_MAX } from './limits.ts'
import type { Clash, RealmEntry } from './member.ts'

/** Whether `sig` is `root`'s word that `key` comes after it. */
export type IsHeir = (root: AuthorKey, key: AuthorKey, sig: string) => boolean

/** Those who had the founder's place, the present one first and the founder last; and where several took it up at once. */
export function linesOf(
  founder: AuthorKey,
  byAuthor: ReadonlyMap<AuthorKey, readonly RealmEntry[]>,
  isHeir: IsHeir,
): { readonly line: readonly AuthorKey[]; readonly clashes: readonly Clash[] } {
  const claimed = claimedIn(byAuthor)
  const line = [founder]
  const clashes: Clash[] = []
  while (line.length <= SUCCESSIONS_MAX) {
    const root = line[0] ?? founder
    const heirs = [...claimed].filter(([key, sigs]) => !line.includes(key) && [...sigs].some((sig) => isHeir(root, key, sig)))
    const [first, ...others] = sortedByHash(
      heirs.map(([key]) => key),
      (key) => key,
    )
    if (first === undefined) break
    if (others.length > 0) clashes.push({ type: 'successor', about: '', rules: first, others: others.sort() })
    line.unshift(first)
  }
  return { line, clashes }
}

/** The signatures with which each author says that the founder's place is its own. */
function claimedIn(byAuthor: ReadonlyMap<AuthorKey, readonly RealmEntry[]>): ReadonlyMap<AuthorKey, ReadonlySet<string>> {
  const claimed = new Map<AuthorKey, Set<string>>()
  for (const [author, entries] of byAuthor) {
    for (const item of entries.flatMap(({ items }) => items)) {
      if (item.k !== 'successor' || item.key !== author) continue
      claimed.set(author, (claimed.get(author) ?? new Set()).add(item.sig))
    }
  }
  return claimed
}

/** Sorted by the hash of a key, so that no name is favoured. */
export function sortedByHash<T>(all: readonly T[], keyOf: (one: T) => AuthorKey): readonly T[] {
  return all
    .map((one) => ({ one, hash: sha256Hex(keyOf(one)) }))
    .sort((a, b) => (a.hash < b.hash ? -1 : 1))
    .map(({ one }) => one)
}
