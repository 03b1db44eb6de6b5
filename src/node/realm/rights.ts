/** Rights: what this node may do in its realm, by what it knows now; what it may not is refused before anything is written. */
import { TracordError } from '../../base/error.ts'
import type { Role } from '../../frames/realm-item.ts'
import { isCanonicalKey } from '../../identity/encoding.ts'
import type { AuthorKey } from '../../identity/signature.ts'
import type { Member } from '../../membership/member.ts'
import type { Membership } from '../../membership/membership.ts'
import type { Core } from '../core/core.ts'

/** An act that is not allowed. */
export function forbidden(why: string): TracordError {
  return new TracordError('FORBIDDEN', why)
}

/** The membership of a closed realm. Throws `FORBIDDEN` in an open one. */
export function requireClosed(core: Core): Membership {
  const membership = core.membership()
  if (membership !== null) return membership
  throw forbidden('an open realm has no members and a fixed law: found a closed one with `closed: true`, or tracord realm init')
}

/** This node as a member with `role`. Throws `FORBIDDEN` when it is none. */
export function requireRole(core: Core, role: Role): { readonly membership: Membership; readonly self: Member } {
  const membership = requireClosed(core)
  const self = membership.members.get(core.author)
  if (self === undefined) throw forbidden(`this node does not belong to the realm: ask an admin to invite ${core.author}`)
  if (self.cuts !== null) throw forbidden('this node was removed from the realm: what it writes counts for nothing')
  if (!self.roles.includes(role)) throw forbidden(`this needs the role ${role}, and this node has ${listed(self.roles)}`)
  return { membership, self }
}

/** A key in its only form. Throws `BAD_INPUT`. */
export function keyFrom(key: unknown): AuthorKey {
  if (typeof key === 'string' && isCanonicalKey(key)) return key
  throw new TracordError('BAD_INPUT', 'a key is 43 characters of base64url, as `node.id` or `tracord realm join` shows it')
}

/** Throws `FORBIDDEN` unless an invitation by `self` would have an effect. */
export function requireInvitable(membership: Membership, self: Member, key: AuthorKey): void {
  const member = membership.members.get(key)
  if (member === undefined) return
  if (member.cuts !== null) throw forbidden(`${member.name} was removed, and stays so: invite it under a new key`)
  if (member.parent === self.key) return
  if (member.depth <= self.depth + 1) throw forbidden(`${member.name} belongs already, brought in by another`)
}

/** Throws `FORBIDDEN` unless `key` is below `self`. */
export function requireBelow(membership: Membership, self: Member, key: AuthorKey): void {
  const member = membership.members.get(key)
  if (member === undefined) throw new TracordError('UNKNOWN', `${key} does not belong to this realm`)
  let above = member.parent
  while (above !== null && above !== self.key) above = membership.members.get(above)?.parent ?? null
  if (above === null) throw forbidden(`only those who brought ${member.name} in, and those above them, can remove it`)
}

/** Throws `FORBIDDEN` where what this node writes in `domain` would count for nothing. Who is not invited yet may write: it waits. */
export function requireVoice(core: Core, domain: string | undefined): void {
  const self = core.membership()?.members.get(core.author)
  if (self === undefined) return
  if (self.cuts !== null) throw forbidden('this node was removed from the realm: what it writes counts for nothing')
  if (!self.roles.includes('write')) throw forbidden(`this needs the role write, and this node has ${listed(self.roles)}`)
  if (domain !== undefined && self.domains?.includes(domain) === false)
    throw forbidden(`this node may write in ${listed(self.domains)}, not in ${domain}`)
}

/** Roles in words. */
export function listed(roles: readonly string[]): string {
  return roles.length === 0 ? 'none' : roles.join(', ')
}
