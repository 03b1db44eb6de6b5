/** Acts: the verbs of a closed realm over a core: rights first, then one durable entry. */
import { TracordError } from '../../base/error.ts'
import { isHash } from '../../base/hash.ts'
import { CUTS_MAX, QUALITY_MAX } from '../../base/limits.ts'
import { foundingText, isOpen } from '../../frames/founding.ts'
import { readItem } from '../../frames/read-item.ts'
import type { Cut, Invite, RealmItem } from '../../frames/realm-item.ts'
import type { Json } from '../../base/canonical.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Member } from '../../membership/member.ts'
import { orAborted, throwIfAborted } from '../abort.ts'
import type { Core } from '../core/core.ts'
import type { Cancel, Claimed } from '../receipt.ts'
import { hashesOf, partsFrom } from './legislating.ts'
import type { InviteOptions, NodeRealm, RealmMember, SuccessorWord } from './realm.ts'
import { forbidden, keyFrom, listed, requireBelow, requireClosed, requireInvitable, requireRole } from './rights.ts'

/** The realm of `core`. */
export function createRealm(core: Core): NodeRealm {
  const { founding } = core
  const write = (items: readonly RealmItem[], { signal }: Cancel = {}): Promise<Claimed> => {
    throwIfAborted(signal)
    const written = new Promise<Claimed>((resolve, reject) => {
      core.legislate(items, (result) => (result.ok ? resolve(result.value) : reject(result.error)))
    })
    return orAborted(written, signal, 'the write was under way and may still become durable')
  }
  return {
    id: core.realm,
    name: founding.name,
    isOpen: isOpen(founding),
    founding: foundingText(founding),
    members: () => membersOf(core),
    law: () => lawOf(core),
    undone: () => core.undone(),
    async invite(key, options) {
      return write([invitation(core, keyFrom(key), options)], options)
    },
    async remove(key, options = {}) {
      const [{ membership, self }, whom] = [requireRole(core, 'admin'), keyFrom(key)]
      requireBelow(membership, self, whom)
      if (options.keep !== false && core.domains() !== null)
        throw new TracordError('REFUSED', 'of logs that a cut does not name nothing stays: hold all domains to remove, or give keep: false')
      return write(removals(whom, options.keep === false ? [] : core.cutsOf(whom)), options)
    },
    async legislate(change, options) {
      const { membership } = requireRole(core, 'schema')
      const parts = partsFrom(change, membership)
      return { ...(await write(parts, options)), hashes: hashesOf(parts) }
    },
    async revoke(hash, options) {
      const { membership } = requireRole(core, 'admin')
      if (!isHash(hash)) throw bad('revoke() takes the hash of a part of the law, as law().parts shows it')
      if (!membership.parts.some((part) => part.hash === hash))
        throw new TracordError('UNKNOWN', `no part of the law in force has the hash ${hash}`)
      return write([{ k: 'revoke', hash }], options)
    },
    async successor(key, options) {
      throwIfAborted(options?.signal)
      return wordFor(core, keyFrom(key))
    },
    async succeed(word, options) {
      return write([succession(core, word)], options)
    },
  }
}

/** Cuts of more logs than one item holds are several removals: together they name all of them. */
function removals(key: AuthorKey, cuts: readonly Cut[]): readonly RealmItem[] {
  const items: RealmItem[] = [{ k: 'remove', key, cuts: cuts.slice(0, CUTS_MAX) }]
  for (let at = CUTS_MAX; at < cuts.length; at += CUTS_MAX) items.push({ k: 'remove', key, cuts: cuts.slice(at, at + CUTS_MAX) })
  return items
}

function invitation(core: Core, key: AuthorKey, options: InviteOptions): RealmItem {
  if (typeof options !== 'object' || options === null) throw bad('invite(key, { name }): say at least what it is called')
  const { membership, self } = requireRole(core, 'admin')
  requireInvitable(membership, self, key)
  const { name, roles = ['write'], weight = QUALITY_MAX, domains = self.domains ?? undefined } = options
  const item: Invite = {
    ...{ k: 'invite', key, name: typeof name === 'string' ? name.normalize('NFC') : name, roles: [...new Set(roles)].sort() },
    ...(weight === QUALITY_MAX ? {} : { weight }),
    ...(domains === undefined ? {} : { domains: [...new Set(domains)].sort() }),
  }
  const read = readItem(item as unknown as Json)
  if (read.k === 'ignored') throw bad(read.why)
  const beyond = item.roles.filter((role) => !self.roles.includes(role))
  if (beyond.length > 0) throw forbidden(`nobody gives more than it has: this node lacks the role ${listed(beyond)}`)
  const outside = item.domains?.filter((domain) => self.domains?.includes(domain) === false) ?? []
  if (outside.length > 0) throw forbidden(`nobody gives more than it has: this node may not write in ${outside.join(', ')}`)
  return item
}

function wordFor(core: Core, key: AuthorKey): SuccessorWord {
  const { founder } = requireClosed(core)
  if (founder !== core.author) throw forbidden('only the founder, or who has its place, names a successor')
  if (key === founder) throw bad('nobody succeeds itself: name another key')
  return { realm: core.realm, key, sig: core.signSuccessor(key) }
}

function succession(core: Core, word: SuccessorWord): RealmItem {
  const { founder } = requireClosed(core)
  const { realm, key, sig } = (typeof word === 'object' && word !== null ? word : {}) as Partial<SuccessorWord>
  const item = { k: 'successor' as const, key: keyFrom(key), sig: String(sig) }
  if (realm !== core.realm) throw bad('this word is of another realm')
  if (item.key !== core.author) throw forbidden(`this word names ${item.key}, not this node: succeed with the key that it names`)
  if (founder === core.author) throw forbidden('this node has the founder’s place already')
  if (!core.isSuccessor(item.key, item.sig)) throw forbidden('this word was not signed by who has the founder’s place')
  return item
}

function membersOf(core: Core): readonly RealmMember[] {
  const all = [...(core.membership()?.members.values() ?? [])]
  return all.sort(byRank).map(({ cuts, ...member }) => ({ ...member, removed: cuts !== null }))
}

function byRank(a: Member, b: Member): number {
  return a.depth - b.depth || (a.name === b.name ? (a.key < b.key ? -1 : 1) : a.name < b.name ? -1 : 1)
}

function lawOf(core: Core): ReturnType<NodeRealm['law']> {
  const refused = core.engine.refused()
  const membership = core.membership()
  if (membership === null) {
    const { types, slots, rules, policy } = core.founding
    return { law: { types, slots, rules, policy }, parts: [], refused, clashes: [], ignored: [] }
  }
  const { law, parts, clashes, ignored } = membership
  return { law, parts, refused, clashes, ignored }
}

function bad(message: string): TracordError {
  return new TracordError('BAD_INPUT', message)
}
