/**
 * Reading facets: each kind with its fields, checked, and values brought to normal form; anything else is named with what to
 * write instead.
 */
import { PATTERN_BYTES_MAX } from '../base/limits.ts'
import { err, ok, type Result } from '../base/result.ts'
import type { Facet } from './facet.ts'
import { nameFault } from './name.ts'
import { decimalOf, normalizeValue } from './value.ts'

/** What is wrong with a law and where; `path` is like `types[0].slots.state[1].n`. */
export interface LawError {
  readonly type: 'LawError'
  readonly path: string
  readonly why: string
}

/** The failure of reading a law, at a path like `types[0].slots.state[1]`. */
export const lawError = (path: string, why: string): { ok: false; error: LawError } => err({ type: 'LawError', path, why })

type Fields = Readonly<Record<string, unknown>>
/** Reads one field: its normal form, or why not. */
type ReadField = (input: unknown) => Result<unknown, string>

const KINDS_OF_VALUE = ['str', 'int', 'dec', 'bool', 'ref', 'time']
const OPS = ['<', '<=', '=', '!=', '>', '>=']

const name: ReadField = (input) => {
  const fault = nameFault(input)
  return fault === undefined ? ok(input) : err(fault)
}
const count: ReadField = (input) =>
  Number.isSafeInteger(input) && Number(input) >= 0 ? ok(input) : err('must be an integer, 0 or more')
const flag: ReadField = (input) => (typeof input === 'boolean' ? ok(input) : err('must be true or false'))
const value: ReadField = (input) => {
  const normal = normalizeValue(input)
  return normal.ok ? normal : err(normal.error.why)
}
const amount: ReadField = (input) => {
  const normal = normalizeValue(input)
  if (!normal.ok) return err(normal.error.why)
  const decimal = decimalOf(normal.value)
  return decimal !== undefined && decimal.digits >= 0n ? normal : err('must be a number, 0 or more')
}
const pattern: ReadField = (input) =>
  typeof input === 'string' && Buffer.byteLength(input) <= PATTERN_BYTES_MAX
    ? ok(input)
    : err(`must be a string of at most ${PATTERN_BYTES_MAX} bytes`)
const oneOf =
  (allowed: readonly string[]): ReadField =>
  (input) =>
    typeof input === 'string' && allowed.includes(input) ? ok(input) : err(`must be one of ${allowed.join(' ')}`)
const listOf =
  (inner: ReadField): ReadField =>
  (input) => {
    if (!Array.isArray(input) || input.length === 0) return err('must be a list with at least one member')
    const read: unknown[] = []
    for (const member of input) {
      const one = inner(member)
      if (!one.ok) return one
      read.push(one.value)
    }
    return ok(read)
  }

/** Fields by facet kind; a `?` marks one that may be absent. */
const FIELDS: Readonly<Record<Facet['k'], Readonly<Record<string, ReadField>>>> = {
  type: { oneOf: listOf(oneOf(KINDS_OF_VALUE)) },
  range: { type: name },
  domain: { type: name },
  instanceOf: { type: name },
  enum: { values: listOf(value) },
  interval: { 'min?': value, 'max?': value, 'open?': flag },
  length: { 'min?': count, 'max?': count },
  pattern: { re: pattern },
  atMost: { n: count, 'of?': name },
  atLeast: { n: count, 'of?': name },
  hasValue: { value },
  inverse: { of: name },
  sub: { of: name },
  equivalent: { of: name },
  symmetric: {},
  asymmetric: {},
  irreflexive: {},
  reflexive: {},
  inverseFunctional: {},
  transitive: { 'acyclic?': flag },
  disjointSlot: { with: listOf(name) },
  sameValues: { slot: name },
  key: { slots: listOf(name) },
  compare: { op: oneOf(OPS), slot: name },
  una: { on: flag },
  tolerance: { 'abs?': amount, 'ppm?': count },
}

/** The facet that `input` spells. */
export function readFacet(input: unknown, path: string): Result<Facet, LawError> {
  if (typeof input !== 'object' || input === null || Array.isArray(input))
    return lawError(path, 'a facet is an object like {"k":"atMost","n":1}')
  const fields = input as Fields
  const kind = fields['k']
  if (typeof kind !== 'string' || !Object.hasOwn(FIELDS, kind)) {
    return lawError(`${path}.k`, `unknown facet ${JSON.stringify(kind)}; known are ${Object.keys(FIELDS).join(' ')}`)
  }
  const wanted = FIELDS[kind as Facet['k']]
  const foreign = Object.keys(fields).find(
    (key) => key !== 'k' && !Object.hasOwn(wanted, key) && !Object.hasOwn(wanted, `${key}?`),
  )
  if (foreign !== undefined) return lawError(`${path}.${foreign}`, `no field of the facet ${kind}`)
  const read: Record<string, unknown> = { k: kind }
  for (const [marked, readField] of Object.entries(wanted)) {
    const key = marked.replace('?', '')
    if (fields[key] === undefined && marked.endsWith('?')) continue
    const one = readField(fields[key])
    if (!one.ok) return lawError(`${path}.${key}`, one.error)
    read[key] = one.value
  }
  return ok(read as unknown as Facet)
}
