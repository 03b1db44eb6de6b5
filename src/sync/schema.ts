/** Schema: reads untrusted JSON field by field; the first field that is not what it should be ends the reading with its path. */
import { err, ok, type Result } from '../base/result.ts'

/** A message that is none of ours; `path` is like `logs[3]`. */
export interface BadMessage {
  readonly type: 'BadMessage'
  readonly path: string
  readonly why: string
}

/** Reads one value or fails with the path where it is wrong. */
export type Reader<T> = (value: unknown, path: string) => Result<T, BadMessage>

/** The value that a reader reads. */
export type ReadBy<R> = R extends Reader<infer T> ? T : never

/** A {@link BadMessage}. */
export function bad(path: string, why: string): Result<never, BadMessage> {
  return err({ type: 'BadMessage', path, why })
}

/** A reader of whatever `isValid` accepts. */
export function valueOf<T>(isValid: (value: unknown) => value is T, what: string): Reader<T> {
  return (value, path) => (isValid(value) ? ok(value) : bad(path, `is not ${what}`))
}

/** A reader of exactly `expected`. */
export function literal<const T extends string | null>(expected: T): Reader<T> {
  return valueOf((value): value is T => value === expected, JSON.stringify(expected))
}

/** A reader of what any of `readers` reads; the last one's complaint is given. */
export function either<A, B>(first: Reader<A>, second: Reader<B>): Reader<A | B> {
  return (value, path) => {
    const read = first(value, path)
    return read.ok ? read : second(value, path)
  }
}

/** A reader of arrays of at most `lengthMax` items. */
export function listOf<T>(item: Reader<T>, lengthMax: number): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) return bad(path, 'is not an array')
    if (value.length > lengthMax) return bad(path, `has more than ${lengthMax} items`)
    const items: T[] = []
    for (const [index, inner] of value.entries()) {
      const read = item(inner, `${path}[${index}]`)
      if (!read.ok) return read
      items.push(read.value)
    }
    return ok(items)
  }
}

/** A reader of arrays of fixed length, each place with its own reader. */
export function tupleOf<const R extends readonly Reader<unknown>[]>(
  ...places: R
): Reader<{ readonly [I in keyof R]: ReadBy<R[I]> }> {
  return (value, path) => {
    if (!Array.isArray(value) || value.length !== places.length) return bad(path, `is not an array of ${places.length}`)
    const items: unknown[] = []
    for (const [index, place] of places.entries()) {
      const read = place(value[index], `${path}[${index}]`)
      if (!read.ok) return read
      items.push(read.value)
    }
    return ok(items as { readonly [I in keyof R]: ReadBy<R[I]> })
  }
}

/** A field that may be left out. */
export interface Optional<T> {
  readonly optional: Reader<T>
}

/** Marks a field that may be left out. */
export const optional = <T>(reader: Reader<T>): Optional<T> => ({ optional: reader })

type Fields = Readonly<Record<string, Reader<unknown> | Optional<unknown>>>
type OptionalKeys<F extends Fields> = { [K in keyof F]: F[K] extends Optional<unknown> ? K : never }[keyof F]
type RecordOf<F extends Fields> = {
  readonly [K in Exclude<keyof F, OptionalKeys<F>>]: F[K] extends Reader<infer T> ? T : never
} & {
  readonly [K in OptionalKeys<F>]?: F[K] extends Optional<infer T> ? T : never
}

/** A reader of objects with exactly these fields: a missing one and a foreign one are both refused. */
export function recordOf<const F extends Fields>(fields: F): Reader<RecordOf<F>> {
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return bad(path, 'is not an object')
    const at = (key: string): string => (path === '' ? key : `${path}.${key}`)
    for (const key of Object.keys(value)) {
      if (!Object.hasOwn(fields, key)) return bad(at(key.slice(0, 40)), 'is not a field of this message')
    }
    const record: Record<string, unknown> = {}
    for (const [key, field] of Object.entries(fields)) {
      const isOptional = 'optional' in field
      if (!Object.hasOwn(value, key)) {
        if (isOptional) continue
        return bad(at(key), 'is missing')
      }
      const read = (isOptional ? field.optional : field)((value as Record<string, unknown>)[key], at(key))
      if (!read.ok) return read
      record[key] = read.value
    }
    return ok(record as RecordOf<F>)
  }
}

/** A reader of well-formed texts of at most `lengthMax` characters. */
export function textOf(lengthMax: number): Reader<string> {
  const isText = (value: unknown): value is string =>
    typeof value === 'string' && value.length <= lengthMax && value.isWellFormed()
  return valueOf(isText, `a text of at most ${lengthMax} characters`)
}

/** Whether `value` is a whole number that is not negative and not too large to be exact. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
