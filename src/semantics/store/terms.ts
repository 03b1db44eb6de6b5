/** Terms: every constant that judgement meets, as a small local number. Numbers are never ordered or hashed: values and keys are. */
import { kindOf, valueKey, type Value, type ValueKind } from '../../frames/value.ts'

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

/** Terms, none yet. */
export function createTerms(): Terms {
  const kinds: (ValueKind | 'tuple')[] = ['tuple']
  const payloads: Payload[] = [[]]
  const byFrame = new Map<string, Term>()
  const byText = new Map<string, Term>()
  const byKey = new Map<string, Term>()

  const add = (kind: ValueKind | 'tuple', payload: Payload): Term => {
    kinds.push(kind)
    return payloads.push(payload) - 1
  }
  const intern = (map: Map<string, Term>, key: string, kind: ValueKind | 'tuple', payload: Payload): Term => {
    const held = map.get(key)
    if (held !== undefined) return held
    const term = add(kind, payload)
    map.set(key, term)
    return term
  }
  const find = (value: Value): Term => {
    if (typeof value === 'string') return byText.get(value) ?? NO_TERM
    if (typeof value === 'object' && 'ref' in value) return byFrame.get(value.ref) ?? NO_TERM
    return byKey.get(valueKey(value)) ?? NO_TERM
  }
  return {
    of(value) {
      if (typeof value === 'string') return intern(byText, value, 'str', value)
      if (typeof value === 'object' && 'ref' in value) return intern(byFrame, value.ref, 'ref', value.ref)
      return intern(byKey, valueKey(value), kindOf(value), payloadOf(value))
    },
    ofFrame: (id) => intern(byFrame, id, 'ref', id),
    find,
    ofTuple: (terms) => intern(byKey, `(${terms.join()}`, 'tuple', [...terms]),
    valueOf: (term) => valueFrom(kinds[term]!, payloads[term]!),
    tupleOf: (term) => payloads[term] as readonly Term[],
    isFrame: (term) => kinds[term] === 'ref',
    kindOf: (term) => kinds[term]!,
  }
}

function payloadOf(value: Value): Payload {
  if (typeof value !== 'object') return value
  if ('int' in value) return value.int
  if ('dec' in value) return value.dec
  return 'time' in value ? value.time : value.ref
}

function valueFrom(kind: ValueKind | 'tuple', payload: Payload): Value {
  if (kind === 'ref') return { ref: payload as string }
  if (kind === 'time') return { time: payload as number }
  if (kind === 'dec') return { dec: payload as string }
  if (kind === 'int' && typeof payload === 'string') return { int: payload }
  return payload as Value
}
