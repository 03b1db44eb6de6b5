/** Tree: who invited whom, decided level by level from the founder's place down, so that only those above can end what is below. */
import type { Hash } from '../base/hash.ts'
import { QUALITY_MAX } from '../base/limits.ts'
import { logKeyOf, type LogKey } from '../frames/log.ts'
import { ROLES, type Invite, type Remove, type Role } from '../frames/realm-item.ts'
import type { AuthorKey } from '../identity/signature.ts'
import { DEPTH_MAX, MEMBERS_MAX } from './limits.ts'
import type { LastCounted, Member, RealmEntry } from './member.ts'
import type { Notes } from './notes.ts'
import { sortedByHash } from './succession.ts'
import { voiceOf, type Voice } from './voice.ts'

/** Members in the order in which they were decided, and what each says. */
export interface Tree {
  readonly members: ReadonlyMap<AuthorKey, Member>
  readonly voices: ReadonlyMap<AuthorKey, Voice>
}

/** What makes one a member: who invites, and as what. */
interface Candidate {
  readonly key: AuthorKey
  readonly parent: Member
  readonly invite: Omit<Invite, 'k' | 'key'>
  /** The item; null for one who had the founder's place before. */
  readonly id: string | null
}

/** What a tree is made from. */
export interface TreeParts {
  readonly realm: Hash
  /** Who has the founder's place now; then those who had it before, the founder last. */
  readonly line: readonly AuthorKey[]
  readonly byAuthor: ReadonlyMap<AuthorKey, readonly RealmEntry[]>
  readonly notes: Notes
}

/** The tree below who has the founder's place. */
export function treeOf({ realm, line, byAuthor, notes }: TreeParts): Tree {
  const members = new Map<AuthorKey, Member>()
  const voices = new Map<AuthorKey, Voice>()
  const decide = (member: Member): Member => {
    const cuts = cutsOf(member, realm, { members, voices })
    const decided = { ...member, cuts }
    members.set(member.key, decided)
    voices.set(member.key, voiceOf(decided, byAuthor.get(member.key) ?? [], notes))
    return decided
  }
  const [first] = line
  if (first === undefined) return { members, voices }
  let level = [decide(rootOf(first))]
  while (level.length > 0) {
    const candidates = candidatesOf(level, line, { members, voices })
    const accepted = admitted(candidates, members.size, notes)
    level = accepted.map((candidate) => decide(memberOf(candidate)))
  }
  nameStrayRemovals({ members, voices }, notes)
  return { members, voices }
}

const FOUNDER: Omit<Invite, 'k' | 'key'> = { name: 'founder', roles: ROLES }

function rootOf(key: AuthorKey): Member {
  return { key, name: 'founder', weight: QUALITY_MAX, roles: ROLES, domains: null, parent: null, depth: 0, cuts: null }
}

/** Nobody is given more than its inviter has. */
function memberOf({ key, parent, invite }: Candidate): Member {
  const { name, weight = QUALITY_MAX, roles, domains = null } = invite
  return {
    key,
    name,
    weight,
    roles: roles.filter((role: Role) => parent.roles.includes(role)),
    domains: domains === null ? parent.domains : domains.filter((domain) => parent.domains?.includes(domain) ?? true),
    parent: parent.key,
    depth: parent.depth + 1,
    cuts: null,
  }
}

/** Those whom the level invites and nobody above did; of several inviters the one with the smallest hash. */
function candidatesOf(
  level: readonly Member[],
  line: readonly AuthorKey[],
  { members, voices }: Tree,
): readonly Candidate[] {
  const candidates = new Map<AuthorKey, Candidate>()
  const inviters = level.filter(({ key }) => (voices.get(key)?.invites.size ?? 0) > 0 || line.includes(key))
  for (const parent of sortedByHash(inviters, ({ key }) => key)) {
    const before = line[line.indexOf(parent.key) + 1]
    for (const [key, { id, item }] of voices.get(parent.key)?.invites ?? []) {
      if (!members.has(key) && !candidates.has(key)) candidates.set(key, { key, parent, invite: item, id })
    }
    if (line.includes(parent.key) && before !== undefined && !members.has(before) && !candidates.has(before))
      candidates.set(before, { key: before, parent, invite: FOUNDER, id: null })
  }
  return [...candidates.values()]
}

/** Those for whom there is room; whoever is left out is named. */
function admitted(candidates: readonly Candidate[], count: number, notes: Notes): readonly Candidate[] {
  const isDeep = (candidates[0]?.parent.depth ?? 0) >= DEPTH_MAX
  const room = isDeep ? 0 : MEMBERS_MAX - count
  if (candidates.length <= room) return candidates
  const sorted = sortedByHash(candidates, ({ key }) => key)
  const why = isDeep ? `more than ${DEPTH_MAX} invitations from the founder` : `more than ${MEMBERS_MAX} members`
  for (const { id } of sorted.slice(room)) if (id !== null) notes.ignore(id, why)
  return sorted.slice(0, room)
}

/** What those above leave of a member's word; null: all of it. Of several cuts of one log the smallest counts. */
function cutsOf(member: Member, realm: Hash, { members, voices }: Tree): ReadonlyMap<LogKey, LastCounted> | null {
  const removes: Remove[] = []
  for (let above = member.parent; above !== null; above = members.get(above)?.parent ?? null)
    removes.push(...(voices.get(above)?.removes.get(member.key) ?? []).map(({ item }) => item))
  if (removes.length === 0) return null
  const cuts = new Map<LogKey, LastCounted>()
  for (const [domain, kind, epoch, seq, id] of removes.flatMap(({ cuts: list }) => list)) {
    const log = logKeyOf({ realm, domain, kind, author: member.key, epoch })
    const held = cuts.get(log)
    if (held === undefined || seq < held.seq || (seq === held.seq && id < held.id)) cuts.set(log, { seq, id })
  }
  return new Map([...cuts].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** Who removed somebody that is not below it did nothing. */
function nameStrayRemovals({ members, voices }: Tree, notes: Notes): void {
  for (const { by, removes } of voices.values()) {
    for (const [key, list] of removes) {
      let above = members.get(key)?.parent ?? null
      while (above !== null && above !== by) above = members.get(above)?.parent ?? null
      if (above === null) for (const { id } of list) notes.ignore(id, 'it removes one whom its author did not bring in')
    }
  }
}
