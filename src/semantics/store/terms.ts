/** Terms: every constant that judgement meets, as a small local number. Numbers are never ordered or hashed: values and keys are. */
import { kindOf, type Value, type ValueKind } from '../../frames/value.ts'
import { createShards, type Shards } from './shards.ts'

/** A local number for a value or a tuple; 0 stands for no term. */
export type Term = number

/** No term. */
export const NO_TERM: Term = 0

/** The constants met so far. */
export interface Terms {
  /** The term of a value, made when it is new. A frame and a reference to it are one term. */
  of(value: Value): Term
  /** The term of the frame `id`. */
  ofFrame(id: string): Term
  /** The term of a value that was met before, or {@link NO_TERM}. */
  find(value: Value): Term
  /** The term that stands for several, in order: the arguments of a wide atom after its first. */
  ofTuple(terms: readonly Term[]): Term
  valueOf(term: Term): Value
  tupleOf(term: Term): readonly Term[]
  isFrame(term: Term): boolean
  kindOf(term: Term): ValueKind | 'tuple'
}

type Payload = string | number | boolean | readonly Term[]
type Kind = ValueKind | 'tuple'

/** Terms of a chunk, as a power of two. */
const BITS = 10
const MASK = (1 << BITS) - 1

/** Terms, none yet. */
export function createTerms(): Terms {
  // In chunks, so that growing copies nothing.
  const [kinds, payloads]: [Kind[][], Payload[][]] = [[], []]
  const [byFrame, byText, byKey] = [createShards(), createShards(), createShards()]
  let count = 0

  const add = (kind: Kind, payload: Payload): Term => {
    const term = count++
    if ((term & MASK) === 0) {
      kinds.push([])
      payloads.push([])
    }
    kinds[term >> BITS]!.push(kind)
    payloads[term >> BITS]!.push(payload)
    return term
  }
  add('tuple', []) // NO_TERM
  const intern = (map: Shards, key: string, kind: Kind, payload: Payload): Term => {
    const held = map.get(key)
    if (held !== undefined) return held
    const term = add(kind, payload)
    map.set(key, term)
    return term
  }
  const kindOfTerm = (term: Term): Kind => kinds[term >> BITS]![term & MASK]!
  const payloadAt = (term: Term): Payload => payloads[term >> BITS]![term & MASK]!
  return {
    of(value) {
      if (typeof value === 'string') return intern(byText, value, 'str', value)
      if (typeof value === 'object' && 'ref' in value) return intern(byFrame, value.ref, 'ref', value.ref)
      return intern(byKey, keyOf(value), kindOf(value), payloadOf(value))
    },
    ofFrame: (id) => intern(byFrame, id, 'ref', id),
    find(value) {
      if (typeof value === 'string') return byText.get(value) ?? NO_TERM
      if (typeof value === 'object' && 'ref' in value) return byFrame.get(value.ref) ?? NO_TERM
      return byKey.get(keyOf(value)) ?? NO_TERM
    },
    ofTuple: (terms) => intern(byKey, `(${terms.join()}`, 'tuple', [...terms]),
    valueOf: (term) => valueFrom(kindOfTerm(term), payloadAt(term)),
    tupleOf: (term) => payloadAt(term) as readonly Term[],
    isFrame: (term) => kindOfTerm(term) === 'ref',
    kindOf: kindOfTerm,
  }
}

/** Tells apart the values that are neither strings nor references; they are in normal form, so equal ones have equal keys. */
function keyOf(value: Value): string {
  return typeof value === 'object' && 'time' in value ? `@${value.time}` : `=${String(payloadOf(value))}`
}

function payloadOf(value: Value): string | number | boolean {
  if (typeof value !== 'object') return value
  if ('int' in value) return value.int
  if ('dec' in value) return value.dec
  return 'time' in value ? value.time : value.ref
}

function valueFrom(kind: Kind, payload: Payload): Value {
  if (kind === 'ref') return { ref: payload as string }
  if (kind === 'time') return { time: payload as number }
  if (kind === 'dec') return { dec: payload as string }
  if (kind === 'int' && typeof payload === 'string') return { int: payload }
  return payload as Value
}
