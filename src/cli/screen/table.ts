/** Table: rows of cells in columns as wide as their widest cell; colours take no room. */
import { stripVTControlCharacters } from 'node:util'

/** The lines of `rows`, each beginning with `indent`; columns named in `right` are set to the right. */
export function tableLines(
  rows: readonly (readonly string[])[],
  indent = '  ',
  right: readonly number[] = [],
): readonly string[] {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cellWidth(cell))
    })
  }
  return rows.map((row) => {
    const cells = row.map((cell, column) => {
      const room = ' '.repeat((widths[column] ?? 0) - cellWidth(cell))
      return right.includes(column) ? room + cell : cell + room
    })
    return `${indent}${cells.join('  ')}`.trimEnd()
  })
}

/** Columns that `text` takes on a screen: wide characters take two. */
export function cellWidth(text: string): number {
  let width = 0
  for (const symbol of stripVTControlCharacters(text)) width += WIDE.test(symbol) ? 2 : MARK.test(symbol) ? 0 : 1
  return width
}

const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{1f300}-\u{1faff}]/u
const MARK = /\p{M}/u
