/** Spelling: whether a text is canonical JSON, seen in one walk over its characters: nothing is parsed, written again or kept. */

/** Digits that are always a safe integer. */
const DIGITS_MAX = 15
/** No position: what stands there is not canonical, or is left to a closer look. */
const NOWHERE = -1

const [QUOTE, BACKSLASH, COMMA, COLON, MINUS, ZERO, NINE] = [0x22, 0x5c, 0x2c, 0x3a, 0x2d, 0x30, 0x39]
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT, SPACE] = [0x5b, 0x5d, 0x7b, 0x7d, 0x20]
/** What may follow a backslash where one character says what is meant; `\u` has two spellings and is left to a closer look. */
const ESCAPES = '"\\bfnrt'
const WORDS = ['true', 'false', 'null']

/**
 * true: `text` is the canonical text (RFC 8785) of a value that an entry may hold, no deeper than `depthMax`. false says nothing: it may
 * still be, in one of the spellings that are rare and not looked at here (`\u` escapes, escapes in keys, 16 digits); parse it and see.
 */
export function isPlainlyCanonical(text: string, depthMax: number): boolean {
  return afterValue(text, 0, depthMax) === text.length && text.isWellFormed()
}

/** The position after the value that begins at `at`, or {@link NOWHERE}. */
function afterValue(text: string, at: number, depthLeft: number): number {
  const code = text.charCodeAt(at)
  if (code === QUOTE) return afterString(text, at)
  if (code === OPEN_OBJECT) return depthLeft === 0 ? NOWHERE : afterObject(text, at, depthLeft - 1)
  if (code === OPEN_LIST) return depthLeft === 0 ? NOWHERE : afterList(text, at, depthLeft - 1)
  if (code === MINUS || (code >= ZERO && code <= NINE)) return afterInteger(text, at)
  for (const word of WORDS) if (text.startsWith(word, at)) return at + word.length
  return NOWHERE
}

function afterString(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at + 1
    if (code < SPACE) return NOWHERE
    if (code !== BACKSLASH) continue
    at += 1
    if (at === text.length || !ESCAPES.includes(text.charAt(at))) return NOWHERE
  }
  return NOWHERE
}

function afterInteger(text: string, from: number): number {
  const first = text.charCodeAt(from) === MINUS ? from + 1 : from
  let at = first
  while (at < text.length && text.charCodeAt(at) >= ZERO && text.charCodeAt(at) <= NINE) at += 1
  const digits = at - first
  if (digits === 0 || digits > DIGITS_MAX) return NOWHERE
  // No leading zero, and no zero below zero. What follows, a point or an exponent, is nothing that may stand after a value.
  if (text.charCodeAt(first) === ZERO && (digits > 1 || first !== from)) return NOWHERE
  return at
}

function afterList(text: string, from: number, depthLeft: number): number {
  let at = from + 1
  if (text.charCodeAt(at) === CLOSE_LIST) return at + 1
  for (;;) {
    at = afterValue(text, at, depthLeft)
    if (at === NOWHERE) return NOWHERE
    const code = text.charCodeAt(at)
    if (code === CLOSE_LIST) return at + 1
    if (code !== COMMA) return NOWHERE
    at += 1
  }
}

function afterObject(text: string, from: number, depthLeft: number): number {
  let at = from + 1
  if (text.charCodeAt(at) === CLOSE_OBJECT) return at + 1
  let [before, beforeEnd] = [at, at]
  for (;;) {
    const key = at
    const keyEnd = afterKey(text, key)
    if (keyEnd === NOWHERE || text.charCodeAt(keyEnd) !== COLON) return NOWHERE
    if (beforeEnd > before && !comesBefore(text, before, beforeEnd, key, keyEnd)) return NOWHERE
    at = afterValue(text, keyEnd + 1, depthLeft)
    if (at === NOWHERE) return NOWHERE
    const code = text.charCodeAt(at)
    if (code === CLOSE_OBJECT) return at + 1
    if (code !== COMMA) return NOWHERE
    at += 1
    before = key
    beforeEnd = keyEnd
  }
}

/** As {@link afterString}, for a key without escapes: its spelling then sorts as the key does. */
function afterKey(text: string, from: number): number {
  if (text.charCodeAt(from) !== QUOTE) return NOWHERE
  for (let at = from + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at + 1
    if (code < SPACE || code === BACKSLASH) return NOWHERE
  }
  return NOWHERE
}

/** Whether the quoted key [a, aEnd) of `text` sorts strictly before the one at [b, bEnd), by code units. */
function comesBefore(text: string, a: number, aEnd: number, b: number, bEnd: number): boolean {
  const [left, right] = [aEnd - a - 1, bEnd - b - 1] // to the closing quote, which sorts before nothing
  for (let at = 1; at < left && at < right; at += 1) {
    const [one, other] = [text.charCodeAt(a + at), text.charCodeAt(b + at)]
    if (one !== other) return one < other
  }
  return left < right
}
