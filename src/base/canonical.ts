/** Canonical JSON (RFC 8785) over the values an entry may hold: strings, safe integers, booleans, null, arrays, objects. */
import canonicalize from 'canonicalize'
import { err, ok, type Result } from './result.ts'

/** What canonical JSON can spell; numbers are safe integers. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

/** Why a value cannot be written canonically; `path` is like `items[0].value`. */
export interface NotCanonical {
  readonly type: 'NotCanonical'
  readonly path: string
  readonly why: string
}

/** The canonical text of `value`. The value must already be {@link Json} with safe integers only: use {@link checkJson} on input. */
export function canonicalText(value: Json): string {
  return canonicalize(value) ?? 'null'
}

/** Checks that `value` is made only of what an entry may hold, no deeper than `depthMax`. */
export function checkJson(value: unknown, depthMax: number, path = ''): Result<Json, NotCanonical> {
  const bad = (why: string): Result<Json, NotCanonical> => err({ type: 'NotCanonical', path, why })
  if (value === null || typeof value === 'boolean') return ok(value)
  if (typeof value === 'string') return value.isWellFormed() ? ok(value) : bad('a lone surrogate')
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? ok(value) : bad('not a safe integer')
  }
  if (typeof value !== 'object') return bad(`${typeof value} cannot be written`)
  if (depthMax === 0) return bad('nested too deeply')
  const isArray = Array.isArray(value)
  if (!isArray && Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) {
    return bad('not a plain object')
  }
  for (const [key, inner] of Object.entries(value)) {
    if (!key.isWellFormed()) return bad('a lone surrogate in a key')
    const checked = checkJson(inner, depthMax - 1, isArray ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`)
    if (!checked.ok) return checked
  }
  return ok(value as Json)
}

/** Whether `text` is the canonical text of `value`, which was parsed from it and checked. */
export function isCanonicalText(text: string, value: Json): boolean {
  // Where all keys stand sorted already, plain JSON is canonical, and five times cheaper. (Keys that look like integers never do:
  // they are enumerated first.)
  if (hasSortedKeys(value)) return JSON.stringify(value) === text
  return canonicalText(value) === text
}

function hasSortedKeys(value: Json): boolean {
  if (value === null || typeof value !== 'object') return true
  if (Array.isArray(value)) return value.every(hasSortedKeys)
  let last = ''
  for (const [key, inner] of Object.entries(value)) {
    if (key < last || !hasSortedKeys(inner)) return false
    last = key
  }
  return true
}
