/** What differs between two states, on the screen. */
import type { ClaimTold, Difference, NamedSide } from '../difference.ts'
import { changeLines, unexpected } from './change.ts'
import { domainsLine, unjudgedLines, type DomainsHeld } from './domains.ts'
import { fitted, section, widthOf, type Page } from './page.ts'
import { tableLines } from './table.ts'
import { counted, grouped, shortHash, spanWords, statementWords } from './words.ts'

/** Claims, and changes of each kind, that are shown. */
const SHOWN = 20

/** A difference, and whose it is. */
export interface DifferenceReport extends Difference, DomainsHeld {
  readonly dir: string
  /** The realm's name. */
  readonly realm: string
  /** The folder's own node. */
  readonly author: string | null
}

/** The lines of the screen. */
export function differenceLines(report: DifferenceReport, page: Page): readonly string[] {
  const { paint } = page
  const { from, to, dir, realm, added, gone, standings, opened, settled } = report
  const domains = domainsLine(report)
  const head = [
    `${paint.bold(realm)}${paint.dim(`  as ${dir} saw it`)}`,
    ...(domains === null ? [] : [paint.dim(`holds ${domains}`)]),
    ...tableLines([sideRow('from', from, page), sideRow('to', to, page)], '  ', [2, 3, 4]),
  ]
  if (from.digest === to.digest) return [...head, '', paint.green('The same entries, judged alike.')]
  const nothing = added.length + gone.length + standings.length + opened.length + settled.length === 0
  const otherwise = unexpected(standings, [...added, ...gone].map(({ statement }) => statement))
  return [
    ...head,
    ...(nothing ? ['', 'Other entries, but the same claims, which stand alike.'] : []),
    ...claimSection(`Claims that came (${grouped(added.length)})`, paint.green('+'), added, report, page),
    ...claimSection(`Claims that went (${grouped(gone.length)})`, paint.red('−'), gone, report, page),
    ...titled(`Conflicts (${opened.length} opened, ${settled.length} settled)`, { opened, settled, standings: [] }, page),
    ...titled(`What stands otherwise (${otherwise.length})`, { opened: [], settled: [], standings: otherwise }, page),
    ...unjudgedLines(report, paint),
  ]
}

function sideRow(word: string, { name, digest, entries, claims, conflicts }: NamedSide, { paint }: Page): readonly string[] {
  return [
    paint.dim(word),
    fitted(name, 20),
    counted(entries, 'entry', 'entries'),
    counted(claims, 'claim'),
    counted(conflicts, 'conflict'),
    paint.dim(`certificate ${shortHash(digest)}`),
  ]
}

function claimSection(
  title: string,
  mark: string,
  claims: readonly ClaimTold[],
  { author }: DifferenceReport,
  page: Page,
): readonly string[] {
  const { paint } = page
  const rows = claims.slice(0, SHOWN).map((claim) => [
    `${mark} ${fitted(statementWords(claim.statement), Math.floor(widthOf(page) / 2))}`,
    claim.author === author ? paint.green(shortHash(claim.author)) : shortHash(claim.author),
    paint.dim(extrasOf(claim)),
  ])
  const lines = [...tableLines(rows).map((line) => [line]), ...claims.slice(SHOWN).map(() => [])]
  return section(title, lines, SHOWN, 'claim', paint)
}

function extrasOf({ confidence, valid, reason }: ClaimTold): string {
  const sure = confidence === undefined ? '' : `${confidence / 10}% sure`
  return [sure, valid === undefined ? '' : spanWords(valid), reason ?? ''].filter((part) => part !== '').join(' · ')
}

function titled(title: string, changes: Parameters<typeof changeLines>[0], page: Page): readonly string[] {
  const lines = changeLines(changes, { frame: null, indent: '  ', shown: SHOWN }, page)
  return lines.length === 0 ? [] : ['', page.paint.bold(title), ...lines]
}
