/** Cursor: walks over tokens and refuses, with its position, what is not expected. */
import { lexRules, type Token, type TokenKind } from './lexer.ts'
import type { RuleSyntax } from './error.ts'

/** Carries a refusal out of the parser; caught where parsing began, never seen outside. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly fault: RuleSyntax

  constructor(fault: RuleSyntax) {
    super(fault.expected)
    this.fault = fault
  }
}

/** A place in the tokens of a text, and the means to go on from it. */
export interface Cursor {
  readonly comments: readonly Token[]
  /** The token `ahead` places from here, without taking it. */
  peek(ahead?: number): Token
  take(): Token
  /** Takes the next token if it is this sign. */
  accept(sign: string): boolean
  /** Takes the next token, which must be this sign. */
  expect(sign: string, advice?: string): Token
  expectKind(kind: TokenKind, expected: string, advice?: string): Token
  /** Refuses `token`, by default the next one. */
  refuse(expected: string, advice?: string, token?: Token): never
}

/** A cursor at the first token of `text`. */
export function cursorOver(text: string): Cursor {
  const { tokens, comments } = lexRules(text)
  let next = 0
  const peek = (ahead = 0): Token => tokens[Math.min(next + ahead, tokens.length - 1)] as Token
  const take = (): Token => {
    const token = peek()
    next += 1
    return token
  }
  const refuse = (expected: string, advice = '', token = peek()): never => {
    const { line, column } = token
    throw new Refusal({ type: 'RuleSyntax', line, column, expected, found: shownToken(token), advice: hintOf(token) ?? advice })
  }
  const isSign = (sign: string): boolean => peek().kind === 'sign' && peek().text === sign
  return {
    comments,
    peek,
    take,
    accept: (sign) => isSign(sign) && take() !== undefined,
    expect: (sign, advice) => (isSign(sign) ? take() : refuse(`"${sign}"`, advice)),
    expectKind: (kind, expected, advice) => (peek().kind === kind ? take() : refuse(expected, advice)),
    refuse,
  }
}

const SHOWN_LENGTH_MAX = 24

function shownToken({ kind, text }: Token): string {
  if (kind === 'end') return 'the end of the text'
  return JSON.stringify(text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}...` : text)
}

/** What to do about signs that ASP-Core-2 or habit would put there and the subset does not have. */
const HINTS: Readonly<Record<string, string>> = {
  '"': 'close the string on its line; inside it, write \\" for a quote, \\\\ for a backslash and \\n for a line break',
  '%': 'close the comment that "%*" opens with "*%", or begin it with "% "',
  '|': 'a head is one atom: write one rule for each alternative',
  ';': 'join conditions with "," and write alternatives as rules of their own',
  '{': 'choices and aggregates are not part of the language',
  '#': 'aggregates and directives are not part of the language',
  '?': 'a query is asked apart from the rules',
  '@': 'a soft denial has one level: write [permille]',
  '==': 'write = for equal',
  '+': 'there is no arithmetic in rules: compare values, or check the sum as a step of a trace',
  '*': 'there is no arithmetic in rules: compare values, or check the product as a step of a trace',
  '/': 'there is no arithmetic in rules; a frame id with a slash is quoted: ref("lab/d1")',
  '&': 'join conditions with ","',
  '!': 'write not p(X), or != for unequal',
  "'": 'quote with "',
  '\u00a0': 'this is a non-breaking space: write a plain one',
}

function hintOf({ kind, text }: Token): string | undefined {
  if (kind === 'strange' && text.startsWith('"')) return HINTS['"']
  return kind === 'strange' || text === '==' ? HINTS[text] : undefined
}
