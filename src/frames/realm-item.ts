/** Realm items: what logs of kind `realm` hold: who belongs to a closed realm, and by which law it judges (R8, R9). */
import type { Hash } from '../base/hash.ts'
import type { AuthorKey } from '../identity/signature.ts'
import type { Policy, TypeDef } from './facet.ts'
import type { LogKind } from './log.ts'

/** What a member may do: write claims, legislate, or invite, remove and revoke. */
export type Role = 'write' | 'schema' | 'admin'

/** All roles, in the order in which items list them. */
export const ROLES: readonly Role[] = ['admin', 'schema', 'write']

/** Makes somebody a member. What its inviter said last of a member is what holds. */
export interface Invite {
  readonly k: 'invite'
  readonly key: AuthorKey
  readonly name: string
  /** Parts per million of a vote; absent: a full one. */
  readonly weight?: number
  /** Sorted, without repetition; none: a reader. */
  readonly roles: readonly Role[]
  /** Where it may write; sorted, without repetition; absent: in all domains. */
  readonly domains?: readonly string[]
}

/** The last entry of one log that still counts. */
export type Cut = readonly [domain: string, kind: LogKind, epoch: number, seq: number, id: Hash]

/** Ends a membership for good. Of logs that no cut names nothing counts. */
export interface Remove {
  readonly k: 'remove'
  readonly key: AuthorKey
  /** Sorted by log, one for each. */
  readonly cuts: readonly Cut[]
}

/** What parts of a law have in common: by what they take the place of. */
interface Replacing {
  /** Hashes of the parts whose place it takes; sorted; absent: of none. */
  readonly replaces?: readonly Hash[]
}

/** Defines a type, in normal form. */
export interface DefineType extends Replacing {
  readonly k: 'typeDef'
  readonly type: TypeDef
}

/** Adds a rule, as text. */
export interface AddRule extends Replacing {
  readonly k: 'rule'
  readonly text: string
}

/** Sets the policy, whole and in normal form. */
export interface SetPolicy extends Replacing {
  readonly k: 'policy'
  readonly policy: Policy
}

/** A part of a law; its hash is that of its canonical text, whoever says it. */
export type LawPart = DefineType | AddRule | SetPolicy

/** Puts a part of the law out of force for good, in whatever order the two come. */
export interface Revoke {
  readonly k: 'revoke'
  readonly hash: Hash
}

/** Takes the founder's place: written by the successor, signed beforehand by the founder over `tracord/successor/1`. */
export interface Successor {
  readonly k: 'successor'
  /** The successor's own key. */
  readonly key: AuthorKey
  readonly sig: string
}

/** Any of them; `k` tells which. */
export type RealmItem = Invite | Remove | LawPart | Revoke | Successor

/** The kinds of item that count in logs of kind `realm`, and nowhere else. */
const REALM_KINDS: ReadonlySet<string> = new Set(['invite', 'remove', 'typeDef', 'rule', 'policy', 'revoke', 'successor'])

/** Whether an item belongs into a log of kind `realm`. */
export function isRealmItem(item: { readonly k: string }): item is RealmItem {
  return REALM_KINDS.has(item.k)
}
