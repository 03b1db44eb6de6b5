/** Chart: one case as bars on a logarithmic scale, an SVG without scripts or fonts of its own, readable in light and dark. */
import type { Case } from './case.ts'
import type { Row } from './rows.ts'

const WIDTH = 720
const LABEL = 250
const BAR = 16
const GAP = 6
const HEAD = 26

/** The first metric of the case, for each of its sizes a group and for each subject a bar. */
export function chartOf(each: Case, rows: readonly Row[]): string {
  const [metric = ''] = Object.keys(each.units)
  const shown = rows.filter((row) => row.metric === metric && row.value > 0)
  const [low, high] = [Math.min(...shown.map(({ value }) => value)), Math.max(...shown.map(({ value }) => value))]
  const floor = 10 ** Math.floor(Math.log10(low) - 0.2)
  const scale = (value: number): number => (Math.log10(value / floor) / Math.log10((high * 1.05) / floor)) * (WIDTH - LABEL - 110)
  const parts: string[] = []
  let top = 4
  for (const params of new Set(shown.map((row) => JSON.stringify(row.params)))) {
    parts.push(text(8, top + 14, `${each.name} ${metric}, ${params.replaceAll(/["{}]/gu, '')}`, 'font-weight="bold"'))
    top += HEAD
    for (const row of shown.filter((other) => JSON.stringify(other.params) === params)) {
      const fill = row.subject === 'tracord' ? '#2563eb' : '#94a3b8'
      const width = Math.max(2, scale(row.value))
      parts.push(text(LABEL - 8, top + 12, row.subject, 'text-anchor="end"'))
      parts.push(`<rect x="${LABEL}" y="${top}" width="${width.toFixed(1)}" height="${BAR}" rx="2" fill="${fill}"/>`)
      parts.push(text(LABEL + width + 6, top + 12, `${row.value.toLocaleString('en')} ${row.unit}`, ''))
      top += BAR + GAP
    }
    top += 10
  }
  const style = '<style>text{font:12px sans-serif;fill:#475569}@media(prefers-color-scheme:dark){text{fill:#cbd5e1}}</style>'
  const size = `viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}"`
  return `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${style}${parts.join('')}</svg>\n`
}

function text(x: number, y: number, content: string, more: string): string {
  const safe = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<text x="${x.toFixed(1)}" y="${y}" ${more}>${safe}</text>`
}
