/** Changes: what is other in a membership than before, as events. */
import type { AuthorKey } from '../../identity/signature.ts'
import type { Member } from '../../membership/member.ts'
import type { Membership } from '../../membership/membership.ts'
import type { NodeEvent } from '../node.ts'

/** Everything that an owner should hear of between two memberships. */
export function changesBetween(before: Membership, after: Membership): readonly NodeEvent[] {
  return [...memberChanges(before.members, after.members), ...lawChanges(before, after), ...newClashes(before, after)]
}

type Members = ReadonlyMap<AuthorKey, Member>

function memberChanges(before: Members, after: Members): readonly NodeEvent[] {
  const events: NodeEvent[] = []
  for (const member of after.values()) {
    const { key, name } = member
    const held = before.get(key)
    const change = held === undefined ? 'joined' : changeOf(held, member)
    if (change !== undefined) events.push({ type: 'member', key, name, change })
  }
  // Its inviter's word fell: it is as if it had never been invited.
  for (const { key, name } of before.values()) if (!after.has(key)) events.push({ type: 'member', key, name, change: 'left' })
  return events
}

function changeOf(before: Member, after: Member): 'removed' | 'changed' | undefined {
  if (before.cuts === null && after.cuts !== null) return 'removed'
  const textOf = ({ cuts, ...rest }: Member): string => JSON.stringify([rest, cuts === null ? null : [...cuts]])
  return textOf(before) === textOf(after) ? undefined : 'changed'
}

function lawChanges(before: Membership, after: Membership): readonly NodeEvent[] {
  const [held, now] = [before, after].map(({ parts }) => new Set(parts.map(({ hash }) => hash))) as [Set<never>, Set<never>]
  const [added, dropped] = [[...now].filter((hash) => !held.has(hash)), [...held].filter((hash) => !now.has(hash))]
  return added.length + dropped.length === 0 ? [] : [{ type: 'law', added, dropped }]
}

function newClashes(before: Membership, after: Membership): readonly NodeEvent[] {
  const known = new Set(before.clashes.map((clash) => JSON.stringify(clash)))
  return after.clashes.filter((clash) => !known.has(JSON.stringify(clash))).map((clash) => ({ type: 'clash', clash }))
}
