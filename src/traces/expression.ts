/**
 * Expressions: arithmetic as people write it, worked out exactly while it is read.
 *
 *     sum     = product, any number of: ("+" | "-") product
 *     product = signed, any number of: ("*" | "/") signed
 *     signed  = ("+" | "-") signed | power
 *     power   = percent, perhaps: ("^" | "**") signed          2^3^2 is 2^9, and -2^2 is -4
 *     percent = primary, any number of: "%"                    50% is 0.5
 *     primary = number | "(" sum ")"
 *     number  = 12 | 1,000 | 0.5 | .5 | 5. | 1.5e-3
 *
 * Also read: − and – for minus, × · ∙ ⋅ for times, ÷ ∕ for divided by. There are no variables and there is no unwritten times: `2x`
 * and `2(3)` are refused, and so is a colon, which is a time of day as often as a ratio.
 */
import { NUMBER_DIGITS_MAX, NUMBER_EXPONENT_MAX } from '../base/limits.ts'
import { err, ok, type Result } from '../base/result.ts'
import { parseDecimal, type Decimal } from '../frames/decimal.ts'
import { EXPRESSION_DEPTH_MAX, EXPRESSION_LENGTH_MAX, OPERATIONS_MAX } from './limits.ts'
import { add, integerOf, invert, multiply, negate, raise, rationalOf, type Rational } from './rational.ts'

/** Why an expression has no value; `at` counts characters (UTF-16 code units) from 1. */
export interface ExpressionError {
  readonly type: 'ExpressionError'
  readonly at: number
  readonly why: string
}

/** The exact value of `text`, or where and why it has none. */
export function evaluate(text: string): Result<Rational, ExpressionError> {
  if (text.length > EXPRESSION_LENGTH_MAX)
    return err({ type: 'ExpressionError', at: 1, why: `more than ${EXPRESSION_LENGTH_MAX} characters` })
  try {
    const reader = readerOf(text)
    const value = readSum(reader, 0)
    if (reader.token.kind !== 'end') fail(reader.token, `an operator is missing before ${shown(reader.token)}`)
    return ok(value)
  } catch (error) {
    if (error instanceof Fault) return err({ type: 'ExpressionError', at: error.at + 1, why: error.message })
    throw error
  }
}

/** The numbers written in `text`, in their order; as many as can be read. */
export function numbersIn(text: string): readonly Decimal[] {
  const numbers: Decimal[] = []
  if (text.length > EXPRESSION_LENGTH_MAX) return numbers
  try {
    for (const reader = readerOf(text); reader.token.kind !== 'end'; reader.next())
      if (reader.token.kind === 'number') numbers.push(decimalIn(reader.token))
  } catch (error) {
    if (!(error instanceof Fault)) throw error
  }
  return numbers
}

/** Thrown while reading, caught by {@link evaluate}. */
class Fault extends Error {
  override readonly name = 'Fault'
  readonly at: number

  constructor(at: number, why: string) {
    super(why)
    this.at = at
  }
}

type Sign = '+' | '-' | '*' | '/' | '^' | '%' | '(' | ')'

interface Token {
  readonly kind: 'number' | 'sign' | 'end'
  /** The sign that it means, or the number as written. */
  readonly text: string
  readonly at: number
}

interface Reader {
  /** The token to be read next. */
  readonly token: Token
  next(): void
  /** Counts one more operation. */
  count(token: Token): void
}

function fail(token: Token, why: string): never {
  throw new Fault(token.at, why)
}

const shown = ({ kind, text }: Token): string => (kind === 'end' ? 'the end' : `"${text.slice(0, 20)}"`)

const SPACE = /\s*/y
const NUMBER = /(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?/y
const SIGN = /\*\*|[-+*/^%()−–×·∙⋅÷∕]/y

const MEANINGS: Readonly<Record<string, Sign>> = {
  '**': '^',
  '−': '-',
  '–': '-',
  '×': '*',
  '·': '*',
  '∙': '*',
  '⋅': '*',
  '÷': '/',
  '∕': '/',
}

function readerOf(text: string): Reader {
  let [at, operations] = [0, 0]
  const match = (shape: RegExp): string => {
    shape.lastIndex = at
    const found = shape.exec(text)?.[0] ?? ''
    at += found.length
    return found
  }
  const read = (): Token => {
    match(SPACE)
    const start = at
    if (start === text.length) return { kind: 'end', text: '', at: start }
    const number = match(NUMBER)
    if (number !== '') return { kind: 'number', text: number, at: start }
    const sign = match(SIGN)
    if (sign === '') throw new Fault(start, `"${String.fromCodePoint(text.codePointAt(start) ?? 0)}" is no number and no operator`)
    return { kind: 'sign', text: MEANINGS[sign] ?? sign, at: start }
  }
  let token = read()
  return {
    get token() {
      return token
    },
    next: () => void (token = read()),
    count(of) {
      if (++operations > OPERATIONS_MAX) fail(of, `more than ${OPERATIONS_MAX} operations`)
    },
  }
}

/** Takes one of `signs` if it comes next. */
function take(reader: Reader, ...signs: readonly Sign[]): Token | undefined {
  const { token } = reader
  if (token.kind !== 'sign' || !signs.some((sign) => sign === token.text)) return undefined
  reader.next()
  return token
}

function within(token: Token, number: Rational | undefined): Rational {
  return number ?? fail(token, `the number here has more than ${NUMBER_DIGITS_MAX} digits`)
}

function readSum(reader: Reader, depth: number): Rational {
  let value = readProduct(reader, depth)
  for (let sign = take(reader, '+', '-'); sign !== undefined; sign = take(reader, '+', '-')) {
    reader.count(sign)
    const right = readProduct(reader, depth)
    value = within(sign, add(value, sign.text === '-' ? negate(right) : right))
  }
  return value
}

function readProduct(reader: Reader, depth: number): Rational {
  let value = readSigned(reader, depth)
  for (let sign = take(reader, '*', '/'); sign !== undefined; sign = take(reader, '*', '/')) {
    reader.count(sign)
    const right = readSigned(reader, depth)
    value = within(sign, multiply(value, sign.text === '/' ? inverse(sign, right) : right))
  }
  return value
}

function inverse(sign: Token, number: Rational): Rational {
  return number.over === 0n ? fail(sign, 'a division by zero') : invert(number)
}

function readSigned(reader: Reader, depth: number): Rational {
  if (depth > EXPRESSION_DEPTH_MAX) fail(reader.token, `nested more than ${EXPRESSION_DEPTH_MAX} deep`)
  const sign = take(reader, '+', '-')
  if (sign === undefined) return readPower(reader, depth)
  reader.count(sign)
  const value = readSigned(reader, depth + 1)
  return sign.text === '-' ? negate(value) : value
}

function readPower(reader: Reader, depth: number): Rational {
  const base = readPercent(reader, depth)
  const sign = take(reader, '^')
  if (sign === undefined) return base
  reader.count(sign)
  const power = integerOf(readSigned(reader, depth + 1))
  if (power === undefined) fail(sign, 'a power that is no integer')
  const size = power < 0n ? -power : power
  if (size > NUMBER_EXPONENT_MAX) fail(sign, `a power beyond ${NUMBER_EXPONENT_MAX}`)
  return within(sign, raise(power < 0n ? inverse(sign, base) : base, Number(size)))
}

const HUNDREDTH: Rational = { over: 1n, under: 100n }

function readPercent(reader: Reader, depth: number): Rational {
  let value = readPrimary(reader, depth)
  for (let sign = take(reader, '%'); sign !== undefined; sign = take(reader, '%')) {
    reader.count(sign)
    value = within(sign, multiply(value, HUNDREDTH))
  }
  return value
}

function readPrimary(reader: Reader, depth: number): Rational {
  const { token } = reader
  if (token.kind === 'number') {
    reader.next()
    return numberIn(token)
  }
  if (take(reader, '(') === undefined) fail(token, `a number is missing before ${shown(token)}`)
  const value = readSum(reader, depth + 1)
  if (take(reader, ')') === undefined) fail(reader.token, `")" is missing before ${shown(reader.token)}`)
  return value
}

const numberIn = (token: Token): Rational => rationalOf(decimalIn(token))

function decimalIn(token: Token): Decimal {
  const decimal = parseDecimal(plainNumber(token.text))
  return decimal ?? fail(token, `a number of more than ${NUMBER_DIGITS_MAX} digits or an exponent beyond ${NUMBER_EXPONENT_MAX}`)
}

/** A number as people write it, `1,000` or `.5` or `5.`, in the one way that programs do. */
export function plainNumber(text: string): string {
  return text.replaceAll(',', '').replace(/^\./, '0.').replace(/\.(?!\d)/, '')
}
