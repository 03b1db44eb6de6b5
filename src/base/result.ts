/** Result: an outcome the caller must look at; errors are plain objects in a union, told apart by `type`. */

/** It went well. */
export interface Ok<T> {
  readonly ok: true
  readonly value: T
}

/** It did not; `error` says why, told apart by its `type`. */
export interface Err<E> {
  readonly ok: false
  readonly error: E
}

/** Either of the two; look at `ok` first. */
export type Result<T, E> = Ok<T> | Err<E>

/** Wraps a value. */
export const ok = <T>(value: T): Ok<T> => ({ ok: true, value })

/** Wraps an error. */
export const err = <E>(error: E): Err<E> => ({ ok: false, error })
