/** Assertions: our own mistakes, checked in production too, so that a broken promise stops here and not three layers later. */

/** Thrown when something that must hold does not: always a fault of this library, never of its input. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError'
}

/** Throws an {@link AssertionError} unless `condition` holds. `why` says why it must. */
export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) throw new AssertionError(why)
}

/** The default branch of a `switch` over a union: reached only when a case was forgotten. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable: ${JSON.stringify(value)}`)
}
