/** View: traces and sessions as they are shown. Plain data. */
import type { ItemId } from '../../frames/item.ts'
import type { Status } from '../../semantics/judgement.ts'
import type { Fallen } from '../../semantics/learn/fallen.ts'
import type { Published } from '../../semantics/reasoning/publication.ts'
import type { Trace } from '../../traces/trace.ts'

/** A trace in a list. */
export interface TraceSummary {
  /** Of its conclusion. */
  readonly id: ItemId
  readonly session: ItemId
  readonly goal: string
  readonly by: string
  /** Whether it holds by itself: the COHERENCE-CHECK as this node repeats it. */
  readonly coherent: boolean
  readonly steps: number
  /** How its conclusion stands; null where it is not coherent. */
  readonly standing: Status | null
}

/** How well an author's reasoning fared, in counts. */
export interface Fingerprint {
  readonly author: string
  /** Sessions begun, and those of them that came to nothing. */
  readonly sessions: number
  readonly failed: number
  /** Traces published: those whose conclusion is accepted, those that hold and are not, and those that do not hold by themselves. */
  readonly published: number
  readonly accepted: number
  readonly contested: number
  readonly incoherent: number
  /** Parts per million: accepted ones, and half of the contested, of all published; null: none was. */
  readonly quality: number | null
  /** There while the author is below the policy's floor: by what, and how far its word counts meanwhile. */
  readonly fallen?: Omit<Fallen, 'author'>
}

/** A session in a list. */
export interface SessionSummary {
  readonly id: ItemId
  readonly goal: string
  readonly state: 'open' | 'published' | 'closed'
  readonly steps: number
  /** Who works on it, while it is open. */
  readonly owners: readonly string[]
}

/** A trace with its steps, or a session that has none yet. */
export interface TraceView {
  /** `open`: drafts; `published`; `closed`: it came to nothing. */
  readonly state: 'open' | 'published' | 'closed'
  readonly trace: Trace
  readonly session: ItemId
  /** Who works on it, while it is open. */
  readonly owners: readonly string[]
  /** Who made each step. */
  readonly makers: Readonly<Record<string, string>>
  /** Why it was closed. */
  readonly reasons: readonly string[]
  readonly coherent: boolean
  readonly missing: Published['missing']
  readonly badSteps: Published['badSteps']
  readonly internal: Published['internal']
  readonly standing: Status | null
  /** As a Mermaid flowchart, and as Graphviz DOT. */
  readonly mermaid: string
  readonly dot: string
}
