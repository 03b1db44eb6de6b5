/**
 * Publication: the traces that entries publish, each judged by itself as a case's are, and let speak while it holds. Kept up to date item
 * by item; what it comes to is a function of what was said, never of the order.
 */
import type { ItemId, Said } from '../../frames/item.ts'
import { graphOf } from '../../traces/graph.ts'
import { createArchive, type Archive, type Assembled, type IsHeard, type SessionRecord } from '../../traces/archive.ts'
import { TRACE_STEPS_MAX } from '../../traces/limits.ts'
import type { Trace } from '../../traces/trace.ts'
import { NO_SUPPORT } from '../claims/supports.ts'
import type { Knowledge } from '../knowledge.ts'
import { conclusionOf, consider, type Considered } from './coherence.ts'
import { heldPremise, premiseIn } from './premise.ts'
import { createScratch, type Scratch } from './scratch.ts'

/** A published trace and how it holds. */
export interface Published extends Considered {
  /** The session that came to it. */
  readonly session: ItemId
}

/** The traces published in one realm. */
export interface Publication {
  readonly archive: Archive
  /** What is said of a session and counts at present. */
  session(id: ItemId): SessionRecord | undefined
  /** How often it was judged anew. */
  hearings(): number
  /** Takes note of items that `knowledge` was told already. */
  add(said: readonly Said[]): void
  /** Judges every trace anew: the law changed, or somebody counts no more. */
  renew(): void
  /** Every published trace, sorted by id. */
  all(): readonly Published[]
  find(conclusion: ItemId): Published | undefined
  /** How a trace would hold if it were published now. */
  check(trace: Trace): Considered
  /** Ids of traces that do not hold whatever becomes of their premises, sorted. */
  incoherent(): readonly ItemId[]
}

/**
 * How a trace stands once its steps and premises are known. What its premises say never changes, so this is looked at once for each law;
 * that they are there at present is the closure's business, as it is for any claim with premises.
 */
type Finding = 'sound' | 'incoherent'

/** Publication into `knowledge`; `slots` as it has them. */
export function createPublication(knowledge: Knowledge, slots: ReadonlySet<string> | undefined): Publication {
  const archive = createArchive()
  const isHeard: IsHeard = ({ id, by }) => !knowledge.isExcluded(by) && !knowledge.isDiscounted(id)
  const { find, check, findings, renew, examine } = createFinder(archive, isHeard, knowledge, slots)
  let [listed, listedAt]: [readonly Published[], string] = [[], '']
  let hearings = 0
  return {
    archive,
    session: (id) => archive.session(id, isHeard),
    hearings: () => hearings,
    add(said) {
      const conclusions = said.filter((one) => archive.add(one) && one.item.k === 'conclusion')
      examine(
        conclusions.map(({ id }) => id),
        said.map(({ id }) => id),
      )
    },
    renew() {
      hearings += 1
      renew()
    },
    all() {
      const now = `${knowledge.version()} ${archive.count().items}`
      if (listedAt === now) return listed
      const ids = [...archive.conclusions()].map(({ id }) => id).sort()
      listedAt = now
      listed = ids.map(find).filter((one) => one !== undefined)
      return listed
    },
    find,
    check,
    incoherent: () => [...findings].flatMap(([id, finding]) => (finding === 'incoherent' ? [id] : [])).sort(),
  }
}

/** Finds out which conclusions hold. */
interface Finder {
  readonly findings: ReadonlyMap<ItemId, Finding>
  /** Looks at these conclusions, and at those that waited for what arrived. */
  examine(conclusions: readonly ItemId[], arrived: readonly ItemId[]): void
  renew(): void
  find(conclusion: ItemId): Published | undefined
  check(trace: Trace): Considered
}

function createFinder(
  archive: Archive,
  isHeard: IsHeard,
  knowledge: Knowledge,
  slots: ReadonlySet<string> | undefined,
): Finder {
  const { supports } = knowledge.claims
  const findings = new Map<ItemId, Finding>()
  const spoken = new Set<ItemId>()
  const [queue, waiting] = [new Set<ItemId>(), new Map<ItemId, Set<ItemId>>()]
  let scratch = createScratch({ law: knowledge.law, slots })

  /** A conclusion is a premise only once it was found sound. Of authors who count no more, others hold what is not held here. */
  const isKnown = (id: ItemId): boolean => {
    const support = supports.find(id)
    return support !== NO_SUPPORT && isHeard({ id, by: supports.authorOf(support) }) && (!spoken.has(id) || findings.get(id) === 'sound')
  }
  const look = (conclusion: ItemId): void => {
    const assembled = archive.traceOf(conclusion, isHeard)
    if (assembled === undefined || findings.has(conclusion) || !isHeard(assembled.trace)) return
    const unknown = [...assembled.missing, ...graphOf(assembled.trace).premises.filter((id) => !isKnown(id))]
    for (const id of unknown) waiting.set(id, (waiting.get(id) ?? new Set()).add(conclusion))
    if (unknown.length > 0) return
    const isSound = holds(assembled, knowledge, scratch)
    findings.set(conclusion, isSound ? 'sound' : 'incoherent')
    if (!isSound) return knowledge.blame(conclusion, assembled.trace.by)
    speak(assembled)
  }
  const speak = ({ trace }: Assembled): void => {
    if (spoken.has(trace.id)) knowledge.silence(trace.id, false)
    else knowledge.add(conclusionOf(trace))
    spoken.add(trace.id)
    wake(trace.id)
  }
  /** Conclusions may rest on conclusions: what one makes known may let the next be looked at. */
  const wake = (id: ItemId): void => {
    for (const conclusion of waiting.get(id) ?? []) queue.add(conclusion)
    waiting.delete(id)
  }
  const examine = (conclusions: Iterable<ItemId>, arrived: readonly ItemId[]): void => {
    for (const conclusion of conclusions) queue.add(conclusion)
    if (waiting.size > 0) arrived.forEach(wake)
    // What is added while the queue is worked through is worked through, too; a conclusion leaves it decided or waiting.
    for (const conclusion of queue) {
      queue.delete(conclusion)
      look(conclusion)
    }
  }
  return {
    findings,
    examine,
    renew() {
      scratch = createScratch({ law: knowledge.law, slots })
      knowledge.forgive()
      for (const held of [findings, waiting]) held.clear()
      examine([...archive.conclusions()].map(({ id }) => id), [])
      for (const id of spoken) if (findings.get(id) !== 'sound') knowledge.silence(id, true)
    },
    check(trace) {
      knowledge.closure.settle()
      return consider(trace, (id) => premiseIn(id, knowledge), scratch)
    },
    find(conclusion) {
      knowledge.closure.settle()
      if (knowledge.isDiscounted(conclusion)) return undefined
      const assembled = archive.traceOf(conclusion, isHeard)
      return assembled === undefined ? undefined : stateOf(assembled, findings.get(conclusion), knowledge, scratch)
    },
  }
}

function holds({ trace, isOver }: Assembled, knowledge: Knowledge, scratch: Scratch): boolean {
  return !isOver && consider(trace, (id) => heldPremise(id, knowledge), scratch).ok
}

/** Of a trace that is sound only its premises can be missing; why another does not hold is looked up when somebody asks. */
function stateOf(assembled: Assembled, finding: Finding | undefined, knowledge: Knowledge, scratch: Scratch): Published {
  const { trace, session, isOver } = assembled
  const missing = graphOf(trace).premises.filter((id) => premiseIn(id, knowledge) === undefined)
  if (finding === 'sound' && missing.length === 0) return { trace, session, ok: true, missing, badSteps: [], internal: [] }
  const found = consider(trace, (id) => premiseIn(id, knowledge), scratch)
  const over = isOver ? [{ step: trace.id, why: `it rests on more than ${TRACE_STEPS_MAX} steps` }] : []
  return {
    ...{ ...found, session, ok: false },
    missing: [...new Set([...assembled.missing, ...found.missing])].sort(),
    badSteps: [...over, ...found.badSteps],
  }
}
