/** Court: keys by name, a closed realm of theirs, and realm logs written by hand: what the tests of membership are made of. */
import { cidOf, sha256, type Hash } from '../../src/base/hash.ts'
import { foundClosed, realmOf, type Founding } from '../../src/frames/founding.ts'
import type { Log, LogKind } from '../../src/frames/log.ts'
import type { LawInput } from '../../src/frames/read-law.ts'
import type { Cut, Invite, RealmItem, Role } from '../../src/frames/realm-item.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import { signedText, type AuthorKey, type KeyPair } from '../../src/identity/signature.ts'
import type { RealmEntry } from '../../src/membership/member.ts'
import { membershipOf, type Membership } from '../../src/membership/membership.ts'

const pairs = new Map<string, KeyPair>()

/** The key pair of a name. */
export function pairOf(name: string): KeyPair {
  const held = pairs.get(name) ?? nodeSignatures.keyPairFromSeed(sha256(`seed of ${name}`))
  pairs.set(name, held)
  return held
}

/** The public key of a name. */
export const keyOf = (name: string): AuthorKey => pairOf(name).author

/** The record of a closed realm that `root` founded. */
export function closedRealm(law: LawInput = {}): Founding {
  const founding = foundClosed('plant', keyOf('root'), law)
  if (!founding.ok) throw new Error(founding.error.why)
  return founding.value
}

export const plant = closedRealm()

/** A log of somebody's. */
export function logOf(name: string, kind: LogKind = 'realm', epoch = 1, domain = 'main'): Log {
  return { realm: realmOf(plant), domain, kind, author: keyOf(name), epoch }
}

/** The id of an entry of `name`'s log: no real hash of anything, but as good as one. */
export const entryId = (name: string, seq: number, epoch = 1): Hash => cidOf(JSON.stringify([name, epoch, seq]))

/** What `name` says in its realm log: one entry for each list of items. */
export function says(name: string, ...entries: readonly (readonly RealmItem[])[]): RealmEntry[] {
  return entries.map((items, seq) => ({ log: logOf(name), seq, id: entryId(name, seq), items }))
}

/** An invitation; without more it may write. */
export function invite(name: string, roles: readonly Role[] = ['write'], more: Partial<Invite> = {}): Invite {
  return { k: 'invite', key: keyOf(name), name, roles: [...roles].sort(), ...more }
}

/** A removal that leaves the first `counts` entries of logs by kind. */
export function remove(name: string, left: Partial<Record<LogKind, number>> = {}): RealmItem {
  const cuts = Object.entries(left).map(([kind, count]): Cut => ['main', kind as LogKind, 1, count - 1, entryId(name, count - 1)])
  return { k: 'remove', key: keyOf(name), cuts: cuts.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) }
}

/** The word of `root` that `name` comes after it. */
export function successor(name: string, root = 'root', realm: Hash = realmOf(plant)): RealmItem {
  return { k: 'successor', key: keyOf(name), sig: pairOf(root).sign(signedText('successor', realm, keyOf(name))) }
}

/** The membership of the plant. */
export function decided(entries: readonly RealmEntry[], founding: Founding = plant): Membership {
  return membershipOf(founding, entries, nodeSignatures)
}

/** Member by name: its parent's name, roles, and whether it was removed. */
export function summary({ members }: Membership): Readonly<Record<string, string>> {
  const names = new Map([...members.values()].map(({ key, name }) => [key, name]))
  return Object.fromEntries(
    [...members.values()]
      .map(({ name, parent, roles, cuts }) => {
        const by = parent === null ? '' : ` by ${names.get(parent) ?? ''}`
        return [name, `${roles.join('+')}${by}${cuts === null ? '' : ' removed'}`] as const
      })
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
}
