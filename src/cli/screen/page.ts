/** Page: what is laid out on: a width, colours, sections, bars, and texts cut to the room there is. */
import type { Paint, Terminal } from '../terminal.ts'
import { cellWidth } from './table.ts'
import { counted } from './words.ts'

/** What is drawn on. */
export type Page = Pick<Terminal, 'paint' | 'columns'>

/** A page wider than this is hard to read. */
const WIDTH_MAX = 120
const BAR_WIDTH = 12

/** Columns used. */
export const widthOf = ({ columns }: Page): number => Math.min(columns, WIDTH_MAX)

/** `text` in at most `width` columns; what is cut is marked. Not for painted texts. */
export function fitted(text: string, width: number): string {
  if (cellWidth(text) <= width) return text
  let [held, used] = ['', 1]
  for (const symbol of text) {
    used += cellWidth(symbol)
    if (used > width) break
    held += symbol
  }
  return `${held}…`
}

/** `text` in lines of at most `width` columns, broken at spaces; all but the first begin with `indent`. */
export function wrapped(text: string, width: number, indent: string): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && cellWidth(longer) > width) {
      lines.push(line)
      line = `${indent}${word}`
    } else line = longer
  }
  return [...lines, line].map((one) => fitted(one, width))
}

/** A bar as long as `part` is of `whole`; at least a sliver of what is there at all. */
export function bar(part: bigint, whole: bigint, paint: Paint): string {
  const cells = whole === 0n ? 0 : Number((part * BigInt(BAR_WIDTH) + whole / 2n) / whole)
  const full = part > 0n ? Math.max(1, cells) : 0
  return `${'█'.repeat(full)}${paint.dim('·'.repeat(BAR_WIDTH - full))}`
}

/** A titled list, of which at most `max` blocks are shown and the others counted as `what`. */
export function section(
  title: string,
  blocks: readonly (readonly string[])[],
  max: number,
  what: string,
  paint: Paint,
): readonly string[] {
  if (blocks.length === 0) return []
  const left = blocks.length - max
  const more = left <= 0 ? [] : [paint.dim(`  … and ${counted(left, `more ${what}`)}; --json prints all`)]
  return ['', paint.bold(title), ...blocks.slice(0, max).flat(), ...more]
}
