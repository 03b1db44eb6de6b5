/** Report: the voyage as `--json` prints it, and the promises it must have kept. */
import type { Status } from '../../semantics/judgement.ts'
import type { Voyage } from './voyage.ts'

/** What `tracord demo atlas --json` prints. */
export interface AtlasReport {
  readonly nodes: number
  readonly processes: number
  readonly frames: number
  readonly claims: number
  readonly entries: number
  /** Acknowledged entries that some node or server lacks at the end. */
  readonly lost: number
  readonly conflicts: number
  readonly components: number
  /** Statements by status. */
  readonly standings: Readonly<Record<Status, number>>
  /** Digest of each node's certificate at the end. */
  readonly certificates: readonly string[]
  readonly certificatesEqual: boolean
  readonly partition: {
    /** Whether all certificates were equal while the network was cut: they must not be. */
    readonly certificatesEqual: boolean
    /** Reads that the nodes answered while cut off. */
    readonly answersWhileCut: number
  }
  /** Milliseconds from the cable's return to equal certificates everywhere. */
  readonly healMs: number
  /** Messages that all nodes and servers sent in that time. */
  readonly healMessages: number
}

const NONE: Readonly<Record<Status, number>> = {
  clear: 0,
  consensus: 0,
  rejected: 0,
  undecided: 0,
  undefined: 0,
  incomplete: 0,
  unknown: 0,
}

/** The report of a voyage. */
export function reportOf(voyage: Voyage): AtlasReport {
  const { tally, acknowledged, certificates, whileCut, healMs, healMessages, processes } = voyage
  return {
    nodes: certificates.length,
    processes,
    frames: tally.frames,
    claims: acknowledged.claims,
    entries: acknowledged.entries,
    lost: Math.max(0, acknowledged.entries - voyage.entriesHeldMin),
    conflicts: tally.conflicts,
    components: tally.components,
    standings: { ...NONE, ...tally.standings },
    certificates,
    certificatesEqual: new Set(certificates).size === 1 && voyage.hubsAgree,
    partition: { certificatesEqual: whileCut.certificatesEqual, answersWhileCut: whileCut.answers },
    healMs,
    healMessages,
  }
}

/** The promises that a voyage broke, each as a sentence; none is the aim. */
export function brokenPromises(report: AtlasReport): readonly string[] {
  const broken: string[] = []
  if (report.lost > 0) broken.push(`${report.lost} acknowledged entries are lost`)
  if (!report.certificatesEqual) broken.push('the certificates differ though all nodes hold the same entries')
  if (report.partition.certificatesEqual) broken.push('the cut was none: both sides knew the same')
  if (report.partition.answersWhileCut === 0) broken.push('nobody answered while cut off')
  if (report.conflicts === 0) broken.push('no contradiction was found in sources that contradict each other')
  return broken
}
