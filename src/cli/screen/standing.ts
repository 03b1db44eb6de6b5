/** What stands, on the screen: frame by frame what is settled, and what is open. */
import { fitted, section, widthOf, type Page } from './page.ts'
import { authorWords } from './dispute.ts'
import type { StandingShown } from './shown.ts'
import { isSettled, paintedStatus } from './status.ts'
import { tableLines } from './table.ts'
import { counted, grouped, spanWords, statementWords, valueWords, votes } from './words.ts'

/** Frames whose settled statements are shown. */
const FRAMES_SHOWN = 12
/** Open statements shown. */
const OPEN_SHOWN = 10

/** The lines on what stands and what does not. */
export function standingLines(standings: readonly StandingShown[], page: Page): readonly string[] {
  const { paint } = page
  const settled = standings.filter(({ status }) => isSettled(status))
  const open = standings.filter(({ status }) => !isSettled(status) && status !== 'rejected')
  return [
    ...section(`What is open ${paint.dim(tallyWords(open))}`, openBlocks(open, page), OPEN_SHOWN, 'statement', paint),
    ...section(`What is settled ${paint.dim(tallyWords(settled))}`, frameBlocks(settled, page), FRAMES_SHOWN, 'frame', paint),
    ...(standings.length - settled.length - open.length > 0
      ? ['', paint.dim(`${counted(standings.length - settled.length - open.length, 'statement')} given up`)]
      : []),
  ]
}

function tallyWords(standings: readonly StandingShown[]): string {
  const counts = new Map<string, number>()
  for (const { status } of standings) counts.set(status, (counts.get(status) ?? 0) + 1)
  return [...counts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([status, count]) => `${grouped(count)} ${status}`)
    .join(' · ')
}

function openBlocks(open: readonly StandingShown[], page: Page): readonly (readonly string[])[] {
  const { paint } = page
  const width = widthOf(page)
  const shown = inOrder(open).slice(0, OPEN_SHOWN)
  const rows = shown.map((standing) => [
    fitted(statementWords(standing), Math.floor(width / 2)),
    paintedStatus(standing.status, paint),
    votes(standing.weight),
    paint.dim(
      fitted(
        [authorWords(standing), spanWords(standing.window)].filter((part) => part !== '').join(' · '),
        Math.floor(width / 3),
      ),
    ),
  ])
  const lines = tableLines(rows, '  ', [2]).map((line) => [line])
  return [...lines, ...open.slice(OPEN_SHOWN).map(() => [])]
}

function frameBlocks(settled: readonly StandingShown[], page: Page): readonly (readonly string[])[] {
  const byFrame = new Map<string, StandingShown[]>()
  for (const standing of settled) {
    const held = byFrame.get(standing.frame)
    if (held === undefined) byFrame.set(standing.frame, [standing])
    else held.push(standing)
  }
  const frames = [...byFrame].sort(([a], [b]) => (a < b ? -1 : 1))
  const room = Math.min(24, Math.max(...frames.slice(0, FRAMES_SHOWN).map(([frame]) => frame.length), 0))
  return frames.map(([frame, own], at) => (at < FRAMES_SHOWN ? [frameLine(frame, own, room, page)] : []))
}

function frameLine(frame: string, own: readonly StandingShown[], room: number, page: Page): string {
  const width = widthOf(page) - room - 4
  const words = inOrder(own).map(settledWords)
  const [held, cut]: [string[], string[]] = [[], [...words]]
  let used = 0
  for (let next = cut[0]; next !== undefined && used + next.length + 3 <= width - 10; next = cut[0]) {
    used += next.length + 3
    held.push(next)
    cut.shift()
  }
  const shown = held.length === 0 ? [fitted(cut.shift() ?? '', width - 10)] : held
  const more = cut.length === 0 ? '' : page.paint.dim(` · ${cut.length} more`)
  return `  ${page.paint.bold(fitted(frame, room).padEnd(room))}  ${shown.join(page.paint.dim(' · '))}${more}`
}

function settledWords({ slot, value, not, status, window }: StandingShown): string {
  const when = spanWords(window)
  return `${slot} ${not ? '≠' : '='} ${valueWords(value)}${status === 'consensus' ? ' (disputed)' : ''}${when === '' ? '' : ` ${when}`}`
}

function inOrder(standings: readonly StandingShown[]): readonly StandingShown[] {
  const keyed = standings.map((standing) => ({
    standing,
    key: `${standing.frame}\u0000${standing.slot}\u0000${valueWords(standing.value)}`,
  }))
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ standing }) => standing)
}
