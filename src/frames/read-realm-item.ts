/** Reading realm items: what may be wrong with an invitation, a removal, a part of a law, a revocation or a succession. */
import { canonicalText, type Json } from '../base/canonical.ts'
import { isHash } from '../base/hash.ts'
import { CUTS_MAX, LOG_ENTRIES_MAX, QUALITY_MAX, REPLACES_MAX, RULE_LENGTH_MAX } from '../base/limits.ts'
import { isCanonicalKey, isCanonicalSignature } from '../identity/encoding.ts'
import { isSorted, type Fields } from './fields.ts'
import type { ItemReader } from './item.ts'
import { LOG_KINDS } from './log.ts'
import { nameFault } from './name.ts'
import { readLaw } from './read-law.ts'
import { ROLES } from './realm-item.ts'

/** The kinds of item that logs of kind `realm` hold. */
export const REALM_READERS: Readonly<Record<string, ItemReader>> = {
  invite: { keys: ['key', 'name', 'weight', 'roles', 'domains'], faultOf: inviteFault },
  remove: { keys: ['key', 'cuts'], faultOf: removeFault },
  typeDef: { keys: ['type', 'replaces'], faultOf: typeFault },
  rule: { keys: ['text', 'replaces'], faultOf: ruleFault },
  policy: { keys: ['policy', 'replaces'], faultOf: policyFault },
  revoke: { keys: ['hash'], faultOf: ({ hash }) => (isHash(hash) ? undefined : 'hash is the hash of a part of the law') },
  successor: { keys: ['key', 'sig'], faultOf: successorFault },
}

function keyFault(key: unknown): string | undefined {
  return typeof key === 'string' && isCanonicalKey(key) ? undefined : 'key is a public key'
}

function inviteFault({ key, name, weight, roles, domains }: Fields): string | undefined {
  const fault = nameFault(name)
  if (fault !== undefined) return `name ${fault}`
  const isWeight = weight === undefined || (Number.isSafeInteger(weight) && Number(weight) >= 0 && Number(weight) < QUALITY_MAX)
  if (!isWeight) return `weight is an integer from 0 to ${QUALITY_MAX - 1}, or absent for ${QUALITY_MAX}`
  if (!Array.isArray(roles) || roles.some((role) => !ROLES.some((known) => known === role)) || !isSorted(roles))
    return `roles is a sorted list of ${ROLES.join(' ')}`
  return keyFault(key) ?? domainsFault(domains)
}

/** What is wrong with the name of a domain. */
export function domainFault(domain: unknown): string | undefined {
  return nameFault(domain) ?? (String(domain).includes('/') ? 'has a slash' : undefined)
}

function domainsFault(domains: unknown): string | undefined {
  if (domains === undefined) return undefined
  if (!Array.isArray(domains) || domains.length === 0) return 'domains is a list of names, or absent for all domains'
  const fault = domains.map(domainFault).find((found) => found !== undefined)
  if (fault !== undefined) return `a domain ${fault}`
  return isSorted(domains) ? undefined : 'domains is sorted and without repetition'
}

function removeFault({ key, cuts }: Fields): string | undefined {
  if (!Array.isArray(cuts) || cuts.length > CUTS_MAX) return `cuts is a list of at most ${CUTS_MAX}`
  if (!cuts.every(isCut)) return 'a cut is [domain, kind, epoch, seq, id]'
  const logs = cuts.map((cut) => JSON.stringify((cut as readonly unknown[]).slice(0, 3)))
  return keyFault(key) ?? (isSorted(logs) ? undefined : 'cuts are sorted by log, one for each')
}

function isCut(cut: unknown): boolean {
  if (!Array.isArray(cut) || cut.length !== 5) return false
  const [domain, kind, epoch, seq, id] = cut as readonly unknown[]
  if (domainFault(domain) !== undefined || !LOG_KINDS.has(String(kind)) || typeof kind !== 'string') return false
  return isCount(epoch) && isCount(seq) && Number(seq) < LOG_ENTRIES_MAX && isHash(id)
}

const isCount = (count: unknown): boolean => Number.isSafeInteger(count) && Number(count) >= 0

function replacesFault(replaces: unknown): string | undefined {
  if (replaces === undefined) return undefined
  if (!Array.isArray(replaces) || replaces.length === 0 || replaces.length > REPLACES_MAX || !replaces.every(isHash))
    return `replaces holds 1 to ${REPLACES_MAX} hashes of parts of the law`
  return isSorted(replaces) ? undefined : 'replaces is sorted and without repetition'
}

function typeFault({ type, replaces }: Fields): string | undefined {
  const law = readLaw({ types: [type] })
  if (!law.ok) return `${law.error.path} ${law.error.why}`
  return normalFault('type', type, law.value.types[0]) ?? replacesFault(replaces)
}

function ruleFault({ text, replaces }: Fields): string | undefined {
  const fits = typeof text === 'string' && text.length > 0 && text.length <= RULE_LENGTH_MAX
  return fits ? replacesFault(replaces) : `text is a rule of 1 to ${RULE_LENGTH_MAX} characters`
}

function policyFault({ policy, replaces }: Fields): string | undefined {
  if (policy === undefined) return 'policy is missing'
  const law = readLaw({ policy })
  if (!law.ok) return `${law.error.path} ${law.error.why}`
  return normalFault('policy', policy, law.value.policy) ?? replacesFault(replaces)
}

/** One spelling for one meaning: parts of a law are compared by hash. */
function normalFault(what: string, given: unknown, normal: unknown): string | undefined {
  return canonicalText(given as Json) === canonicalText(normal as Json) ? undefined : `${what} is not in normal form`
}

function successorFault({ key, sig }: Fields): string | undefined {
  return keyFault(key) ?? (typeof sig === 'string' && isCanonicalSignature(sig) ? undefined : 'sig is a signature')
}
