/** Lexer: the text of rules cut into tokens with their positions; comments are kept aside, because they explain the rules. */

/** What a token is by its first character; `strange` is what no token may begin with. */
export type TokenKind = 'name' | 'variable' | 'anonymous' | 'integer' | 'string' | 'sign' | 'strange' | 'end'

/** A piece of the text with its place. */
export interface Token {
  readonly kind: TokenKind
  /** As written; of a string what its quotes hold, with the escapes undone. */
  readonly text: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 code units. */
  readonly column: number
  /** Where it begins in the whole text. */
  readonly at: number
}

/** A text, cut. */
export interface Lexed {
  /** Ends with one token of kind `end`. */
  readonly tokens: readonly Token[]
  /** Comment texts without their signs and outer blanks; never empty. */
  readonly comments: readonly Token[]
}

const BLANK = /[ \t\r\n]+/y
const BLOCK = /%\*[^]*?\*%/y
/** A block that is never closed is no comment, or half a program would silently be none. */
const COMMENT = /%(?!\*)[^\n]*/y

/** In the order in which they are tried. */
const SHAPES: readonly (readonly [TokenKind, RegExp])[] = [
  ['string', /"(?:[^"\\\n]|\\[^\n])*"/y],
  ['integer', /[0-9]+/y],
  ['name', /[a-z][A-Za-z0-9_]*/y],
  ['variable', /[A-Z][A-Za-z0-9_]*/y],
  ['anonymous', /_(?![A-Za-z0-9_])/y],
  ['sign', /:-|:~|<=|>=|!=|<>|==|[<>=(),.[\]-]/y],
  ['strange', /[^]/uy],
]

/**
 * Cuts `text` into tokens, up to the first that is none: it comes out as `strange`, for the parser to refuse with what it expected.
 * Going on would let a hostile text be scanned to its end from each of its characters.
 */
export function lexRules(text: string): Lexed {
  const [tokens, comments]: [Token[], Token[]] = [[], []]
  let [at, line, lineStart] = [0, 1, 0]
  const token = (kind: TokenKind, shown: string): Token => ({ kind, text: shown, line, column: at - lineStart + 1, at })
  while (at < text.length && tokens.at(-1)?.kind !== 'strange') {
    const comment = matchAt(BLOCK, text, at) ?? matchAt(COMMENT, text, at)
    const skipped = comment ?? matchAt(BLANK, text, at)
    let taken = skipped
    if (comment !== undefined) {
      const words = commentWords(comment)
      if (words !== '') comments.push(token('strange', words))
    }
    if (taken === undefined) {
      const [kind, written] = nextToken(text, at)
      tokens.push(token(kind, kind === 'string' ? unescape(written) : written))
      taken = written
    }
    for (let index = taken.indexOf('\n'); index !== -1; index = taken.indexOf('\n', index + 1)) {
      line += 1
      lineStart = at + index + 1
    }
    at += taken.length
  }
  tokens.push(token('end', ''))
  return { tokens, comments }
}

function matchAt(shape: RegExp, text: string, at: number): string | undefined {
  shape.lastIndex = at
  return shape.exec(text)?.[0]
}

function nextToken(text: string, at: number): readonly [TokenKind, string] {
  for (const [kind, shape] of SHAPES) {
    const written = matchAt(shape, text, at)
    if (written !== undefined) return isFlawed(kind, written) ? ['strange', written] : [kind, written]
  }
  return ['strange', text.slice(at)]
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', '"': '"', '\\': '\\' }

/** A string with an escape that does not exist is no string. */
function isFlawed(kind: TokenKind, written: string): boolean {
  return kind === 'string' && [...written.matchAll(/\\(.)/gu)].some(([, escaped = '']) => ESCAPES[escaped] === undefined)
}

function unescape(written: string): string {
  return written.slice(1, -1).replace(/\\(.)/gu, (_all, escaped: string) => ESCAPES[escaped] ?? '')
}

function commentWords(comment: string): string {
  const inner = comment.startsWith('%*') ? comment.slice(2, -2) : comment.replace(/^%+/, '')
  return inner.replace(/\s+/g, ' ').trim()
}
