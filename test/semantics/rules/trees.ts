/** Generators of rule trees for properties: names, constants and explanations of every kind, well formed but otherwise wild. */
import { fc } from '../../seeded.ts'
import { ruleOf } from '../../../src/semantics/rules/identify.ts'
import { asSlotAtom } from '../../../src/semantics/rules/slots.ts'
import type { Atom, Rule, Term } from '../../../src/semantics/rules/rule.ts'
import { nameFault } from '../../../src/frames/name.ts'
import { normalizeValue, type Value } from '../../../src/frames/value.ts'

/** Slots of every generated rule. */
export const SLOTS: ReadonlySet<string> = new Set(['state', 'has-part', 'größe'])

const wildName = fc
  .string({ minLength: 1, maxLength: 6, unit: 'grapheme' })
  .map((name) => name.normalize('NFC'))
  .filter((name) => nameFault(name) === undefined)
const words = ['p', 'q', 'state', 'has-part', 'größe', 'type', 'not', 'time', 'ref', 'true', 'X', 'sameAs']
const pred = fc.oneof(fc.constantFrom(...words), wildName)

const value: fc.Arbitrary<Value> = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 8 }),
    fc.constantFrom('open', 'not', 'true', 'a\\b"c', 'two\nlines', '%', ':-', '_', ''),
    fc.boolean(),
    fc.maxSafeInteger(),
    fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
    fc.tuple(fc.integer(), fc.integer({ min: 1, max: 9_999 })).map(([whole, part]) => ({ dec: `${whole}.${part}` })),
    fc.integer({ min: -8_640_000_000_000_000, max: 8_640_000_000_000_000 }).map((time) => ({ time })),
    wildName.filter((name) => !name.startsWith('/') && !name.endsWith('/')).map((ref) => ({ ref })),
  )
  .map((written) => {
    const normal = normalizeValue(written)
    if (!normal.ok) throw new Error(normal.error.why)
    return normal.value
  })

const variable = fc.constantFrom('X', 'Y', 'Z1', 'Long_name').map((name): Term => ({ variable: name }))
const term: fc.Arbitrary<Term> = fc.oneof(
  variable,
  fc.constant({ variable: '_' }),
  value.map((constant) => ({ constant })),
)

const plainAtom: fc.Arbitrary<Atom> = fc
  .record({ pred, args: fc.array(term, { maxLength: 4 }), negative: fc.boolean() })
  .filter((atom) => !(atom.args.length === 2 && [...SLOTS, 'type', 'sameAs', 'differentFrom'].includes(atom.pred)))

const frame = fc.constantFrom('d1', 'lab/d 2').map((ref): Term => ({ constant: { ref } }))
const slotAtom: fc.Arbitrary<Atom> = fc
  .record({
    pred: fc.constantFrom('state', 'has-part', 'größe', 'type'),
    frame: fc.oneof(variable, frame),
    value: term,
    negative: fc.boolean(),
  })
  .map(({ pred: name, frame: named, value: held, negative }) => asSlotAtom({ pred: name, args: [named, held], negative }))

/** Atoms of relations and of slots. */
export const atoms = fc.oneof(plainAtom, slotAtom)

const ops = fc.constantFrom('=', '!=', '<', '<=', '>', '>=' as const)
const bodies = fc.record({
  body: fc.array(fc.record({ atom: atoms, not: fc.boolean() }), { maxLength: 4 }),
  compare: fc.array(fc.record({ op: ops, left: term, right: term }), { maxLength: 2 }),
})
const texts = fc.oneof(fc.constant(''), fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !/^\s*%/.test(text)))

/** Rules of every shape: facts, rules, denials, soft denials. */
export const rules: fc.Arbitrary<Rule> = fc
  .tuple(fc.option(atoms), bodies, fc.option(fc.integer({ min: 0, max: 1_000 })), texts)
  .filter(([head, { body, compare }]) => head !== null || body.length + compare.length > 0)
  .map(([head, { body, compare }, soft, text]) => ruleOf({ ...numbered(head, body, compare), soft: head === null ? soft : null, text }))

/** `_` numbered in the order of the text, as the parser does it. */
function numbered(head: Atom | null, body: Rule['body'], compare: Rule['compare']): Pick<Rule, 'head' | 'body' | 'compare'> {
  let used = 0
  const renamed = (one: Term): Term => ('variable' in one && one.variable === '_' ? { variable: `_${(used += 1)}` } : one)
  const atom = (one: Atom): Atom => ({ ...one, args: one.args.map(renamed) })
  return {
    head: head === null ? null : atom(head),
    body: body.map((literal) => ({ ...literal, atom: atom(literal.atom) })),
    compare: compare.map(({ op, left, right }) => ({ op, left: renamed(left), right: renamed(right) })),
  }
}
