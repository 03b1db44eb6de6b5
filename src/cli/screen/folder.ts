/** A node's folder as a person reads it. */
import type { FolderReport } from '../folder.ts'
import type { Paint } from '../terminal.ts'
import { domainsLine, unjudgedLines } from './domains.ts'
import { tableLines } from './table.ts'
import { counted, grouped, shortHash } from './words.ts'

/** Rows shown of each list; `--json` holds all. */
const ROWS_MAX = 12

/** The lines of the screen for one folder. */
export function folderLines(report: FolderReport, paint: Paint): readonly string[] {
  const { realm, author } = report
  const domains = domainsLine(report)
  return [
    `${paint.bold('Folder')}  ${report.dir}`,
    ...tableLines([
      [paint.dim('realm'), `${realm.name === null ? '' : `${paint.bold(realm.name)} `}${paint.dim(realm.id || 'none yet')}`],
      [paint.dim('node'), author ?? 'no identity here'],
      [paint.dim('holds'), holdings(report)],
      ...(domains === null ? [] : [[paint.dim('domains'), domains]]),
      [
        paint.dim('frames'),
        `${grouped(report.frames.shared)} shared with others, ${grouped(report.frames.local)} only this node's`,
      ],
    ]),
    ...section('Authors', authorRows(report, paint), paint),
    ...section('Logs', logRows(report, paint), paint),
    ...conflictLines(report, paint),
    ...unjudgedLines(report, paint),
    ...report.damage.map((why) => paint.red(`  damaged: ${why}`)),
  ]
}

function holdings({ entries, claims, logs, authors, documents }: FolderReport): string {
  return [
    counted(entries, 'entry', 'entries'),
    counted(claims, 'claim'),
    counted(logs.length, 'log'),
    counted(authors.length, 'author'),
    counted(documents, 'document file'),
  ].join(', ')
}

function authorRows({ authors }: FolderReport, paint: Paint): readonly (readonly string[])[] {
  return authors.map(({ author, entries, logs, self }) => [
    self ? paint.green(shortHash(author)) : shortHash(author),
    counted(entries, 'entry', 'entries'),
    counted(logs, 'log'),
    self ? 'this node' : '',
  ])
}

function logRows({ logs }: FolderReport, paint: Paint): readonly (readonly string[])[] {
  return logs.map(({ domain, kind, author, epoch, entries, pruned, forkedAt }) => [
    `${domain}/${kind}`,
    shortHash(author),
    `epoch ${epoch}`,
    counted(entries, 'entry', 'entries'),
    forkedAt === null ? prunedOf(pruned, entries, paint) : paint.red(`two branches from ${forkedAt} on: its author counts for nothing`),
  ])
}

/** What was pruned says nothing any more. */
function prunedOf(pruned: number, entries: number, paint: Paint): string {
  if (pruned === 0) return ''
  return paint.yellow(pruned === entries ? 'pruned by its author' : `the first ${grouped(pruned)} pruned by its author`)
}

function conflictLines({ conflicts }: FolderReport, paint: Paint): readonly string[] {
  if (conflicts === null) return ['', paint.yellow('The law of this realm is not kept here: nothing can be judged.')]
  if (conflicts.length === 0) return ['', paint.green('Nothing contradicts.')]
  return section(
    `Conflicts (${conflicts.length})`,
    conflicts.map(({ text }) => [`${paint.red('✗')} ${text}`]),
    paint,
  )
}

function section(title: string, rows: readonly (readonly string[])[], paint: Paint): readonly string[] {
  if (rows.length === 0) return []
  const more = rows.length > ROWS_MAX ? [paint.dim(`  … and ${rows.length - ROWS_MAX} more; --json prints all`)] : []
  return ['', paint.bold(title), ...tableLines(rows.slice(0, ROWS_MAX)), ...more]
}
