/**
 * Owners: who works on a session and who may end it, by what the entries say of it: who began it, who took it, who gave it on. Pure; of a
 * record from which what does not count is gone already.
 */
import type { AuthorKey } from '../../identity/signature.ts'
import type { SessionRecord } from '../../traces/archive.ts'

/** How a session stands. */
export type SessionState = 'open' | 'published' | 'closed'

/**
 * Those who have the session or had it: who began it, who took it, and to whom one of these gave it. Whoever else speaks in it gives
 * nothing on and ends nothing.
 */
export function holdersOf({ begun, handovers }: SessionRecord): ReadonlySet<string> {
  const holders = new Set(begun === undefined ? [] : [begun.by])
  for (const { by, item } of handovers) if (item.to === by) holders.add(by)
  // A set hands out what is added to it on the way, so gifts of gifts are found, in whatever order they are listed.
  for (const giver of holders) {
    for (const { by, item } of handovers) if (by === giver && item.to !== undefined) holders.add(item.to)
  }
  return holders
}

/**
 * Those who took the session, or began it, more often than they gave it on; sorted. More than one after a partition: each goes on, and
 * what they publish is merged (R25).
 */
export function ownersOf(record: SessionRecord): readonly AuthorKey[] {
  const { begun, handovers } = record
  const holders = holdersOf(record)
  const balance = new Map<string, number>(begun === undefined ? [] : [[begun.by, 1]])
  const add = (author: string, by: number): void => void balance.set(author, (balance.get(author) ?? 0) + by)
  for (const { by, item } of handovers) {
    if (!holders.has(by)) continue
    if (item.to !== by) add(by, -1)
    if (item.to !== undefined) add(item.to, 1)
  }
  return [...balance].flatMap(([author, count]) => (count > 0 ? [author as AuthorKey] : [])).sort()
}

/** How the session stands; undefined while what began it is not held, or does not count. */
export function stateOf(record: SessionRecord): SessionState | undefined {
  if (record.begun === undefined) return undefined
  const holders = holdersOf(record)
  if (record.conclusions.some(({ by }) => holders.has(by))) return 'published'
  return record.closes.some(({ by }) => holders.has(by)) ? 'closed' : 'open'
}

/** Whether anybody may still go on with it: none of those who have or had it published something, or closed it. */
export function isOpen(record: SessionRecord): boolean {
  return stateOf(record) === 'open'
}
