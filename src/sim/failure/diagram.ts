/** Diagram: the causal cone of a broken promise as one self-contained page: a line a node, time downward, an arrow a message. */
import type { Happening, Kind } from '../history.ts'
import type { Outcome, Violation } from '../outcome.ts'
import { coneOf, stormOf } from './cone.ts'
import type { Replay } from './story.ts'
import { wordsOf } from './words.ts'

/** Happenings drawn: the last ones. */
export const DRAWN_MAX = 160
const ROW_PX = 22
const COLUMN_PX = 190
const LEFT_PX = 110
const TOP_PX = 54
/** Characters beside a dot. */
const LABEL_CHARS = 30

/** The page. */
export function diagramOf(outcome: Outcome, replay: Replay): string {
  const [violation] = outcome.violations
  const told: Violation = violation ?? { promise: 'none', why: 'Every promise was kept.' }
  const led = violation === undefined ? stormOf(outcome.happenings) : coneOf(outcome.happenings, violation)
  const cone = led.filter(({ kind }) => kind !== 'world')
  const shown = cone.slice(-DRAWN_MAX)
  const title = violation === undefined ? 'Every promise was kept' : `The promise ${violation.promise} was broken`
  return [
    '<!doctype html><meta charset="utf-8">',
    `<title>${escaped(title)}</title>`,
    '<style>body{font:14px system-ui,sans-serif;margin:24px;color:#222;background:#fff}code{background:#f2f2f2;padding:2px 4px}',
    'svg{font:11px system-ui,sans-serif}.life{stroke:#bbb}.message{stroke:#36c;fill:none}.lost{stroke:#c22;stroke-dasharray:4 3;fill:none}',
    '.fault{fill:#c22}.plain{fill:#222}.time{fill:#888}.name{font-weight:600}</style>',
    `<h1>${escaped(title)}</h1><p>${escaped(told.why)}</p>`,
    `<p>Again: <code>${escaped(replay)}</code></p>`,
    cone.length > shown.length ? `<p>${cone.length - shown.length} things before these are left out.</p>` : '',
    svgOf(shown, outcome.scenario.topology.nodes),
    '<p>Blue: a message, from its sending to its arrival. Red, dashed: one that was lost. Red words: what went wrong by intent.</p>',
  ].join('\n')
}

function svgOf(shown: readonly Happening[], nodes: readonly string[]): string {
  const rows = shown.filter(({ kind }) => kind !== 'take')
  const yOf = new Map<Happening, number>(shown.map((happening, at) => [happening, TOP_PX + at * ROW_PX]))
  const xOf = (node: string): number => LEFT_PX + Math.max(0, nodes.indexOf(node)) * COLUMN_PX
  const height = TOP_PX + shown.length * ROW_PX + 20
  const arrivals = new Map(shown.flatMap((one) => (one.kind === 'take' && one.message !== undefined ? [[one.message, one]] : [])))
  const lives = nodes.map((node) => {
    const x = xOf(node)
    const name = `<text class="name" x="${x}" y="24" text-anchor="middle">${escaped(node)}</text>`
    return `${name}<line class="life" x1="${x}" x2="${x}" y1="32" y2="${height - 10}"/>`
  })
  const marks = rows.map((happening) => markOf(happening, { xOf, yOf, arrivals }))
  const width = LEFT_PX + nodes.length * COLUMN_PX
  const tip = '<path d="M0,0L7,3L0,6z" fill="#36c"/>'
  const arrow = `<defs><marker id="tip" markerWidth="8" markerHeight="8" refX="7" refY="3" orient="auto">${tip}</marker></defs>`
  return [`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">`, arrow, ...lives, ...marks, '</svg>'].join('\n')
}

interface Places {
  readonly xOf: (node: string) => number
  readonly yOf: ReadonlyMap<Happening, number>
  readonly arrivals: ReadonlyMap<number, Happening>
}

function markOf(happening: Happening, { xOf, yOf, arrivals }: Places): string {
  const { kind, node, peer = '', message = -1, atMs, about = '' } = happening
  const y = yOf.get(happening) ?? 0
  const x = node === '' ? 60 : xOf(node)
  const time = `<text class="time" x="4" y="${y + 4}">${atMs} ms</text>`
  if (kind === 'send' || kind === 'lose') {
    const arrival = arrivals.get(message)
    const yTo = arrival === undefined ? y + ROW_PX / 2 : (yOf.get(arrival) ?? y)
    const xTo = kind === 'lose' ? (x + xOf(peer)) / 2 : xOf(peer)
    const look = kind === 'lose' ? 'class="lost"' : 'class="message" marker-end="url(#tip)"'
    const [dx, anchor] = xTo > x ? [6, 'start'] : [-6, 'end']
    const words = `<text class="plain" x="${x + dx}" y="${y - 3}" text-anchor="${anchor}">${short(about)}</text>`
    return `${time}<line ${look} x1="${x}" y1="${y}" x2="${xTo}" y2="${yTo}"/>${words}`
  }
  const look = ILL.has(kind) ? 'fault' : 'plain'
  const dot = node === '' ? '' : `<circle class="${look}" cx="${x}" cy="${y}" r="3"/>`
  const words = wordsOf(happening)
  return `${time}${dot}<text class="${look}" x="${x + 6}" y="${y + 4}"><title>${escaped(words)}</title>${short(words)}</text>`
}

const ILL: ReadonlySet<Kind> = new Set<Kind>(['crash', 'fault', 'fail', 'alarm', 'close', 'refuse'])

function short(text: string): string {
  return escaped(text.length > LABEL_CHARS ? `${text.slice(0, LABEL_CHARS - 1)}…` : text)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
