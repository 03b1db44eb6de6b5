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
  const sorted = withSortedKeys(value)
  const text = sorted === undefined ? undefined : JSON.stringify(sorted)
  // Plain JSON of sorted keys is canonical, and many times cheaper; but for lone surrogates, which the careful way refuses, too.
  return text === undefined || text.includes('\\ud') ? (canonicalize(value) ?? 'null') : text
}

/** The value with all keys sorted, itself where they are; undefined where only the careful way will do: it has its order, or refuses it. */
function withSortedKeys(value: Json): Json | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return listWithSortedKeys(value)
  const entries = Object.entries(value as { readonly [key: string]: Json })
  let isSorted = true
  for (let at = 0; at < entries.length; at += 1) {
    const entry = entries[at]!
    const sorted = withSortedKeys(entry[1])
    // Keys like integers come first wherever they are put, and this one is none.
    if (sorted === undefined || entry[0] === '__proto__' || isDigit(entry[0].charCodeAt(0))) return undefined
    if (sorted !== entry[1] || (at > 0 && entry[0] < entries[at - 1]![0])) isSorted = false
    entry[1] = sorted
  }
  return isSorted ? value : Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function listWithSortedKeys(list: readonly Json[]): Json | undefined {
  let sorted: Json[] | undefined
  for (let at = 0; at < list.length; at += 1) {
    const item = withSortedKeys(list[at]!)
    if (item === undefined) return undefined
    if (item === list[at]) continue
    sorted ??= [...list]
    sorted[at] = item
  }
  return sorted ?? list
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39

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
