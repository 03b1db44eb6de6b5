/** Slot atoms: how a binary atom over a slot names its frame, and which slots there always are. */
import type { Value } from '../../frames/value.ts'
import type { Atom, Term } from './rule.ts'

/** Slots of every realm and case, with a meaning of their own. */
export const BUILT_IN_SLOTS: ReadonlySet<string> = new Set(['type', 'sameAs', 'differentFrom'])

/** Whether an atom speaks of a slot: binary, and its predicate is a slot of the case (R14) or built in. */
export function isSlotAtom(pred: string, arity: number, slots: ReadonlySet<string>): boolean {
  return arity === 2 && (slots.has(pred) || BUILT_IN_SLOTS.has(pred))
}

/**
 * The atom with its frame in the one form that frames have: a plain constant in the first position of a slot atom names the frame. The
 * values of `sameAs` and `differentFrom` are always frames, those of `type` are type ids as strings.
 */
export function asSlotAtom(atom: Atom): Atom {
  const [frame, value] = atom.args
  if (frame === undefined || value === undefined) return atom
  return { ...atom, args: [frameTerm(frame), valueTerm(atom.pred, value)] }
}

function valueTerm(slot: string, term: Term): Term {
  if (slot === 'sameAs' || slot === 'differentFrom') return frameTerm(term)
  if (slot !== 'type' || !('constant' in term)) return term
  const value = term.constant
  return typeof value === 'object' && 'ref' in value ? { constant: value.ref } : term
}

function frameTerm(term: Term): Term {
  if (!('constant' in term)) return term
  const name = plainName(term.constant)
  return name === undefined ? term : { constant: { ref: name } }
}

/** The name that a plain constant spells: a string or word as it is, an integer by its digits. */
function plainName(value: Value): string | undefined {
  if (typeof value !== 'object') return String(value)
  return 'int' in value ? value.int : undefined
}
