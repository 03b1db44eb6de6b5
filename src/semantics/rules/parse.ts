/** Parser: text in the ASP-Core-2 subset to rules, or where it is none, what was expected there and what to do. */
import { err, ok, type Result } from '../../base/result.ts'
import { cursorOver, Refusal, type Cursor } from './cursor.ts'
import type { RuleError, RuleSyntax } from './error.ts'
import { readAtom, readBody, readStatement, type Body } from './grammar.ts'
import { ruleOf } from './identify.ts'
import { RULES_LENGTH_MAX, RULES_MAX } from './limits.ts'
import type { Token } from './lexer.ts'
import type { Atom, Rule } from './rule.ts'
import { freshNames } from './terms.ts'

/** The rules of `text`, in its order. `slots`: which binary predicates are slots (R14); the built-in ones always are. */
export function parseRules(text: string, slots: ReadonlySet<string>): Result<readonly Rule[], RuleError> {
  return parsing(text, (cursor) => {
    const comments = commentReader(cursor.comments)
    const rules: Rule[] = []
    while (cursor.peek().kind !== 'end') {
      if (rules.length === RULES_MAX) cursor.refuse(`at most ${RULES_MAX} rules`, 'split the text')
      const from = cursor.peek()
      const tree = readStatement(cursor, slots)
      rules.push(ruleOf({ ...tree, text: comments(from, cursor.peek(-1), cursor.peek()) }))
    }
    return rules
  })
}

/** One atom, like `p(a)`; variables in it are free. */
export function parseAtom(text: string, slots: ReadonlySet<string>): Result<Atom, RuleError> {
  return parsing(text, (cursor) => atEnd(cursor, readAtom({ cursor, slots, fresh: freshNames() })))
}

/** A rule's body as a question, like `state(D, open), not locked(D)`. */
export function parseBody(text: string, slots: ReadonlySet<string>): Result<Body, RuleError> {
  return parsing(text, (cursor) => atEnd(cursor, readBody({ cursor, slots, fresh: freshNames() }, 'conditions are joined with ","')))
}

function parsing<T>(text: string, read: (cursor: Cursor) => T): Result<T, RuleSyntax> {
  if (text.length > RULES_LENGTH_MAX) return err(tooLong(text))
  try {
    return ok(read(cursorOver(text)))
  } catch (thrown) {
    if (thrown instanceof Refusal) return err(thrown.fault)
    throw thrown
  }
}

function tooLong(text: string): RuleSyntax {
  const expected = `at most ${RULES_LENGTH_MAX} characters`
  return { type: 'RuleSyntax', line: 1, column: 1, expected, found: `${text.length}`, advice: 'split the text' }
}

function atEnd<T>(cursor: Cursor, read: T): T {
  cursor.accept('.')
  return cursor.peek().kind === 'end' ? read : cursor.refuse('the end of the text', 'ask for one thing at a time')
}

/** Hands each rule the comments that stand inside it or after it on the line where it ends. */
function commentReader(comments: readonly Token[]): (from: Token, last: Token, next: Token) => string {
  let at = 0
  return (from, last, next) => {
    while ((comments[at]?.at ?? Infinity) < from.at) at += 1
    const own: string[] = []
    for (let comment = comments[at]; comment !== undefined; comment = comments[(at += 1)]) {
      if (comment.at > last.at && (comment.line > last.line || comment.at > next.at)) break
      own.push(comment.text)
    }
    return own.join(' ')
  }
}
