/** Rank: who is to look after a session, found alike by all who hold the same of it and see the same members. Pure. */
import type { AuthorKey } from '../../identity/signature.ts'
import { rendezvous } from '../../routing/rendezvous.ts'
import type { SessionRecord } from '../../traces/archive.ts'
import type { MemberSeen } from './mesh.ts'
import { ownersOf } from './owners.ts'

/** The first of its owners among `self` and those who are there; undefined: none is left. */
export function firstOwner(record: SessionRecord, self: AuthorKey, there: readonly MemberSeen[]): AuthorKey | undefined {
  const known = new Set([self, ...idsOf(there)])
  return rendezvous(record.id, ownersOf(record).filter((owner) => known.has(owner)))[0]
}

/** The first of those who have the module, as far as they said, and did not give the session on, and of `self` if that is able. */
export function firstAble(
  { id, begun, handovers }: SessionRecord,
  self: AuthorKey | null,
  there: readonly MemberSeen[],
): AuthorKey | undefined {
  const module = begun?.item.module
  const gaveOn = new Set(handovers.flatMap(({ by, item: { to } }) => (to === by ? [] : [by])))
  const has = ({ modules }: MemberSeen): boolean => module === undefined || modules === null || modules.includes(module)
  const able = idsOf(there.filter((member) => has(member) && !gaveOn.has(member.id)))
  return rendezvous(id, self === null ? able : [...able, self])[0]
}

/** The first of all who are there: the one to close what nobody can go on with. */
export function firstOfAll({ id }: SessionRecord, self: AuthorKey, there: readonly MemberSeen[]): AuthorKey | undefined {
  return rendezvous(id, [...idsOf(there), self])[0]
}

const idsOf = (members: readonly MemberSeen[]): readonly AuthorKey[] => members.map(({ id }) => id)
