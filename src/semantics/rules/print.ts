/** Printer: a rule as text that parses to the same tree, given the same slots. */
import { parseTime, showTime, type Value } from '../../frames/value.ts'
import type { Atom, Comparison, Literal, Rule, Term } from './rule.ts'

/** The text of a rule; its explanation follows as a comment unless it is the rule itself. */
export function printRule(rule: Rule): string {
  const tree = printTree(rule)
  return rule.text === tree ? tree : `${tree} % ${rule.text}`
}

/** The text of a rule without its explanation. */
export function printTree({ head, body, compare, soft }: Pick<Rule, 'head' | 'body' | 'compare' | 'soft'>): string {
  const conditions = [...body.map(printLiteral), ...compare.map(printComparison)].join(', ')
  if (head !== null) return conditions === '' ? `${printAtom(head)}.` : `${printAtom(head)} :- ${conditions}.`
  return soft === null ? `:- ${conditions}.` : `:~ ${conditions}. [${soft}]`
}

/** The text of a body literal. */
export function printLiteral({ atom, not }: Literal): string {
  return not ? `not ${printAtom(atom)}` : printAtom(atom)
}

/** The text of an atom; without arguments without brackets. */
export function printAtom({ pred, args, negative }: Atom): string {
  const name = PLAIN_NAME.test(pred) && !WORDS.has(pred) ? pred : quote(pred)
  const list = args.length === 0 ? '' : `(${args.map(printTerm).join(', ')})`
  return `${negative ? '-' : ''}${name}${list}`
}

function printComparison({ op, left, right }: Comparison): string {
  return `${printTerm(left)} ${op} ${printTerm(right)}`
}

/** The text of a term; variables that only stand for "anything" are `_`. */
export function printTerm(term: Term): string {
  if ('constant' in term) return printConstant(term.constant)
  return term.variable.startsWith('_') ? '_' : term.variable
}

function printConstant(value: Value): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value !== 'object') return String(value)
  if ('ref' in value) return `ref(${quote(value.ref)})`
  if ('time' in value) return printTime(value.time)
  return 'int' in value ? value.int : `dec(${quote(value.dec)})`
}

/** Years that ISO 8601 writes with more than four digits are written as milliseconds. */
function printTime(ms: number): string {
  const iso = showTime(ms)
  return `time(${parseTime(iso) === ms ? quote(iso) : ms})`
}

const PLAIN_NAME = /^[a-z][A-Za-z0-9_]*$/
/** What an unquoted name would be taken for something else. */
const WORDS: ReadonlySet<string> = new Set(['not', 'true', 'false'])

function quote(text: string): string {
  return `"${text.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))}"`
}
