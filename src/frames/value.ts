/** Values: what a slot may hold, exact and in one normal form, so that equal values are equal texts. */

/**
 * A value in normal form. Strings are NFC as written by our API and compared by code unit; a number is a safe integer; an integer beyond that is
 * `{int}` (decimal digits, no leading zero), any other decimal `{dec}` (no trailing zero, never integral, never an exponent); a time is milliseconds.
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
