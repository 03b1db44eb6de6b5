/** Reasoned: what published traces come to, as an engine's reader sees it: each trace, the goals, and what is under way. */
import type { ItemId } from '../../frames/item.ts'
import type { Archive, SessionRecord } from '../../traces/archive.ts'
import type { Trace } from '../../traces/trace.ts'
import type { Knowledge } from '../knowledge.ts'
import { standingsIn, statementsIn } from '../reading.ts'
import type { Considered } from './coherence.ts'
import { goalsIn, type Goal } from './goals.ts'
import type { Publication, Published } from './publication.ts'

/** What is known of the reasoning in a realm. */
export interface Reasoned {
  /** Every published trace and how it holds, sorted by id. */
  traces(): readonly Published[]
  /** One of them, by the id of its conclusion. */
  traceOf(conclusion: ItemId): Published | undefined
  /** What the traces that hold come to, goal by goal, sorted; kept until something changes. */
  goals(): readonly Goal[]
  /** One of these: it costs what its own traces cost, and all that is accepted where they differ. */
  goal(name: string): Goal | undefined
  /** How a trace would hold if it were published now. Changes nothing. */
  check(trace: Trace): Considered
  /** What is said of a session and counts at present: nothing of authors who are excluded, and nothing of entries that do not count. */
  session(id: ItemId): SessionRecord | undefined
  /** Grows whenever something that was said counts no more, or counts again. */
  hearings(): number
  /** Whether all that an author says counts as taken back (R5). */
  isExcluded(author: string): boolean
  /** Everything said of sessions, drafts too, whether it counts or not. Reads only. */
  readonly archive: Archive
}

/** What `publication` came to over `knowledge`. */
export function reasonedBy(publication: Publication, knowledge: Knowledge, slots: ReadonlySet<string> | undefined): Reasoned {
  let [goals, goalsAt]: [readonly Goal[], string] = [[], '']
  const standings = (): ReturnType<Parameters<typeof goalsIn>[0]['standings']> => {
    const statements = statementsIn(knowledge)
    knowledge.verdict().prepare(statements)
    return new Map(statements.map((fact) => [fact, standingsIn(knowledge, fact)]))
  }
  const isTrace = (id: ItemId): boolean => publication.archive.isConclusion(id)
  const goalsAmong = (considered: readonly Published[]): readonly Goal[] => {
    knowledge.verdict() // settles the closure and the votes
    return goalsIn({ considered, standings, knowledge, slots, isTrace })
  }
  return {
    archive: publication.archive,
    session: publication.session,
    hearings: publication.hearings,
    isExcluded: knowledge.isExcluded,
    check: (trace) => publication.check(trace),
    traces: () => publication.all(),
    traceOf: (conclusion) => publication.find(conclusion),
    goals() {
      const now = `${knowledge.version()} ${publication.archive.count().items}`
      if (goalsAt !== now) [goals, goalsAt] = [goalsAmong(publication.all()), now]
      return goals
    },
    goal(name) {
      const own = publication.archive.conclusionsOn(name).map((id) => publication.find(id))
      return own.length === 0 ? undefined : goalsAmong(own.filter((one) => one !== undefined))[0]
    },
  }
}
