/** Embedder: what a text is near to, as a list of small integers; and how near two such meanings are. */
import { MEANING_MAX, MEANING_SIZE, MEANING_TEXT_MAX } from './limits.ts'

/** {@link MEANING_SIZE} integers from -127 to 127, or none where nothing is known. */
export type Meaning = readonly number[]

/** Gives texts their meaning. Nodes that are to find each other by it need the same one. */
export interface Embedder {
  /** Tells embedders apart. */
  readonly name: string
  /** The same for the same text, on every machine. */
  embed(text: string): Meaning
}

/** Nothing is known. */
export const NO_MEANING: Meaning = []

/**
 * Needs no model: words, pairs of words and threes of letters, each hashed to one place and a sign. Texts that share words, or parts of
 * words, come out near each other; what means the same in other words does not.
 */
export const hashingEmbedder: Embedder = {
  name: 'hashed-n-grams/1',
  embed(text) {
    const sums = new Int32Array(MEANING_SIZE)
    const words = text.slice(0, MEANING_TEXT_MAX).normalize('NFC').toLowerCase().match(WORD) ?? []
    words.forEach((word, at) => {
      count(sums, word, WORD_WEIGHT)
      if (at > 0) count(sums, `${words[at - 1]} ${word}`, 1)
      const padded = `^${word}$`
      for (let from = 0; from + GRAM_LENGTH <= padded.length; from++) count(sums, padded.slice(from, from + GRAM_LENGTH), 1)
    })
    return scaled(sums)
  },
}

const WORD = /[\p{L}\p{N}]+/gu
const GRAM_LENGTH = 3
/** A whole word says more than a part of one. */
const WORD_WEIGHT = 3

function count(sums: Int32Array, gram: string, weight: number): void {
  const hash = fnv1a(gram)
  const place = hash % MEANING_SIZE
  sums[place] = sums[place]! + ((hash & SIGN_BIT) === 0 ? weight : -weight)
}

/** A bit that takes no part in choosing the place. */
const SIGN_BIT = 0x1_0000

/** FNV-1a over UTF-16 code units, 32 bits: https://datatracker.ietf.org/doc/draft-eastlake-fnv/ */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

function scaled(sums: Int32Array): Meaning {
  const largest = sums.reduce((held, sum) => Math.max(held, Math.abs(sum)), 0)
  if (largest === 0) return NO_MEANING
  return Array.from(sums, (sum) => Math.trunc((sum * MEANING_MAX) / largest))
}

/** How near two meanings are, in permille: 1000 for the same direction, 0 for nothing in common or nothing known. */
export function nearness(a: Meaning, b: Meaning): number {
  if (a.length !== b.length) return 0
  const length = dot(a, a) * dot(b, b)
  return length === 0 ? 0 : Math.max(0, Math.floor((dot(a, b) * 1_000) / Math.sqrt(length)))
}

/** The dot product; of meanings it is at most 2^22. */
export function dot(a: Meaning, b: Meaning): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}
