/** Owners: who works on a session, by what the entries say of it: who began it, who took it, who gave it on. Pure. */
import type { AuthorKey } from '../../identity/signature.ts'
import type { SessionRecord } from '../../traces/archive.ts'

/**
 * Those who took the session, or began it, more often than they gave it on; sorted. More than one after a partition: each goes on, and
 * what they publish is merged (R25).
 */
export function ownersOf({ begun, handovers }: SessionRecord): readonly AuthorKey[] {
  const balance = new Map<string, number>(begun === undefined ? [] : [[begun.by, 1]])
  const add = (author: string, by: number): void => void balance.set(author, (balance.get(author) ?? 0) + by)
  for (const { by, item } of handovers) {
    if (item.to !== by) add(by, -1)
    if (item.to !== undefined) add(item.to, 1)
  }
  return [...balance].flatMap(([author, count]) => (count > 0 ? [author as AuthorKey] : [])).sort()
}

/** Whether anybody may still go on with it: it came to nothing published, and was not closed. */
export function isOpen({ begun, conclusions, closes }: SessionRecord): boolean {
  return begun !== undefined && conclusions.length === 0 && closes.length === 0
}
