/** A folder's health as a person reads it. */
import type { Finding } from '../../node/doctor/finding.ts'
import type { Health } from '../../node/doctor/doctor.ts'
import type { Paint } from '../terminal.ts'
import { tableLines } from './table.ts'
import { counted } from './words.ts'

/** Findings shown; `--json` holds all. */
const FINDINGS_MAX = 20
/** Characters of a place shown: log names are long, and their end tells them apart. */
const PLACE_LENGTH = 64

/** The lines of the screen for one folder. */
export function healthLines(health: Health, paint: Paint): readonly string[] {
  const { dir, author, realm, findings, sound } = health
  const verdict = sound
    ? paint.green(findings.length === 0 ? 'sound: everything is as it was written' : 'sound')
    : paint.red('not sound: see below what to do')
  const more = findings.length - FINDINGS_MAX
  return [
    `${paint.bold('Folder')}  ${dir}  ${verdict}`,
    ...tableLines([
      [paint.dim('node'), author ?? 'no usable identity here'],
      [paint.dim('realm'), realm ?? 'none yet'],
      [paint.dim('verified'), verified(health)],
    ]),
    ...findings.slice(0, FINDINGS_MAX).flatMap((finding) => findingLines(finding, paint)),
    ...(more > 0 ? [paint.dim(`  … and ${more} more; --json prints all`)] : []),
  ]
}

function verified({ entries, logs, documents }: Health): string {
  return [counted(entries, 'entry', 'entries'), counted(logs, 'log'), counted(documents, 'document')].join(', ')
}

function findingLines({ part, grade, where, what, mend, mended }: Finding, paint: Paint): readonly string[] {
  const mark = mended ? paint.green('mended') : grade === 'note' ? paint.dim('note') : paint.red(grade)
  const place = where.length > PLACE_LENGTH ? `…${where.slice(-PLACE_LENGTH)}` : where
  return ['', `${mark}  ${paint.bold(part)}  ${place}`, `  ${what}`, ...(mended ? [] : [`  ${paint.dim('to do')}  ${mend}`])]
}
