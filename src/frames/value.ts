/** Values: what a slot may hold, exact and in one normal form, so that equal values are equal texts. */
import { canonicalText, type Json } from '../base/canonical.ts'
import { err, ok, type Result } from '../base/result.ts'
import { compareDecimals, parseDecimal, printDecimal, type Decimal } from './decimal.ts'
import { frameFault } from './name.ts'

/**
 * A value in normal form. Strings are NFC as written by our API and compared by code unit; a number is a safe integer; an integer
 * beyond that is
 * `{int}` (decimal digits, no leading zero), any other decimal `{dec}` (no trailing zero, never integral, never an exponent); a
 * time is milliseconds.
 */
export type Value =
  | string
  | number
  | boolean
  | { readonly ref: string }
  | { readonly time: number }
  | { readonly int: string }
  | { readonly dec: string }

/** The kinds of value, as the `type` facet names them. `int` is any integral number, `dec` any number. */
export type ValueKind = 'str' | 'int' | 'dec' | 'bool' | 'ref' | 'time'

/** Why something is not a value. */
export interface BadValue {
  readonly type: 'BadValue'
  readonly why: string
}

const bad = (why: string): Result<Value, BadValue> => err({ type: 'BadValue', why })

/**
 * The normal form of a value as people and programs write it: JS numbers (exact by their shortest decimal), bigints, Dates, and
 * the tagged forms
 * `{ref}`, `{time}` (ISO 8601 with zone, or milliseconds), `{int}`, `{dec}`. Strings and refs become NFC.
 */
export function normalizeValue(input: unknown): Result<Value, BadValue> {
  if (typeof input === 'boolean') return ok(input)
  if (typeof input === 'string') return textValue(input)
  if (typeof input === 'bigint') return numberValue(input.toString())
  if (typeof input === 'number')
    return Number.isFinite(input) ? numberValue(String(input)) : bad(`${input} is not a number that can be compared`)
  if (input instanceof Date) return timeValue(input.getTime())
  return typeof input === 'object' && input !== null && !Array.isArray(input)
    ? taggedValue(input)
    : bad(`${describe(input)} is no value`)
}

function taggedValue(input: object): Result<Value, BadValue> {
  const [entry, ...others] = Object.entries(input)
  if (entry === undefined || others.length > 0) return bad('an object value has exactly one of the keys ref, time, int, dec')
  const [tag, inner] = entry as [string, unknown]
  if (tag === 'ref') return refValue(inner)
  if (tag === 'time') return timeValue(typeof inner === 'string' ? parseTime(inner) : inner)
  if (tag !== 'int' && tag !== 'dec') return bad(`unknown kind of value: ${tag}; use ref, time, int or dec`)
  if (typeof inner !== 'string') return bad(`{${tag}} holds a string of digits`)
  const value = numberValue(inner)
  if (tag === 'int' && value.ok && kindOf(value.value) !== 'int') return bad(`{int: "${inner}"} is not integral`)
  return value
}

function textValue(input: string): Result<Value, BadValue> {
  return input.isWellFormed() ? ok(input.normalize('NFC')) : bad('a string with a lone surrogate')
}

function refValue(inner: unknown): Result<Value, BadValue> {
  const fault = frameFault(inner)
  return fault === undefined ? ok({ ref: String(inner).normalize('NFC') }) : bad(`the frame that {ref} names ${fault}`)
}

function numberValue(text: string): Result<Value, BadValue> {
  const decimal = parseDecimal(text)
  return decimal === undefined ? bad(`"${text.slice(0, 40)}" is no number of at most 1,000 digits`) : ok(valueOfDecimal(decimal))
}

/** The normal value of an exact number: a safe integer, else `{int}`, else `{dec}`. */
export function valueOfDecimal(decimal: Decimal): Value {
  const text = printDecimal(decimal)
  if (decimal.exponent < 0) return { dec: text }
  return Number.isSafeInteger(Number(text)) ? Number(text) : { int: text }
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d))?$/

/** Milliseconds of an ISO 8601 date (midnight UTC) or time with zone; undefined when it is none, or no day of the calendar. */
export function parseTime(text: string): number | undefined {
  const match = ISO.exec(text)
  if (match === null) return undefined
  const [, day = '', clock = '00:00', zone = 'Z'] = match
  const midnight = Date.parse(`${day}T00:00:00Z`)
  if (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== day) return undefined
  const ms = Date.parse(`${day}T${clock}${zone}`)
  return Number.isNaN(ms) ? undefined : ms
}

/** The largest distance from 1970 that a calendar date can have (ECMA-262, 21.4.1.1). */
const TIME_MS_MAX = 8_640_000_000_000_000

function timeValue(ms: unknown): Result<Value, BadValue> {
  if (typeof ms !== 'number' || !Number.isSafeInteger(ms) || Math.abs(ms) > TIME_MS_MAX) {
    return bad('{time} holds an ISO 8601 time with zone, like 2026-01-01T00:00:00Z, or milliseconds')
  }
  return ok({ time: ms === 0 ? 0 : ms })
}

function describe(input: unknown): string {
  return input === null ? 'null' : Array.isArray(input) ? 'a list' : typeof input
}

/** Whether `value` (from an entry) is already in normal form, but for NFC, which judgement does not ask (R7). */
export function isNormalValue(value: unknown): value is Value {
  if (typeof value === 'string') return value.isWellFormed()
  const normalized = normalizeValue(value)
  if (!normalized.ok) return false
  if (typeof value === 'object' && value !== null && 'ref' in value) return true // one key, a frame id
  return canonicalText(normalized.value) === canonicalText(value as Json)
}

/** The kind of a value; integral numbers are `int`, whatever their size. */
export function kindOf(value: Value): ValueKind {
  if (typeof value === 'string') return 'str'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number' || 'int' in value) return 'int'
  if ('dec' in value) return 'dec'
  return 'ref' in value ? 'ref' : 'time'
}

/** A text that two values share only if they are equal: the canonical JSON of the normal form. */
export function valueKey(value: Value): string {
  return typeof value === 'object' ? canonicalText(value) : JSON.stringify(value)
}

/** The exact number that a numeric value is; undefined for every other kind. */
export function decimalOf(value: Value): Decimal | undefined {
  if (typeof value === 'number') return parseDecimal(String(value))
  if (typeof value !== 'object') return undefined
  if ('int' in value) return parseDecimal(value.int)
  return 'dec' in value ? parseDecimal(value.dec) : undefined
}

/** Order within a kind: numbers by value, times by instant, strings by code unit; undefined when the two cannot be compared. */
export function compareValues(a: Value, b: Value): -1 | 0 | 1 | undefined {
  if (typeof a === 'number' && typeof b === 'number') return sign(a, b)
  if (typeof a === 'string' && typeof b === 'string') return sign(a, b)
  if (typeof a === 'object' && typeof b === 'object' && 'time' in a && 'time' in b) return sign(a.time, b.time)
  const [left, right] = [decimalOf(a), decimalOf(b)]
  return left === undefined || right === undefined ? undefined : compareDecimals(left, right)
}

function sign<T extends number | string>(a: T, b: T): -1 | 0 | 1 {
  return a < b ? -1 : a > b ? 1 : 0
}

/** How a person writes the value: `"open"`, `3`, `d2` for a reference, an ISO time. */
export function showValue(value: Value): string {
  if (typeof value !== 'object') return typeof value === 'string' ? JSON.stringify(value) : String(value)
  if ('ref' in value) return value.ref
  if ('time' in value) return showTime(value.time)
  return 'int' in value ? value.int : value.dec
}

/** ISO 8601 in UTC; milliseconds only when there are any. */
export function showTime(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
