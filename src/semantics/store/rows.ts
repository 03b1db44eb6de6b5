/** Rows: records of a few 32-bit integers each, in chunks: a record costs bytes and no object, and growing copies nothing. */

/** Records by number, all of one width. */
export interface Rows {
  /** Integers in each record. */
  readonly width: number
  readonly chunks: Int32Array[]
  /** How many records there are. */
  length: number
}

/** Records of a chunk, as a power of two: small enough for a small case, large enough that chunks are few. */
const BITS = 10
const MASK = (1 << BITS) - 1

/** No records yet. */
export function createRows(width: number): Rows {
  return { width, chunks: [], length: 0 }
}

/** Appends a record, of zeros where none was before; returns its number. */
export function addRow(rows: Rows): number {
  const row = rows.length++
  if (row >> BITS === rows.chunks.length) rows.chunks.push(new Int32Array(rows.width << BITS))
  return row
}

/** Field `field` of record `row`, which must exist. */
export function cell(rows: Rows, row: number, field: number): number {
  return rows.chunks[row >> BITS]![(row & MASK) * rows.width + field]!
}

/** Sets it. */
export function setCell(rows: Rows, row: number, field: number, value: number): void {
  rows.chunks[row >> BITS]![(row & MASK) * rows.width + field] = value
}

/** Numbers by record number, with `initial` where nothing was set; space is taken only around what was. */
export interface Sheet {
  get(record: number): number
  set(record: number, value: number): void
}

/** A sheet that holds `initial` everywhere. */
export function createSheet(initial: number): Sheet {
  const chunks: (Int32Array | undefined)[] = []
  return {
    get: (record) => chunks[record >> BITS]?.[record & MASK] ?? initial,
    set(record, value) {
      const at = record >> BITS
      while (chunks.length <= at) chunks.push(undefined)
      const chunk = (chunks[at] ??= new Int32Array(1 << BITS).fill(initial))
      chunk[record & MASK] = value
    },
  }
}

/** A stack of numbers that keeps its space. */
export interface Stack {
  push(value: number): void
  /** The last pushed, or -1 when there is none; so hold no negative numbers. */
  pop(): number
  size(): number
  clear(): void
}

/** A stack, empty. */
export function createStack(): Stack {
  const rows = createRows(1)
  return {
    push: (value) => setCell(rows, addRow(rows), 0, value),
    pop: () => (rows.length === 0 ? -1 : cell(rows, --rows.length, 0)),
    size: () => rows.length,
    clear: () => void (rows.length = 0),
  }
}
