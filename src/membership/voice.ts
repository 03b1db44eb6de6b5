/** Voice: what one member says in its realm logs, as far as that counts and its roles allow. */
import type { ItemId } from '../frames/item.ts'
import { logKeyOf } from '../frames/log.ts'
import type { Invite, LawPart, Remove, Revoke, Role } from '../frames/realm-item.ts'
import type { AuthorKey } from '../identity/signature.ts'
import { ITEMS_PER_AUTHOR_MAX } from './limits.ts'
import type { Member, RealmEntry } from './member.ts'
import type { Notes } from './notes.ts'

/** An item with its id and its place among its author's. */
interface Uttered<T> {
  readonly id: ItemId
  readonly item: T
  readonly place: readonly [epoch: number, seq: number, index: number]
}

/** What counts of one member's word on the realm. */
export interface Voice {
  readonly by: AuthorKey
  /** What it said last of each whom it invited. */
  readonly invites: ReadonlyMap<AuthorKey, Uttered<Invite>>
  readonly removes: ReadonlyMap<AuthorKey, readonly Uttered<Remove>[]>
  readonly parts: readonly Uttered<LawPart>[]
  readonly revokes: readonly Uttered<Revoke>[]
}

/** What each kind of item asks for. */
const NEEDS: Readonly<Record<string, Role>> = {
  invite: 'admin',
  remove: 'admin',
  revoke: 'admin',
  typeDef: 'schema',
  rule: 'schema',
  policy: 'schema',
}

/** The voice of `member`, who wrote `entries`. */
export function voiceOf(member: Member, entries: readonly RealmEntry[], notes: Notes): Voice {
  const invites = new Map<AuthorKey, Uttered<Invite>>()
  const removes = new Map<AuthorKey, Uttered<Remove>[]>()
  const parts: Uttered<LawPart>[] = []
  const revokes: Uttered<Revoke>[] = []
  for (const { id, item, place } of utteredBy(member, entries, notes)) {
    const need = NEEDS[item.k]
    if (item.k === 'ignored') notes.ignore(id, item.why)
    else if (need !== undefined && !member.roles.includes(need)) notes.ignore(id, `a ${item.k} by one without the role ${need}`)
    else if (item.k === 'invite') {
      const held = invites.get(item.key)
      if (held === undefined || isLater({ id, item, place }, held)) invites.set(item.key, { id, item, place })
    } else if (item.k === 'remove') removes.set(item.key, [...(removes.get(item.key) ?? []), { id, item, place }])
    else if (item.k === 'revoke') revokes.push({ id, item, place })
    else if (item.k === 'typeDef' || item.k === 'rule' || item.k === 'policy') parts.push({ id, item, place })
  }
  return { by: member.key, invites, removes, parts, revokes }
}

/** The items of entries that count, at most so many: beyond, those of the smallest ids, which are hashes. */
function utteredBy(member: Member, entries: readonly RealmEntry[], notes: Notes): readonly Uttered<RealmEntry['items'][number]>[] {
  const counted = entries.filter(({ log, seq }) => {
    return member.cuts === null || seq <= (member.cuts.get(logKeyOf(log))?.seq ?? -1)
  })
  const uttered = counted.flatMap(({ id, log, seq, items }) =>
    items.map((item, index) => ({ id: `${id}#${index}`, item, place: [log.epoch, seq, index] as const })),
  )
  if (uttered.length <= ITEMS_PER_AUTHOR_MAX) return uttered
  uttered.sort((a, b) => (a.id < b.id ? -1 : 1))
  for (const { id } of uttered.slice(ITEMS_PER_AUTHOR_MAX))
    notes.ignore(id, `more than ${ITEMS_PER_AUTHOR_MAX} items by one author`)
  return uttered.slice(0, ITEMS_PER_AUTHOR_MAX)
}

/** Whether its author said `a` after `b`, by its own count; of two at one place the smaller id is taken. */
function isLater(a: Uttered<Invite>, b: Uttered<Invite>): boolean {
  for (const [at, place] of a.place.entries()) {
    const other = b.place[at] ?? 0
    if (place !== other) return place > other
  }
  return a.id < b.id
}
