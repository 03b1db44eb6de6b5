/** Findings: what one node made of all the reasoning it holds: what it learned of authors, and the four measures. */
import type { TracordNode } from '../../node/node.ts'
import type { Engine } from '../../semantics/engine.ts'
import type { Status } from '../../semantics/judgement.ts'
import { convergenceOf, depthOf, type Convergence, type Depth } from '../../semantics/reasoning/measures.ts'

/** A trace that was kept from being published. */
export interface RefusedTrace {
  readonly solver: string
  readonly goal: string
  readonly why: string
}

/** The four measures, by the formulas of the specification. */
export interface Measures {
  /** M1: how far traces agree in meaning. */
  readonly m1: Convergence
  /** M2: questions that are undecided or unknown, of all, in parts per million. */
  readonly m2: { readonly ppm: number; readonly open: number; readonly of: number }
  /** M3: milliseconds that reading a question's answer took. */
  readonly m3: { readonly p50: number; readonly p99: number; readonly reads: number }
  /** M4: independent routes to the questions' answers. */
  readonly m4: Depth
}

/** What a node found. Authors go by their keys. */
export interface Findings {
  readonly published: number
  readonly steps: number
  readonly conflicts: number
  /** Statements by status. */
  readonly standings: Partial<Record<Status, number>>
  /** Published traces that this node does not count: the check was repeated. */
  readonly incoherent: number
  /** By author, in parts per million: how often it is right, as far as answers show; empty where nothing could be learned. */
  readonly learned: Readonly<Record<string, number>>
  /** Whether authors are told apart, or heads are counted. */
  readonly isLearned: boolean
  readonly measures: Measures
}

/** What `node` finds; `reads` are the times that its reads took, in milliseconds. */
export function findingsOf(node: TracordNode, engine: Engine, reads: readonly number[]): Findings {
  const { steps, conclusions } = engine.archive.count()
  const standings = engine.standings()
  const counts: Partial<Record<Status, number>> = {}
  for (const { status } of standings) counts[status] = (counts[status] ?? 0) + 1
  const learned = engine.learned()
  return {
    ...{ published: conclusions, steps, conflicts: engine.conflicts().length, standings: counts },
    incoherent: engine.traces().filter(({ ok }) => !ok).length,
    learned: learned?.quality ?? {},
    isLearned: Object.values(learned?.slots ?? {}).some(({ authors }) => Object.keys(authors).length > 0),
    measures: measuresOf(node, engine, reads),
  }
}

const PARTS = 1_000_000

function measuresOf(node: TracordNode, engine: Engine, reads: readonly number[]): Measures {
  const goals = engine.goals()
  const frames = node.frames()
  const unsettled = engine.standings().filter(({ status }) => status === 'undecided' || status === 'unknown')
  const open = new Set(unsettled.map(({ frame }) => frame)).size
  const sorted = [...reads].sort((a, b) => a - b)
  const at = (share: number): number => Number((sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(3))
  return {
    m1: convergenceOf(goals),
    m2: { ppm: frames.length === 0 ? 0 : Math.floor((open * PARTS) / frames.length), open, of: frames.length },
    m3: { p50: at(0.5), p99: at(0.99), reads: reads.length },
    m4: depthOf(goals),
  }
}
