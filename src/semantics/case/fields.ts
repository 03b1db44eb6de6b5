/** Fields: reading plain JSON piece by piece; the first fault ends the reading and carries its path. */
import { frameFault, nameFault } from '../../frames/name.ts'
import { normalizeValue, parseTime, type Value } from '../../frames/value.ts'

/** Thrown while reading a case; becomes a `CaseError` at the edge of it. */
export class CaseFault extends Error {
  override readonly name = 'CaseFault'
  readonly path: string

  constructor(path: string, why: string) {
    super(why)
    this.path = path
  }
}

/** An object of the file, with where it stands. */
export interface Fields {
  readonly at: string
  readonly of: Readonly<Record<string, unknown>>
}

/** The object at `at`, with no keys but `known`. */
export function fieldsOf(input: unknown, at: string, known: readonly string[]): Fields {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw new CaseFault(at, 'must be an object')
  const foreign = Object.keys(input).find((key) => !known.includes(key))
  if (foreign !== undefined) throw new CaseFault(within(at, foreign), `is no field here; known are ${known.join(' ')}`)
  return { at, of: input as Readonly<Record<string, unknown>> }
}

/** The path of field `key` of the object at `at`. */
export const within = (at: string, key: string): string => (at === '' ? key : `${at}.${key}`)

/** Reads field `key` with `read`. */
export function field<T>({ at, of }: Fields, key: string, read: (input: unknown, at: string) => T): T {
  return read(of[key], within(at, key))
}

/** As {@link field}, or `otherwise` where the field is absent. */
export function optional<T, U>(
  fields: Fields,
  key: string,
  read: (input: unknown, at: string) => T,
  otherwise: U,
): T | U {
  return fields.of[key] === undefined ? otherwise : field(fields, key, read)
}

/** Reads a list, each member with `read`. */
export function listOf<T>(read: (input: unknown, at: string) => T): (input: unknown, at: string) => T[] {
  return (input, at) => {
    if (!Array.isArray(input)) throw new CaseFault(at, 'must be a list')
    return input.map((one, index) => read(one, `${at}[${index}]`))
  }
}

/** A string of whole characters. */
export function text(input: unknown, at: string): string {
  if (typeof input !== 'string') throw new CaseFault(at, 'must be a string')
  if (!input.isWellFormed()) throw new CaseFault(at, 'has a lone surrogate')
  return input
}

/** A slot, type, author or item name; NFC. */
export function name(input: unknown, at: string): string {
  const fault = nameFault(input)
  if (fault !== undefined) throw new CaseFault(at, fault)
  return String(input).normalize('NFC')
}

/** A frame id; NFC. */
export function frame(input: unknown, at: string): string {
  const fault = frameFault(input)
  if (fault !== undefined) throw new CaseFault(at, fault)
  return String(input).normalize('NFC')
}

/** true or false. */
export function flag(input: unknown, at: string): boolean {
  if (typeof input !== 'boolean') throw new CaseFault(at, 'must be true or false')
  return input
}

/** An integer from 0 to `max`. */
export function countTo(max: number): (input: unknown, at: string) => number {
  return (input, at) => {
    if (typeof input !== 'number' || !Number.isSafeInteger(input) || input < 0 || input > max)
      throw new CaseFault(at, `must be an integer from 0 to ${max}`)
    return input
  }
}

/** A value in normal form. */
export function value(input: unknown, at: string): Value {
  const normal = normalizeValue(input)
  if (!normal.ok) throw new CaseFault(at, normal.error.why)
  return normal.value
}

/** An instant: ISO 8601 with zone, or milliseconds. */
export function instant(input: unknown, at: string): number {
  const ms = typeof input === 'string' ? parseTime(input) : input
  if (typeof ms !== 'number' || !Number.isSafeInteger(ms))
    throw new CaseFault(at, 'must be a time like 2026-01-01T00:00:00Z')
  return ms
}
