/** Founding: the record a realm is made of. Its hash is the realm's id, so whoever holds the id can check the record (R8). */
import { canonicalText, checkJson, type Json } from '../base/canonical.ts'
import { cidOf, type Hash } from '../base/hash.ts'
import { ENTRY_DEPTH_MAX, FOUNDING_BYTES_MAX } from '../base/limits.ts'
import { err, ok, type Result } from '../base/result.ts'
import { isCanonicalKey } from '../identity/encoding.ts'
import type { AuthorKey } from '../identity/signature.ts'
import type { Law } from './facet.ts'
import { nameFault } from './name.ts'
import { lawError, type LawError } from './read-facet.ts'
import { readLaw, type LawInput } from './read-law.ts'

/** A realm's name, founder and law, in normal form. */
export interface Founding extends Law {
  readonly v: 1
  readonly name: string
  /** `open`: anybody may write, and the law is fixed by this record. A key: a closed realm with that founder. */
  readonly founder: 'open' | AuthorKey
}

/** The canonical text of a founding record. */
export function foundingText(founding: Founding): string {
  return canonicalText(founding as unknown as Json)
}

/** The id of the realm that `founding` founds. */
export function realmOf(founding: Founding): Hash {
  return cidOf(foundingText(founding))
}

/** The record of an open realm: the same name and law give the same realm everywhere. */
export function foundOpen(name: string, law: LawInput): Result<Founding, LawError> {
  return found(name, 'open', law)
}

/** The record of a closed realm: its founder decides who belongs to it, and its law may change. */
export function foundClosed(name: string, founder: AuthorKey, law: LawInput): Result<Founding, LawError> {
  return found(name, founder, law)
}

/** Whether anybody may write. */
export function isOpen({ founder }: Founding): boolean {
  return founder === 'open'
}

function found(name: unknown, founder: unknown, input: LawInput): Result<Founding, LawError> {
  const fault = nameFault(name)
  if (fault !== undefined) return lawError('name', fault)
  if (typeof founder !== 'string' || (founder !== 'open' && !isCanonicalKey(founder)))
    return lawError('founder', 'must be "open" or a public key')
  const law = readLaw(input)
  if (!law.ok) return law
  const founding: Founding = { v: 1, name: String(name), founder, ...law.value }
  const checked = checkJson(founding, ENTRY_DEPTH_MAX)
  if (!checked.ok) return lawError(checked.error.path, checked.error.why)
  const bytes = Buffer.byteLength(foundingText(founding))
  return bytes > FOUNDING_BYTES_MAX
    ? lawError('', `the record has ${bytes} bytes; at most ${FOUNDING_BYTES_MAX} fit`)
    : ok(founding)
}

/** The founding record that `text` spells: canonical, complete and in normal form, so that its hash is the realm it founds. */
export function readFounding(text: string): Result<Founding, LawError> {
  if (Buffer.byteLength(text) > FOUNDING_BYTES_MAX) return lawError('', `too large; at most ${FOUNDING_BYTES_MAX} bytes`)
  const parsed = parseObject(text)
  if (!parsed.ok) return lawError('', parsed.error)
  const { v, name, founder, ...law } = parsed.value
  if (v !== 1) return lawError('v', 'must be 1')
  const founding = found(name, founder, law)
  if (!founding.ok) return founding
  return foundingText(founding.value) === text ? founding : lawError('', 'not the canonical text of a founding record')
}

function parseObject(text: string): Result<Record<string, unknown>, string> {
  try {
    const parsed: unknown = JSON.parse(text)
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    return isObject ? ok(parsed as Record<string, unknown>) : err('not an object')
  } catch {
    return err('not JSON')
  }
}
