/** The atlas as a person reads it: what either side believed, what contradicts, and that all agree on it. */
import { paintedStatus } from '../screen/status.ts'
import { tableLines } from '../screen/table.ts'
import { counted, durationWords, grouped, shortHash, votes } from '../screen/words.ts'
import type { Paint } from '../terminal.ts'
import type { AtlasReport } from './report.ts'
import type { Dispute, Tally } from './tally.ts'
import { QUESTION, type SideWhileCut, type Voyage } from './voyage.ts'

/** Slots listed by the number of their conflicts. */
const SLOTS_SHOWN = 6

/** The lines of the screen, after the progress lines. */
export function atlasLines(voyage: Voyage, report: AtlasReport, paint: Paint): readonly string[] {
  return [
    ...cutLines(voyage, paint),
    ...numberLines(report, paint),
    ...contradictionLines(voyage, paint),
    ...verdictLines(report, paint),
    ...endLines(report, paint),
  ]
}

function cutLines({ sides, names }: Voyage, paint: Paint): readonly string[] {
  const rows = sides.map(({ side, belief, digest }: SideWhileCut) => [
    paint.cyan(side),
    paint.bold(belief.value ?? 'no answer'),
    paintedStatus(belief.status, paint),
    belief.by.map((by) => names[by] ?? shortHash(by)).join(', '),
    paint.dim(`certificate ${shortHash(digest)}`),
  ])
  return ['', paint.bold('While the cable was out'), `  ${QUESTION.words}`, ...tableLines(rows, '    ')]
}

function numberLines(report: AtlasReport, paint: Paint): readonly string[] {
  const lost = report.lost === 0 ? paint.green('0') : paint.red(grouped(report.lost))
  return [
    '',
    paint.bold('After it was put back'),
    ...tableLines(
      [
        ['nodes', 'processes', 'frames', 'claims', 'entries', 'lost'].map((word) => paint.dim(word)),
        [...[report.nodes, report.processes, report.frames, report.claims, report.entries].map(grouped), lost],
      ],
      '  ',
      [0, 1, 2, 3, 4, 5],
    ),
  ]
}

function contradictionLines({ tally, names }: Voyage, paint: Paint): readonly string[] {
  const bySlot = Object.entries(tally.conflictsBySlot)
    .sort(([, a], [, b]) => b - a)
    .slice(0, SLOTS_SHOWN)
    .map(([slot, count]) => `${slot} ${paint.bold(String(count))}`)
  const found = `${counted(tally.conflicts, 'conflict')} in ${counted(tally.components, 'component')}`
  return [
    '',
    `${paint.bold('Contradictions')}  ${found}: ${bySlot.join(paint.dim(' · '))}`,
    ...examplesOf(tally).flatMap((dispute) => exampleLines(dispute, names, paint)),
  ]
}

/** The dispute both sides were asked about, and one that a majority decided. */
function examplesOf(tally: Tally): readonly Dispute[] {
  const asked = tally.disputes.find(({ frame, slot }) => frame === QUESTION.frame && slot === QUESTION.slot)
  const decided = tally.disputes.find(({ slot, undecided }) => slot === QUESTION.slot && !undecided)
  return [asked, decided].filter((dispute) => dispute !== undefined)
}

function exampleLines(dispute: Dispute, names: Voyage['names'], paint: Paint): readonly string[] {
  const rows = dispute.sides.map(({ value, status, weight, by }) => [
    paint.bold(value),
    `${votes(weight)} ${weight === '1000000' ? 'vote' : 'votes'}`,
    paintedStatus(status, paint),
    by.map((one) => names[one] ?? shortHash(one)).join(', '),
  ])
  const moral = dispute.undecided
    ? 'as many say the one as the other: a tie never makes truth, so it stays open on every node'
    : 'the heavier side is the verdict on every node; the dissent is kept beside it'
  return [
    '',
    `  ${paint.bold(`${dispute.title}, ${dispute.slot}`)}: ${dispute.text}`,
    ...tableLines(rows, '    '),
    paint.dim(`    ${moral}`),
  ]
}

function verdictLines({ standings }: AtlasReport, paint: Paint): readonly string[] {
  const parts = Object.entries(standings)
    .filter(([, count]) => count > 0)
    .map(([status, count]) => `${paintedStatus(status, paint)} ${grouped(count)}`)
  return ['', `${paint.bold('Verdicts')}  ${parts.join(paint.dim(' · '))} ${paint.dim('statements')}`]
}

function endLines(report: AtlasReport, paint: Paint): readonly string[] {
  const [digest = ''] = report.certificates
  const equal = report.certificatesEqual
    ? paint.green(`all ${report.nodes} certificates are equal`)
    : paint.red(`${new Set(report.certificates).size} different certificates`)
  const healing = `${durationWords(report.healMs)}, ${counted(report.healMessages, 'message')} among ${report.processes} processes`
  return [
    '',
    `${paint.bold('Agreement')}  ${equal} ${paint.dim(shortHash(digest, 24))}`,
    `${paint.bold('Healing')}    ${healing}`,
  ]
}
