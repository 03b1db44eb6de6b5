/** Terms: constants and variables as they are written in a rule. */
import { normalizeValue, type Value } from '../../frames/value.ts'
import type { Cursor } from './cursor.ts'
import type { Token } from './lexer.ts'
import type { Term } from './rule.ts'

const EXPECTED = 'a variable or a constant'
const ADVICE =
  'variables begin with a capital; constants are lower case, "quoted", an integer, true, false, ref("d2"), dec("0.1") or time("2026-01-01")'

/** Constants with a tag; the only terms with brackets, so that terms cannot nest. */
const TAGS: ReadonlySet<string> = new Set(['ref', 'dec', 'time'])

/** Names `_` afresh at each place, so that two of them need not be equal: `_1`, `_2`, ... in the order of the text. */
export type Fresh = () => string

/** A stream of names for the anonymous variables of one rule. */
export function freshNames(): Fresh {
  let used = 0
  return () => `_${(used += 1)}`
}

/** Whether the cursor stands on a constant with a tag. */
export function isTagged(cursor: Cursor): boolean {
  return TAGS.has(cursor.peek().text) && cursor.peek().kind === 'name' && cursor.peek(1).text === '(' && cursor.peek(1).kind === 'sign'
}

/** Reads one term. */
export function readTerm(cursor: Cursor, fresh: Fresh): Term {
  const token = cursor.peek()
  if (token.kind === 'variable') return { variable: cursor.take().text }
  if (token.kind === 'anonymous') return cursor.take() && { variable: fresh() }
  if (isTagged(cursor)) return { constant: readTagged(cursor) }
  if (token.kind === 'string') return { constant: normal(cursor, cursor.take(), token.text) }
  if (token.kind === 'name') return readWord(cursor)
  if (token.kind === 'integer' || token.text === '-') return { constant: readInteger(cursor) }
  return cursor.refuse(EXPECTED, ADVICE)
}

function readWord(cursor: Cursor): Term {
  const token = cursor.take()
  if (token.text === 'not') return cursor.refuse(EXPECTED, 'a constant "not" is quoted', token)
  const next = cursor.peek()
  if (next.kind === 'sign' && next.text === '(') {
    return cursor.refuse('"," or ")"', `a term has no function ${token.text}(...): only ref, dec and time take brackets`)
  }
  return { constant: token.text === 'true' ? true : token.text === 'false' ? false : token.text }
}

function readInteger(cursor: Cursor): Value {
  const minus = cursor.accept('-') ? '-' : ''
  const token = cursor.expectKind('integer', 'an integer', ADVICE)
  const [point, fraction] = [cursor.peek(), cursor.peek(1)]
  if (point.text === '.' && fraction.kind === 'integer' && point.at + 1 === fraction.at) {
    cursor.refuse('an integer', `write the decimal as dec("${minus}${token.text}.${fraction.text}")`, point)
  }
  return normal(cursor, token, { int: minus + token.text })
}

function readTagged(cursor: Cursor): Value {
  const tag = cursor.take()
  cursor.expect('(')
  const from = cursor.peek()
  const inner = tag.text === 'time' && from.kind !== 'string' ? readInteger(cursor) : readQuoted(cursor, tag)
  const value = normal(cursor, from, { [tag.text]: inner })
  cursor.expect(')', `${tag.text} holds one constant`)
  return value
}

function readQuoted(cursor: Cursor, tag: Token): string {
  const { kind } = cursor.peek()
  if (tag.text === 'ref' && kind === 'name') return cursor.take().text
  const advice = 'write it like ref("d2"), dec("0.1") or time("2026-01-01T00:00:00Z")'
  return cursor.expectKind('string', `what ${tag.text} holds, in quotes`, advice).text
}

function normal(cursor: Cursor, token: Token, written: unknown): Value {
  const value = normalizeValue(written)
  return value.ok ? value.value : cursor.refuse('a value', value.error.why, token)
}
