/** The solvers as a person reads them: what either side believed, whose sums were false, who was found good, and how right all that is. */
import { bar, fitted, widthOf, type Page } from '../screen/page.ts'
import { tableLines } from '../screen/table.ts'
import { counted, durationWords, grouped, shortHash } from '../screen/words.ts'
import type { Paint } from '../terminal.ts'
import type { Exam } from './exam.ts'
import { apartIn, type SolversReport } from './report.ts'
import type { Question } from './source.ts'

/** The lines of the screen, after the progress lines. */
export function solversLines(exam: Exam, report: SolversReport, questions: readonly Question[], page: Page): readonly string[] {
  const { paint } = page
  return [
    ...cutLines(exam, report, questions, page),
    ...numberLines(report, paint),
    ...arithmeticLines(report, page),
    ...qualityLines(report, paint),
    ...accuracyLines(report, paint),
    ...endLines(report, paint),
  ]
}

/** A question on which the sides came apart and all then settled. */
function cutLines(exam: Exam, { partition }: SolversReport, questions: readonly Question[], page: Page): readonly string[] {
  const { paint } = page
  const apart = `${counted(partition.apart, 'question')} had one answer in the west and another in the east`
  const frame = apartIn(exam).find((one) => (exam.beliefs[one]?.value ?? null) !== null)
  const question = questions.find((one) => one.frame === frame)
  if (frame === undefined || question === undefined) return []
  const sides = exam.sides.map(({ side, beliefs, solvers }) => [
    paint.cyan(side),
    paint.bold(beliefs[frame]?.value ?? 'no answer'),
    paint.dim(solvers.join(', ')),
  ])
  const accepted = paint.bold(exam.beliefs[frame]?.value ?? 'no answer')
  const settled = [paint.cyan('together'), accepted, paint.dim(sayersOf(exam, frame, question))]
  return [
    '',
    `${paint.bold('While the cable was out')}  ${apart}`,
    `  ${fitted(question.text.replaceAll(/\s+/g, ' '), widthOf(page) - 2)}`,
    ...tableLines([...sides, settled], '    '),
  ]
}

function sayersOf(exam: Exam, frame: string, { traces }: Question): string {
  const accepted = exam.beliefs[frame]?.value
  const sayers = Object.values(traces).filter(({ concludes }) => JSON.stringify(concludes?.value) === accepted)
  return sayers.map(({ by }) => by).join(', ')
}

function numberLines(report: SolversReport, paint: Paint): readonly string[] {
  const lost = report.lost === 0 ? paint.green('0') : paint.red(grouped(report.lost))
  const words = ['nodes', 'processes', 'questions', 'traces', 'steps', 'entries', 'conflicts', 'lost']
  const { nodes, processes, questions, traces, steps, entries, conflicts } = report
  const counts = [nodes, processes, questions, traces, steps, entries, conflicts].map(grouped)
  const rows = [words.map((word) => paint.dim(word)), [...counts, lost]]
  return ['', paint.bold('After it was put back'), ...tableLines(rows, '  ', [...words.keys()])]
}

/** Refused traces shown. */
const REFUSED_SHOWN = 3

function arithmeticLines({ marks, refused }: SolversReport, page: Page): readonly string[] {
  const { paint } = page
  const examples = refused.slice(0, REFUSED_SHOWN).map(({ solver, why }) => {
    return `  ${paint.cyan(solver)}  ${fitted(why.replace(/^.*?failed: (?:step )?\S+: /, ''), widthOf(page) - solver.length - 4)}`
  })
  const kinds = `${grouped(marks.inexact)} are not exactly so, ${grouped(marks.wrong)} not when rounded either`
  return [
    '',
    `${paint.bold('Sums')}  of ${grouped(marks.all)} that the solvers wrote, ${kinds}`,
    `  ${counted(refused.length, 'trace')} with such a one did not pass the COHERENCE-CHECK, so nobody publishes that`,
    ...examples,
  ]
}

const MILLION = 1_000_000

function qualityLines({ learned, isLearned, accuracy }: SolversReport, paint: Paint): readonly string[] {
  if (!isLearned) return ['', `${paint.bold('Quality')}  too few answers to tell solvers apart: heads are counted`]
  const rows = Object.entries(learned)
    .sort(([, a], [, b]) => b - a)
    .map(([solver, ppm]) => [
      paint.cyan(solver),
      bar(BigInt(ppm), BigInt(MILLION), paint),
      percent(ppm, MILLION),
      paint.dim(`overruled ${grouped(accuracy.overruled[solver] ?? 0)} times`),
    ])
  return ['', `${paint.bold('Quality')}  learned from how answers agree, without the truth`, ...tableLines(rows, '  ', [2])]
}

function accuracyLines({ accuracy }: SolversReport, paint: Paint): readonly string[] {
  const { questions, alone, majority, ours, possible } = accuracy
  const row = (name: string, right: number): readonly string[] => [
    name,
    bar(BigInt(right), BigInt(questions), paint),
    percent(right, questions),
    paint.dim(`${grouped(right)} of ${grouped(questions)}`),
  ]
  const single = Object.entries(alone).sort(([, a], [, b]) => a - b)
  const rows = [
    ...single.map(([solver, right]) => row(paint.cyan(solver), right)),
    row('most heads', majority),
    row(paint.bold('the nodes'), ours),
    row(paint.dim('any solver'), possible),
  ]
  const best = Math.max(0, ...Object.values(alone))
  const difference = `${Math.abs(ours - best)} ${ours >= best ? 'more' : 'fewer'} than the best solver, whom nobody pointed out`
  return ['', `${paint.bold('Right')}  now the truth is looked at: ${difference}`, ...tableLines(rows, '  ', [2])]
}

const percent = (part: number, whole: number): string => `${((100 * part) / whole).toFixed(2)} %`

function endLines({ certificates, certificatesEqual, nodes, heal, struck, measures }: SolversReport, paint: Paint): readonly string[] {
  const equal = certificatesEqual
    ? paint.green(`all ${nodes} certificates are equal`)
    : paint.red(`${new Set(certificates).size} different certificates`)
  const { m1, m2, m3, m4 } = measures
  const spent = `${durationWords(heal.heldMs)} to hold everything, ${durationWords(heal.agreedMs)} to judge it`
  const took = `${spent}, ${counted(heal.messages, 'message')}`
  const by = Object.entries(struck.by).filter(([, count]) => count > 0).map(([name, count]) => `${name} ${count}`)
  const finished = `${by.join(' and ')} finished them in ${durationWords(struck.ms)}`
  const measured = [
    `M1 ${percent(m1.ppm ?? 0, MILLION)} agree`,
    `M2 ${percent(m2.ppm, MILLION)} open`,
    `M3 ${m3.p50} ms a read`,
    `M4 ${grouped(m4.deep)} of ${grouped(m4.goals)} by 3 routes or more`,
  ]
  return [
    '',
    `${paint.bold('Agreement')}  ${equal} ${paint.dim(shortHash(certificates[0] ?? '', 24))}`,
    `${paint.bold('Healing')}    ${took}`,
    `${paint.bold('Killed')}     ${struck.solver} left ${counted(struck.left, 'session')}; ${finished}`,
    `${paint.bold('Measures')}   ${measured.join(paint.dim(' · '))}`,
  ]
}
