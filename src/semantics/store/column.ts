/** Column: a growing array of 32-bit integers, so that a record costs bytes and not an object. */

/** A growing array. */
export interface Column {
  /** The backing array; replaced when the column grows, so never keep it across a `push`. */
  cells: Int32Array
  length: number
}

const LENGTH_FIRST = 256

/** A column, empty. */
export function createColumn(): Column {
  return { cells: new Int32Array(LENGTH_FIRST), length: 0 }
}

/** Appends `value`; the index is the former length. */
export function push(column: Column, value: number): void {
  if (column.length === column.cells.length) {
    const grown = new Int32Array(column.cells.length * 2)
    grown.set(column.cells)
    column.cells = grown
  }
  column.cells[column.length++] = value
}

/** Numbers by record number, with `initial` where nothing was set. */
export interface Sheet {
  get(record: number): number
  set(record: number, value: number): void
}

/** A sheet that holds `initial` everywhere. */
export function createSheet(initial: number): Sheet {
  let cells = new Int32Array(LENGTH_FIRST).fill(initial)
  return {
    get: (record) => (record < cells.length ? cells[record]! : initial),
    set(record, value) {
      if (record >= cells.length) {
        const grown = new Int32Array(Math.max(record + 1, cells.length * 2)).fill(initial)
        grown.set(cells)
        cells = grown
      }
      cells[record] = value
    },
  }
}
