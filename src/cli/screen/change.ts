/** What changed, on the screen: conflicts that opened or were settled, and how statements stand now. */
import type { Statement } from '../../frames/statement.ts'
import type { Changes, ConflictTold, StandingChange, Stands } from '../changes.ts'
import { fitted, widthOf, wrapped, type Page } from './page.ts'
import { paintedStatus } from './status.ts'
import { cellWidth } from './table.ts'
import { counted, spanWords, statementWords, votesWords } from './words.ts'

/** How many of each kind are told of one moment; `--json` holds all. */
const SHOWN = 12
/** Windows told of one statement. */
const WINDOWS_SHOWN = 3

/** How the lines are set. */
export interface ChangeLayout {
  /** The frame that the whole page is about; its name is left out. */
  readonly frame: string | null
  readonly indent: string
  /** How many of each kind are told. */
  readonly shown?: number
}

/** The lines on what changed. */
export function changeLines(changes: Changes, layout: ChangeLayout, page: Page): readonly string[] {
  const { paint } = page
  const { indent, shown = SHOWN } = layout
  const cut = (lines: readonly (readonly string[])[], what: string): readonly string[] => {
    const left = lines.length - shown
    const more = left > 0 ? [paint.dim(`${indent}… and ${counted(left, `more ${what}`)}; --json prints all`)] : []
    return [...lines.slice(0, shown).flat(), ...more]
  }
  const conflict = (mark: string, text: string): readonly string[] => {
    const [first = '', ...rest] = wrapped(text, widthOf(page) - indent.length - 2, '')
    return [`${indent}${mark} ${first}`, ...rest.map((line) => `${indent}  ${line}`)]
  }
  // One contradiction shown by other claims than before is neither new nor gone to a person.
  const opened = without(changes.opened, changes.settled)
  const settled = without(changes.settled, changes.opened)
  const left = changes.standings.length - shown
  return [
    ...cut(opened.map(({ text }) => conflict(paint.red('✗'), text)), 'conflict'),
    ...cut(settled.map(({ text }) => conflict(paint.green('✓'), `settled: ${text}`)), 'settled conflict'),
    ...standingLines(changes.standings.slice(0, shown), layout, page),
    ...(left > 0 ? [paint.dim(`${indent}… and ${counted(left, 'more change')} of standing; --json prints all`)] : []),
  ]
}

/** The changes that what was said does not tell by itself: not that a new claim is clear, nor that what was taken back is gone. */
export function unexpected(changes: readonly StandingChange[], said: readonly Statement[]): readonly StandingChange[] {
  const keys = new Set(said.map(keyOf))
  return changes.filter(({ statement, before, after }) => {
    const isPlain = after.length === 0 || (before.length === 0 && after.every(({ status }) => status === 'clear'))
    return !isPlain || !keys.has(keyOf(statement))
  })
}

function keyOf({ frame, slot, value, not }: Statement): string {
  return JSON.stringify([frame, slot, value, not])
}

function without(conflicts: readonly ConflictTold[], others: readonly ConflictTold[]): readonly ConflictTold[] {
  const texts = new Set(others.map(({ text }) => text))
  return conflicts.filter(({ text }) => !texts.has(text))
}

function standingLines(changes: readonly StandingChange[], { frame, indent }: ChangeLayout, page: Page): readonly string[] {
  const words = changes.map(({ statement }) => {
    const whole = statementWords(statement)
    return fitted(statement.frame === frame ? whole.slice(statement.frame.length + 1) : whole, Math.floor(widthOf(page) / 2))
  })
  const room = Math.max(0, ...words.map(cellWidth))
  return changes.flatMap((change, at) => {
    const name = words[at] ?? ''
    const [first = '', ...others] = wayWords(change, page)
    const rest = others.map((line) => `${indent}  ${' '.repeat(room)}  ${line}`)
    return [`${indent}→ ${name}${' '.repeat(room - cellWidth(name))}  ${first}`, ...rest]
  })
}

/** `clear → rejected`, or a line for each window where the windows are several. */
function wayWords({ before, after }: StandingChange, page: Page): readonly string[] {
  const { paint } = page
  const [now, ...later] = after
  if (now === undefined) return [`${before.map(({ status }) => status)[0] ?? ''} ${paint.dim('→ holds no more')}`.trim()]
  if (later.length > 0) {
    const told = after.slice(0, WINDOWS_SHOWN).map((stands) => standsWords(stands, page))
    const left = after.length - told.length
    return left > 0 ? [...told, paint.dim(`… and ${counted(left, 'more window')}`)] : told
  }
  const [then, ...earlier] = before
  const from = then === undefined || earlier.length > 0 ? '' : `${paintedStatus(then.status, paint)} ${paint.dim('→')} `
  return [`${from}${standsWords(now, page)}${paint.dim(`  ${votesWords(now.weight)}`)}`]
}

function standsWords({ status, window }: Stands, { paint }: Page): string {
  const when = spanWords(window)
  return when === '' ? paintedStatus(status, paint) : `${paintedStatus(status, paint)} ${paint.dim(when)}`
}
