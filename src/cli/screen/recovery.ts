/** Snapshots of a folder as a person reads them. */
import type { SnapshotsHeld } from '../../node/recovery/snapshot-files.ts'
import type { Paint } from '../terminal.ts'
import { tableLines } from './table.ts'
import { counted, shortHash } from './words.ts'

/** Rows shown of each list; `--json` holds all. */
const ROWS_MAX = 20

/** The lines of the screen for one folder's snapshots. */
export function recoveryLines({ dir, newest, count, damaged }: SnapshotsHeld & { readonly dir: string }, paint: Paint): readonly string[] {
  const broken = damaged.map(({ name, why }) => paint.red(`  damaged: ${name}: ${why}`))
  const title = `${paint.bold('Recovery')}  ${dir}`
  if (newest === null) return [title, '  no snapshot: a node takes one when it closes', ...broken]
  const { at, certificate, accepted, framesLeft, sessions } = newest
  const views = accepted.map(([frame, slot, value, status]) => [frame, slot, JSON.stringify(value), paint.dim(status)])
  const namesOf = (owners: readonly string[]): string => owners.map((key) => shortHash(key)).join(' ')
  const open = sessions.map(({ goal, owners, steps }) => [goal, counted(steps.length, 'step'), namesOf(owners)])
  const left = framesLeft === 0 ? '' : paint.dim(`, ${counted(framesLeft, 'frame')} had no room`)
  return [
    title,
    ...tableLines([
      [paint.dim('taken'), new Date(at).toISOString()],
      [paint.dim('of'), `${counted(certificate.entries, 'entry', 'entries')}, certificate ${shortHash(certificate.digest)}`],
      [paint.dim('accepted'), `${counted(accepted.length, 'statement')}${left}`],
      [paint.dim('kept'), counted(count, 'snapshot')],
    ]),
    ...section('Accepted', views, paint),
    ...section('Under way', open, paint),
    ...broken,
  ]
}

function section(title: string, rows: readonly (readonly string[])[], paint: Paint): readonly string[] {
  if (rows.length === 0) return []
  const more = rows.length > ROWS_MAX ? [paint.dim(`  and ${rows.length - ROWS_MAX} more`)] : []
  return ['', paint.bold(title), ...tableLines(rows.slice(0, ROWS_MAX)), ...more]
}
