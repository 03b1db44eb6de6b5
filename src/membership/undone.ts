/** Undone: removals that their authors undid by signing a place twice: told, so that somebody above can remove again (R5). */
import { logKeyOf } from '../frames/log.ts'
import type { AuthorKey } from '../identity/signature.ts'
import type { RealmEntry } from './member.ts'
import type { Membership } from './membership.ts'

/** A removal that counts for nothing, of one who still belongs. */
export interface Undone {
  /** Who removed, and contradicted itself. */
  readonly by: AuthorKey
  readonly key: AuthorKey
}

/**
 * What `behind`, entries of forked realm logs from their forks on, say of removals that would stand were it not for the fork; sorted, each
 * once. Nodes hold different branches, so this is no part of the judgement: another node may know of more, or of less.
 */
export function undoneIn(membership: Membership, behind: readonly RealmEntry[]): readonly Undone[] {
  const found = new Map<string, Undone>()
  for (const { log, seq, items } of behind) {
    const by = membership.members.get(log.author)
    const isCut = by === undefined || (by.cuts !== null && seq > (by.cuts.get(logKeyOf(log))?.seq ?? -1))
    if (isCut || !by.roles.includes('admin')) continue
    for (const item of items) {
      if (item.k !== 'remove' || membership.members.get(item.key)?.cuts !== null) continue
      if (isAbove(membership, by.key, item.key)) found.set(`${by.key} ${item.key}`, { by: by.key, key: item.key })
    }
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, undone]) => undone)
}

function isAbove({ members }: Membership, by: AuthorKey, key: AuthorKey): boolean {
  let above = members.get(key)?.parent ?? null
  while (above !== null && above !== by) above = members.get(above)?.parent ?? null
  return above !== null
}
