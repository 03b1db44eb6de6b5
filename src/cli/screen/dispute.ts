/** A dispute on the screen: conflicts that hang together, their sides with weights and authors, and the ways out. */
import { bar, fitted, widthOf, wrapped, type Page } from './page.ts'
import type { ComponentShown, ConflictShown, ForkShown, StandingShown } from './shown.ts'
import { isSettled, paintedStatus } from './status.ts'
import { cellWidth, tableLines } from './table.ts'
import { counted, shortHash, spanWords, statementWords, votes, votesWords, type StatementShown } from './words.ts'

/** Conflicts told of one dispute. */
const CONFLICTS_SHOWN = 4
/** Sides told of one dispute. */
const SIDES_SHOWN = 8
/** Ways out told of one dispute. */
const FORKS_SHOWN = 3
/** Statements of one way out that are told. */
const OUT_SHOWN = 4
/** Columns for the statement of a side, and for who says so. */
const STATEMENT_SHARE = 0.42
const AUTHORS_WIDTH_MIN = 12
/** What weight, status and the gaps between them take. */
const FIXED_WIDTH = 24
/** What a bar and its gap take. */
const BAR_ROOM = 14
/** Below these widths there is no room for bars, and for authors. */
const WIDTH_WITH_BARS = 90
const WIDTH_WITH_AUTHORS = 72

/** How the statements of a judgement stand, by statement. */
export type Standings = ReadonlyMap<string, readonly StandingShown[]>

/** A text that two statements share only if they are equal. */
export function shownKey({ frame, slot, value, not }: StatementShown): string {
  return JSON.stringify([frame, slot, value, not])
}

/** The lines of one dispute, numbered. */
export function disputeLines(
  number: number,
  component: ComponentShown,
  conflicts: readonly ConflictShown[],
  standings: Standings,
  page: Page,
): readonly string[] {
  const { paint } = page
  const width = widthOf(page) - 6
  const head = paint.dim(`${String(number).padStart(3)}  `)
  const told = conflicts.slice(0, CONFLICTS_SHOWN).flatMap((conflict) => conflictLines(conflict, width, page))
  const left = conflicts.length - CONFLICTS_SHOWN
  const more = left > 0 ? [paint.dim(`… and ${counted(left, 'more conflict')} among the same statements`)] : []
  const lines = [...told, ...more, ...sideLines(conflicts, standings, page), ...wayLines(component, width, page)]
  return lines.map((line, at) => `${at === 0 ? head : '     '}${line}`)
}

/** A conflict that no claim is part of. */
export function conflictLines(
  { text, severity, window, claims }: ConflictShown,
  width: number,
  { paint }: Page,
): readonly string[] {
  const mark = severity === 'hard' ? paint.red('✗') : paint.yellow('~')
  const when = spanWords(window)
  const said = wrapped(severity === 'soft' ? `${text} (soft)` : text, width - 2, '')
  const shown = claims.length === 0 ? 'the law by itself' : `claims ${claims.map((id) => shortHash(id, 24)).join(', ')}`
  return [
    ...said.map((line, at) => `${at === 0 ? mark : ' '} ${line}`),
    paint.dim(fitted(`  ${[when, `shown by ${shown}`].filter((part) => part !== '').join(' · ')}`, width)),
  ]
}

function sideLines(conflicts: readonly ConflictShown[], standings: Standings, page: Page): readonly string[] {
  const { paint } = page
  const byKey = new Map(
    conflicts.flatMap(({ statements, window }) => statements.map((one) => [shownKey(one), { one, window }] as const)),
  )
  const sides = [...byKey].map(([key, { one, window }]) => ({ one, standing: standingIn(standings.get(key) ?? [], window) }))
  const weightOf = ({ standing }: (typeof sides)[number]): bigint => BigInt(standing?.weight ?? '0')
  const whole = sides.reduce((most, side) => (weightOf(side) > most ? weightOf(side) : most), 0n)
  const rank = ({ standing }: (typeof sides)[number]): number => (standing !== undefined && isSettled(standing.status) ? 0 : 1)
  const sorted = sides.sort((a, b) => rank(a) - rank(b) || (weightOf(a) > weightOf(b) ? -1 : weightOf(a) < weightOf(b) ? 1 : 0))
  const width = widthOf(page) - 9
  const shown = sorted
    .slice(0, SIDES_SHOWN)
    .map((side) => ({ ...side, words: fitted(statementWords(side.one), Math.floor(width * STATEMENT_SHARE)) }))
  const [hasBars, hasAuthors] = [widthOf(page) >= WIDTH_WITH_BARS, widthOf(page) >= WIDTH_WITH_AUTHORS]
  const taken = Math.max(...shown.map(({ words }) => cellWidth(words))) + FIXED_WIDTH + (hasBars ? BAR_ROOM : 0)
  const forAuthors = Math.max(AUTHORS_WIDTH_MIN, width - taken)
  const rows = shown.map((side) => {
    const { words, standing } = side
    return [
      words,
      standing === undefined ? '' : paintedStatus(standing.status, paint),
      ...(hasBars ? [bar(weightOf(side), whole, paint)] : []),
      votes(String(weightOf(side))),
      ...(hasAuthors ? [paint.dim(fitted(authorWords(standing), forAuthors))] : []),
    ]
  })
  const left = sorted.length - SIDES_SHOWN
  return [
    ...tableLines(rows, '    ', [hasBars ? 3 : 2]),
    ...(left > 0 ? [paint.dim(`    … and ${counted(left, 'more statement')}`)] : []),
  ]
}

/** How a statement stands while a conflict lasts: where that changes, as it is disputed. */
function standingIn(standings: readonly StandingShown[], [from, until]: ConflictShown['window']): StandingShown | undefined {
  const meets = ({ window: [a, b] }: StandingShown): boolean =>
    (b === null || from === null || b > from) && (a === null || until === null || a < until)
  const then = standings.filter(meets)
  return then.find(({ status }) => status !== 'clear') ?? then[0] ?? standings[0]
}

/** Who says so; what is derived has nobody. */
export function authorWords(standing: StandingShown | undefined): string {
  if (standing === undefined) return ''
  return standing.by.length === 0 ? 'derived' : standing.by.map((by) => shortHash(by)).join(', ')
}

function wayLines({ forks, undecided, exact, more }: ComponentShown, width: number, { paint }: Page): readonly string[] {
  const [best, next] = forks
  const doubt = exact ? [] : [paint.yellow('the budget of steps ran out: a bound, not the best')]
  if (best === undefined) return doubt
  const shown = forks.slice(0, FORKS_SHOWN).map((fork, at) => {
    const text = fitted(`drop ${droppedWords(fork)}`, width - 20)
    const cost = paint.dim(votesWords(fork.cost))
    return at === 0 ? `${undecided ? paint.yellow('→') : paint.green('→')} ${text}  ${cost}` : `  ${paint.dim(text)}  ${cost}`
  })
  const left = forks.length - shown.length
  const rest = left > 0 ? [paint.dim(`  … and ${more ? 'at least ' : ''}${counted(left, 'more way out', 'more ways out')}`)] : []
  const margin = next === undefined ? '' : ` by ${votesWords(String(BigInt(next.cost) - BigInt(best.cost)))}`
  const verdict = undecided ? paint.yellow('undecided: ways out of the same weight') : paint.green(`decided${margin}`)
  return [...shown, ...rest, verdict, ...doubt]
}

function droppedWords({ out }: ForkShown): string {
  const left = out.length - OUT_SHOWN
  const told = out.slice(0, OUT_SHOWN).map((one) => {
    const when = spanWords(one.window)
    return when === '' ? statementWords(one) : `${statementWords(one)} (${when})`
  })
  return told.length === 0 ? 'nothing' : [...told, ...(left > 0 ? [`${left} more`] : [])].join(', ')
}
