/** Texts: strings by number, as bytes outside of the heap: a million names are no million objects, and pin no text they were cut from. */
import { addRow, cell, createRows, setCell } from './rows.ts'
import { createTable, mix, NO_RECORD } from './table.ts'

/** A local number of a text. */
export type TextNumber = number

/** No text. */
export const NO_TEXT: TextNumber = NO_RECORD

/**
 * The texts met so far; without lone surrogates, as entries and cases are (R7). Meant for names that nobody can choose freely, like
 * hashes: many with one hash would be slow to tell apart.
 */
export interface Texts {
  /** The number of this text; one more than the last where it is new. */
  of(text: string): TextNumber
  /** The number of this text, or {@link NO_TEXT}. */
  find(text: string): TextNumber
  /** The text, made anew at every call. */
  at(number: TextNumber): string
}

/** Fields of a text: its first word, and how many bytes of UTF-8 it has. */
const [FROM, BYTES] = [0, 1]
/** Bytes that a unit of a string takes at most. */
const UNIT_BYTES_MAX = 3
const SCRATCH_FIRST = 1_024

/** Texts, none yet. */
export function createTexts(): Texts {
  const [places, words, table] = [createRows(2), createRows(1), createTable()]
  const reader = createReader()

  const isAt = (number: TextNumber): boolean => {
    if (cell(places, number, BYTES) !== reader.bytes) return false
    const from = cell(places, number, FROM)
    for (let at = 0; at < reader.length; at++) if (cell(words, from + at, 0) !== reader.words[at]) return false
    return true
  }
  const find = (text: string): TextNumber => {
    reader.read(text)
    let number = table.first(reader.hash)
    while (number !== NO_RECORD && !isAt(number)) number = table.next(reader.hash, number)
    return number
  }
  const add = (): TextNumber => {
    const number = addRow(places)
    setCell(places, number, FROM, words.length)
    setCell(places, number, BYTES, reader.bytes)
    for (let at = 0; at < reader.length; at++) setCell(words, addRow(words), 0, reader.words[at]!)
    table.add(reader.hash, number)
    return number
  }
  return {
    find,
    of(text) {
      const held = find(text)
      return held === NO_TEXT ? add() : held
    },
    at(number) {
      const [from, bytes] = [cell(places, number, FROM), cell(places, number, BYTES)]
      const copy = new Int32Array(lengthOf(bytes))
      for (let at = 0; at < copy.length; at++) copy[at] = cell(words, from + at, 0)
      return decoder.decode(new Uint8Array(copy.buffer, 0, bytes))
    },
  }
}

/** A text as words of four bytes, filled up with zeros, and its hash; kept until the next is read. */
interface Reader {
  read(text: string): void
  words: Int32Array
  length: number
  bytes: number
  hash: number
}

const [encoder, decoder] = [new TextEncoder(), new TextDecoder('utf-8', { ignoreBOM: true })]
const lengthOf = (bytes: number): number => (bytes + 3) >> 2

function createReader(): Reader {
  let scratch = new Uint8Array(SCRATCH_FIRST)
  let last: string | undefined
  const reader: Reader = {
    words: new Int32Array(scratch.buffer),
    length: 0,
    bytes: 0,
    hash: 0,
    read(text) {
      if (text === last) return // what is not found is usually added next
      last = text
      while (scratch.length < text.length * UNIT_BYTES_MAX + 4) {
        scratch = new Uint8Array(scratch.length * 2)
        reader.words = new Int32Array(scratch.buffer)
      }
      reader.bytes = encoder.encodeInto(text, scratch).written
      reader.length = lengthOf(reader.bytes)
      for (let at = reader.bytes; at < reader.length << 2; at++) scratch[at] = 0
      let hash = reader.bytes
      for (let at = 0; at < reader.length; at++) hash = Math.imul(hash ^ reader.words[at]!, 0x01000193) ^ (hash >>> 15)
      reader.hash = mix(hash, reader.bytes, 0)
    },
  }
  return reader
}
