/** Grammar: statements, bodies and atoms of the ASP-Core-2 subset, read by recursive descent. */
import { frameFault, nameFault } from '../../frames/name.ts'
import type { CompareOp } from '../../frames/facet.ts'
import type { Cursor } from './cursor.ts'
import type { RuleTree } from './identify.ts'
import { ATOM_ARGS_MAX, RULE_BODY_MAX, SOFT_PERMILLE_MAX } from './limits.ts'
import type { Atom, Comparison, Literal, Term } from './rule.ts'
import { asSlotAtom, isSlotAtom } from './slots.ts'
import { freshNames, isTagged, readTerm, type Fresh } from './terms.ts'

/** Conditions that must all hold. */
export interface Body {
  readonly body: readonly Literal[]
  readonly compare: readonly Comparison[]
}

/** What a reader needs besides the cursor: the slots, and names for `_`. */
export interface Reader {
  readonly cursor: Cursor
  readonly slots: ReadonlySet<string>
  readonly fresh: Fresh
}

/** Reads one statement up to and with its end. */
export function readStatement(cursor: Cursor, slots: ReadonlySet<string>): Omit<RuleTree, 'text'> {
  const reader: Reader = { cursor, slots, fresh: freshNames() }
  if (cursor.accept(':-')) return { head: null, ...readBody(reader, END), soft: endOf(cursor) }
  if (cursor.accept(':~')) return { head: null, ...readBody(reader, END), soft: readPrice(cursor) }
  const head = readHead(reader)
  const conditions = cursor.accept(':-') ? readBody(reader, END) : { body: [], compare: [] }
  return { head, ...conditions, soft: endOf(cursor) }
}

const END = 'end the rule with a full stop'

function endOf(cursor: Cursor): null {
  cursor.expect('.', END)
  return null
}

function readHead(reader: Reader): Atom {
  const { cursor } = reader
  if (cursor.peek().text === 'not' && cursor.peek().kind === 'name') {
    cursor.refuse('an atom', 'a head cannot be negated by `not`: write the explicit negation -p(X)')
  }
  const head = readAtom(reader)
  const next = cursor.peek()
  if (next.kind !== 'sign' || (next.text !== '.' && next.text !== ':-')) cursor.refuse('":-" or "."', END)
  return head
}

function readPrice(cursor: Cursor): number {
  endOf(cursor)
  const advice = 'a soft denial ends with what it costs to break it, in permille of one vote: `:~ body. [300]`'
  cursor.expect('[', advice)
  const token = cursor.expectKind('integer', `an integer from 0 to ${SOFT_PERMILLE_MAX}`, advice)
  const price = Number(token.text)
  if (price > SOFT_PERMILLE_MAX) cursor.refuse(`an integer from 0 to ${SOFT_PERMILLE_MAX}`, advice, token)
  cursor.expect(']', advice)
  return price
}

/** Reads conditions joined by commas; at least one. `advice` says what may follow them. */
export function readBody(reader: Reader, advice: string): Body {
  const [body, compare]: [Literal[], Comparison[]] = [[], []]
  do {
    if (body.length + compare.length === RULE_BODY_MAX) reader.cursor.refuse(`at most ${RULE_BODY_MAX} conditions`, 'split the rule in two')
    const condition = readCondition(reader)
    if ('op' in condition) compare.push(condition)
    else body.push(condition)
  } while (reader.cursor.accept(','))
  const next = reader.cursor.peek()
  if (next.kind !== 'end' && next.text !== '.') reader.cursor.refuse('"," or "."', advice)
  return { body, compare }
}

function readCondition(reader: Reader): Literal | Comparison {
  const { cursor } = reader
  const { kind, text } = cursor.peek()
  if (kind === 'name' && text === 'not') {
    cursor.take()
    return { atom: readAtom(reader), not: true }
  }
  if (!beginsTerm(reader)) return { atom: readAtom(reader), not: false }
  return readComparison(reader)
}

const OPS: Readonly<Record<string, CompareOp>> = { '=': '=', '!=': '!=', '<>': '!=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' }

/** A condition is a comparison if it begins with what no atom can begin with, or if a comparison sign follows its first constant. */
function beginsTerm({ cursor }: Reader): boolean {
  const { kind, text } = cursor.peek()
  if (kind === 'variable') return cursor.peek(1).text !== '('
  if (kind === 'integer' || kind === 'anonymous') return true
  if (text === '-' && kind === 'sign') return cursor.peek(1).kind === 'integer'
  if (kind !== 'name' && kind !== 'string') return false
  return isOp(cursor, 1) || (isTagged(cursor) && closesBeforeOp(cursor))
}

/** Whether the tagged constant at the cursor, `tag("...")` or `time(-5)`, is followed by a comparison sign. */
function closesBeforeOp(cursor: Cursor): boolean {
  const closing = cursor.peek(2).text === '-' ? 4 : 3
  return cursor.peek(closing).text === ')' && isOp(cursor, closing + 1)
}

function isOp(cursor: Cursor, ahead: number): boolean {
  const { kind, text } = cursor.peek(ahead)
  return kind === 'sign' && (OPS[text] !== undefined || text === '==')
}

function readComparison({ cursor, fresh }: Reader): Comparison {
  const left = readTerm(cursor, fresh)
  const op = cursor.peek().kind === 'sign' ? OPS[cursor.peek().text] : undefined
  if (op === undefined) return cursor.refuse('one of = != < <= > >=', 'a predicate begins lower case or is "quoted"')
  cursor.take()
  return { op, left, right: readTerm(cursor, fresh) }
}

/** Reads an atom, its explicit negation included. */
export function readAtom({ cursor, slots, fresh }: Reader): Atom {
  const negative = cursor.accept('-')
  const pred = readPredicate(cursor)
  const args: Term[] = []
  if (cursor.accept('(') && !cursor.accept(')')) {
    do {
      if (args.length === ATOM_ARGS_MAX) cursor.refuse(`at most ${ATOM_ARGS_MAX} arguments`, 'split the relation in two')
      args.push(readTerm(cursor, fresh))
    } while (cursor.accept(','))
    cursor.expect(')', 'close the brackets of the atom')
  }
  const atom: Atom = { pred, args, negative }
  return isSlotAtom(pred, args.length, slots) ? checkedSlotAtom(cursor, asSlotAtom(atom)) : atom
}

function checkedSlotAtom(cursor: Cursor, atom: Atom): Atom {
  const [frame] = atom.args
  if (frame === undefined || 'variable' in frame) return atom
  const isFrame = typeof frame.constant === 'object' && 'ref' in frame.constant
  const fault = isFrame ? frameFault(frame.constant.ref) : 'must be a name or ref("...")'
  return fault === undefined ? atom : cursor.refuse('a slot of a frame', `the frame in ${atom.pred}(Frame, Value) ${fault}`)
}

function readPredicate(cursor: Cursor): string {
  const token = cursor.peek()
  const advice = 'a predicate begins lower case; any other name is quoted: "has-part"(X, Y)'
  const isName = token.kind === 'name' && token.text !== 'not'
  if (!isName && token.kind !== 'string') cursor.refuse('an atom', advice)
  const name = token.text.normalize('NFC')
  const fault = nameFault(name)
  if (fault !== undefined) cursor.refuse('the name of a predicate', `it ${fault}`)
  cursor.take()
  return name
}
