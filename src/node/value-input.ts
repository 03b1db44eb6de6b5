/** Value input: what a caller may write for a value. */

/** A value as the API takes it: JS numbers (exact by their shortest decimal), Dates, bigints and the tagged forms of a case. */
export type ValueInput =
  | string
  | number
  | bigint
  | boolean
  | Date
  | { readonly ref: string }
  | { readonly time: string | number }
  | { readonly int: string }
  | { readonly dec: string }
