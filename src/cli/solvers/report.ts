/** Report: the exam as `--json` prints it, and the promises it must have kept. */
import type { Status } from '../../semantics/judgement.ts'
import { accuracyOf, marksOf, type Accuracy, type Marks } from './accuracy.ts'
import type { Exam, Struck } from './exam.ts'
import type { Measures, RefusedTrace } from './findings.ts'
import type { Question } from './source.ts'

/** What `tracord demo solvers --json` prints. */
export interface SolversReport {
  readonly nodes: number
  readonly processes: number
  readonly questions: number
  /** Published traces, and steps in all sessions. */
  readonly traces: number
  readonly steps: number
  readonly entries: number
  /** Acknowledged entries that some node lacks at the end. */
  readonly lost: number
  readonly marks: Marks
  /** Traces that the COHERENCE-CHECK kept from being published. */
  readonly refused: readonly RefusedTrace[]
  /** Published ones that nobody counts. */
  readonly incoherent: number
  readonly conflicts: number
  /** Statements by status. */
  readonly standings: Partial<Record<Status, number>>
  /** Digest of each node's certificate at the end. */
  readonly certificates: readonly string[]
  readonly certificatesEqual: boolean
  readonly partition: {
    /** Whether certificates were equal while the network was cut: they must not be. */
    readonly certificatesEqual: boolean
    /** Questions to which either side accepted one answer. */
    readonly answered: readonly number[]
    /** Questions to which both did, and not the same one. */
    readonly apart: number
  }
  readonly heal: Exam['heal']
  readonly struck: Struck
  /** By solver, in parts per million: how often it is right, as learned without the truth. */
  readonly learned: Readonly<Record<string, number>>
  readonly isLearned: boolean
  readonly measures: Measures
  /** Questions right; only this looks at the truth. */
  readonly accuracy: Accuracy
}

/** The report of an exam on `questions`. */
export function reportOf(exam: Exam, questions: readonly Question[]): SolversReport {
  const { findings, names, certificates, sides, heal, struck } = exam
  const nameOf = (author: string): string => names[author] ?? author
  const accepted = new Map(Object.entries(exam.beliefs).map(([frame, { value }]) => [frame, value]))
  return {
    ...{ nodes: certificates.length, processes: exam.processes, questions: questions.length },
    ...{ traces: findings.published, steps: findings.steps, entries: exam.entriesHeldMin },
    lost: Math.max(0, exam.acknowledged - exam.entriesHeldMin),
    marks: marksOf(questions),
    ...{ refused: exam.refused, incoherent: findings.incoherent },
    ...{ conflicts: findings.conflicts, standings: findings.standings, certificates },
    certificatesEqual: new Set(certificates).size === 1,
    partition: {
      certificatesEqual: new Set(sides.map(({ digest }) => digest)).size === 1,
      answered: sides.map(({ answered }) => answered),
      apart: apartIn(exam).length,
    },
    ...{ heal, struck },
    learned: Object.fromEntries(Object.entries(findings.learned).map(([author, ppm]) => [nameOf(author), ppm])),
    isLearned: findings.isLearned,
    measures: findings.measures,
    accuracy: accuracyOf(questions, accepted),
  }
}

/** Frames of questions to which both sides accepted an answer while cut off, and not the same. */
export function apartIn({ sides }: Pick<Exam, 'sides'>): readonly string[] {
  const [west, east] = sides.map(({ beliefs }) => beliefs)
  return Object.entries(west ?? {}).flatMap(([frame, { value }]) => {
    const other = east?.[frame]?.value ?? null
    return value === null || other === null || value === other ? [] : [frame]
  })
}

/** The promises that an exam broke, each as a sentence; none is the aim. */
export function brokenPromises(report: SolversReport): readonly string[] {
  const { lost, certificatesEqual, partition, struck, refused, incoherent, marks } = report
  const broken: string[] = []
  if (lost > 0) broken.push(`${lost} acknowledged entries are lost`)
  if (!certificatesEqual) broken.push('the certificates differ though all nodes hold the same entries')
  if (partition.certificatesEqual) broken.push('the cut was none: both sides knew the same')
  const unfinished = struck.left - struck.finished
  if (unfinished > 0) broken.push(`${unfinished} sessions of the solver that was killed were not finished`)
  if (incoherent > 0) broken.push(`${incoherent} traces were published that do not hold`)
  if (refused.length > marks.wrongSolutions)
    broken.push(`${refused.length} traces were refused, but the sums of ${marks.wrongSolutions} are false`)
  return broken
}
