/** A history on the screen: moment by moment who said what, which conflicts opened or were settled, and how it stands since. */
import type { Statement } from '../../frames/statement.ts'
import type { Story, Moment } from '../log-story.ts'
import type { EntryTold, ItemTold } from '../log-items.ts'
import { changeLines, unexpected } from './change.ts'
import { domainsLine, unjudgedLines, type DomainsHeld } from './domains.ts'
import { fitted, widthOf, type Page } from './page.ts'
import { counted, shortHash, spanWords, statementWords, timeWords } from './words.ts'

/** Items of one entry that are told; `--json` holds all. */
const ITEMS_SHOWN = 12
const FULL_CONFIDENCE = 1_000

/** A history, and whose it is. */
export interface StoryReport extends Story, DomainsHeld {
  readonly dir: string
  /** The realm's name. */
  readonly realm: string
  /** The folder's own node. */
  readonly author: string | null
  readonly frame: string | null
}

/** The lines of the screen: the latest `limit` moments, oldest first. */
export function storyLines(report: StoryReport, limit: number, page: Page): readonly string[] {
  const { paint } = page
  const { moments, frame, dir, realm, rowsEach } = report
  const title = `${paint.bold(frame ?? realm)}${paint.dim(`  as ${dir} saw it${frame === null ? '' : `, realm ${realm}`}`)}`
  const domains = domainsLine(report)
  const head = domains === null ? [title] : [title, paint.dim(`holds ${domains}`)]
  if (moments.length === 0) return [...head, '', paint.yellow(frame === null ? 'Nothing was seen then.' : 'Nothing concerned it then.')]
  const shown = limit === 0 ? [] : moments.slice(-limit)
  const earlier = moments.length - shown.length
  return [
    ...head,
    ...(earlier > 0 ? ['', paint.dim(`… ${counted(earlier, 'earlier moment')}; --since, --limit or --json show them`)] : []),
    ...(rowsEach > 1 ? [paint.dim(`a long history: judged after every ${rowsEach} arrivals`)] : []),
    ...shown.flatMap((moment) => ['', ...momentLines(moment, report, page)]),
    ...unjudgedLines(report, paint),
  ]
}

function momentLines(moment: Moment, report: StoryReport, page: Page): readonly string[] {
  const [first, ...others] = moment.entries
  const standings = unexpected(moment.standings, statementsIn(moment))
  const when = page.paint.dim(timeWords(moment.seenAt).slice(0, 19).replace('T', ' '))
  return [
    first === undefined ? `${when}  ${page.paint.dim('by what was said of another frame')}` : `${when}  ${authorOf(first, report, page)}`,
    ...(first === undefined ? [] : itemLines(first, report, page)),
    ...others.flatMap((entry) => [`${' '.repeat(19)}  ${authorOf(entry, report, page)}`, ...itemLines(entry, report, page)]),
    ...changeLines({ ...moment, standings }, { frame: report.frame, indent: INDENT }, page),
  ]
}

const INDENT = '  '

function statementsIn({ entries }: Moment): readonly Statement[] {
  return entries.flatMap(({ items }) => items.flatMap(({ statement }) => (statement === null ? [] : [statement])))
}

function authorOf({ author, forked }: EntryTold, report: StoryReport, { paint }: Page): string {
  const name = author === report.author ? paint.green(`${shortHash(author)} this node`) : paint.bold(shortHash(author))
  return forked ? `${name} ${paint.red('says two things in one place: it counts no more')}` : name
}

function itemLines({ items }: EntryTold, { frame }: StoryReport, page: Page): readonly string[] {
  const lines = items.slice(0, ITEMS_SHOWN).map((item) => `${INDENT}${itemLine(item, frame, page)}`)
  const left = items.length - ITEMS_SHOWN
  return left > 0 ? [...lines, page.paint.dim(`${INDENT}… and ${counted(left, 'more item')}; --json prints all`)] : lines
}

function itemLine(item: ItemTold, frame: string | null, page: Page): string {
  const { paint } = page
  const { kind, statement, of, reason, content = '' } = item
  const words = fitted(statement === null ? shortHash(of ?? '', 24) : wordsIn(statement, frame), Math.floor(widthOf(page) * 0.6))
  if (kind === 'claim') return `${paint.green('+')} ${words}${claimExtras(item, page)}`
  const why = reason === undefined ? '' : paint.dim(`  ${reason}`)
  if (kind === 'withdraw') return `${paint.red('−')} ${paint.strikethrough(words)}${why || paint.dim('  taken back')}`
  if (kind === 'undercut') return `${paint.yellow('/')} ${words}${paint.dim('  undercut')}${why}`
  return paint.dim(`· ${fitted(`${kind} ${content}`.trimEnd(), widthOf(page) - 6)}${why}`)
}

/** The statement, without the frame that the whole page is about. */
function wordsIn(statement: ItemTold['statement'] & {}, frame: string | null): string {
  const words = statementWords(statement)
  return statement.frame === frame ? words.slice(statement.frame.length + 1) : words
}

function claimExtras({ confidence, valid, because }: ItemTold, { paint }: Page): string {
  const sure = confidence === undefined || confidence === FULL_CONFIDENCE ? '' : `${confidence / 10}% sure`
  const when = valid === undefined ? '' : spanWords(valid)
  const rests = because === undefined ? '' : `because of ${because.map((id) => shortHash(id, 8)).join(', ')}`
  const extras = [sure, when, rests].filter((part) => part !== '').join(' · ')
  return extras === '' ? '' : paint.dim(`  ${extras}`)
}
