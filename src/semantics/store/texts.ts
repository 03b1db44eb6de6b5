/** Texts: strings by number, as bytes outside of the heap: a million names are no million objects, and pin no text they were cut from. */
import { addRow, cell, createRows, setCell } from './rows.ts'
import { createTable, mix, NO_RECORD } from './table.ts'

/** A local number of a text. */
export type TextNumber = number

/** No text. */
export const NO_TEXT: TextNumber = NO_RECORD

/** The texts met so far. Meant for names that nobody can choose freely, like hashes: many of one hash would be slow to tell apart. */
export interface Texts {
  /** The number of this text; one more than the last where it is new. */
  of(text: string): TextNumber
  /** The number of this text, or {@link NO_TEXT}. */
  find(text: string): TextNumber
  /** The text, made anew at every call. */
  at(number: TextNumber): string
  count(): number
}

/** Units of a chunk; a longer text gets one of its own. */
const CHUNK_UNITS = 65_536
/** Units that are turned into a string at once: arguments of a call. */
const CALL_UNITS = 4_096
/** Fields of a text: chunk, first unit in it, how many units. */
const [CHUNK, FROM, UNITS] = [0, 1, 2]
const WIDE = /[^\x00-\xff]/

/** Units of texts: bytes while all of them are, else 16 bits each. */
type Units = Uint8Array | Uint16Array

/** Texts, none yet. */
export function createTexts(): Texts {
  const [places, table, chunks] = [createRows(3), createTable(), [] as Units[]]
  // The chunks that the next narrow and the next wide text go to, and how much of each is taken.
  const open = { narrow: { chunk: -1, used: CHUNK_UNITS }, wide: { chunk: -1, used: CHUNK_UNITS } }

  const isAt = (number: TextNumber, text: string): boolean => {
    if (cell(places, number, UNITS) !== text.length) return false
    const [units, from] = [chunks[cell(places, number, CHUNK)]!, cell(places, number, FROM)]
    for (let at = 0; at < text.length; at++) if (units[from + at] !== text.charCodeAt(at)) return false
    return true
  }
  const findAt = (hash: number, text: string): TextNumber => {
    for (let number = table.first(hash); number !== NO_RECORD; number = table.next(hash, number))
      if (isAt(number, text)) return number
    return NO_TEXT
  }
  const add = (hash: number, text: string): TextNumber => {
    const isWide = WIDE.test(text)
    const place = isWide ? open.wide : open.narrow
    if (place.used + text.length > CHUNK_UNITS) {
      const length = Math.max(CHUNK_UNITS, text.length)
      place.chunk = chunks.push(isWide ? new Uint16Array(length) : new Uint8Array(length)) - 1
      place.used = 0
    }
    const units = chunks[place.chunk]!
    for (let at = 0; at < text.length; at++) units[place.used + at] = text.charCodeAt(at)
    const number = addRow(places)
    setCell(places, number, CHUNK, place.chunk)
    setCell(places, number, FROM, place.used)
    setCell(places, number, UNITS, text.length)
    place.used += text.length
    table.add(hash, number)
    return number
  }
  // What is not found is usually added next, so the hash of what was last looked for is kept.
  let [last, lastHash] = ['', hashOf('')]
  const hash = (text: string): number => {
    if (text !== last) [last, lastHash] = [text, hashOf(text)]
    return lastHash
  }
  const find = (text: string): TextNumber => findAt(hash(text), text)
  return {
    of(text) {
      const held = find(text)
      return held === NO_TEXT ? add(hash(text), text) : held
    },
    find,
    at(number) {
      const from = cell(places, number, FROM)
      return textIn(chunks[cell(places, number, CHUNK)]!, from, from + cell(places, number, UNITS))
    },
    count: () => places.length,
  }
}

function hashOf(text: string): number {
  let hash = 0
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return mix(hash, text.length, 0)
}

function textIn(units: Units, from: number, until: number): string {
  let text = ''
  for (let at = from; at < until; at += CALL_UNITS) {
    text += String.fromCharCode.apply(null, units.subarray(at, Math.min(at + CALL_UNITS, until)) as unknown as number[])
  }
  return text
}
