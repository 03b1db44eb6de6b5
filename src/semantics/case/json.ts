/** JSON of a case file: parsed exactly, every text in NFC, and what cannot be a number told with its place. */
import { parse } from 'lossless-json'
import { parseDecimal } from '../../frames/decimal.ts'
import { valueOfDecimal } from '../../frames/value.ts'
import { CaseFault, within } from './fields.ts'

/** Marks a number over the limits (R7) until its place is known: a parser sees numbers without their paths. */
class LongNumber {
  readonly spelling: string

  constructor(spelling: string) {
    this.spelling = spelling
  }
}

/** The JSON that `source` spells: numbers as the values they are, exactly. Throws a {@link CaseFault}. */
export function jsonFrom(source: string): unknown {
  return normalForm(parsed(source), '')
}

function parsed(source: string): unknown {
  try {
    return parse(source, null, exactNumber)
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error
    const position = /at position (\d+)/.exec(error.message)?.[1]
    const line = position === undefined ? 1 : source.slice(0, Number(position)).split('\n').length
    throw new CaseFault(`line ${line}`, `is not JSON: ${error.message}`)
  }
}

/** A JSON number as the value it spells: a safe integer, or the tagged form. */
function exactNumber(spelling: string): unknown {
  const decimal = parseDecimal(spelling)
  return decimal === undefined ? new LongNumber(spelling) : valueOfDecimal(decimal)
}

/** Names of the law and of the claims must meet however an editor composed their letters, so keys count as texts too. */
function normalForm(input: unknown, at: string): unknown {
  if (typeof input === 'string') return input.normalize('NFC')
  if (input instanceof LongNumber)
    throw new CaseFault(at, `the number ${input.spelling.slice(0, SHOWN_MAX)} is over the limit of 1,000 digits`)
  if (typeof input !== 'object' || input === null) return input
  if (Array.isArray(input)) return input.map((one, index) => normalForm(one, `${at}[${index}]`))
  const entries = Object.entries(input).map(([key, one]) => [key.normalize('NFC'), normalForm(one, within(at, key))] as const)
  return Object.fromEntries(entries)
}

/** So much of a number is shown in a message. */
const SHOWN_MAX = 40
