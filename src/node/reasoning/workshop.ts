/** Workshop: the modules of one node at work: which suits a goal, and one run of it, from its first step to what became of it. */
import type { Clock } from '../../base/clock.ts'
import { TracordError } from '../../base/error.ts'
import type { ItemId } from '../../frames/item.ts'
import type { SessionItem } from '../../frames/trace-item.ts'
import { stepFrom } from '../../traces/archive.ts'
import type { Step as MadeStep } from '../../traces/trace.ts'
import type { Core } from '../core/core.ts'
import { query, readFrame } from '../reading.ts'
import { createDraft, statementOf, type Draft, type WriteTraces } from './draft.ts'
import { gateFault } from './gate.ts'
import { goalOf, type AskedGoal } from './goal.ts'
import { labelOf, type Budget, type Checker, type Module, type Work } from './module.ts'
import { createModules } from './modules.ts'
import { createPlaces } from './places.ts'
import { run, type Outcome } from './run.ts'

/** One thing to reason about. */
export interface Task {
  readonly goal: AskedGoal
  readonly budget: Budget
  /** The session to go on with; null: a new one. */
  readonly session: ItemId | null
  readonly signal: AbortSignal
}

/** Where modules work. */
export interface Workshop {
  /** Adds a module, or replaces the one of the same name; the returned function takes it away again. Throws `BAD_INPUT`. */
  use(module: Module): () => void
  check(checker: Checker): void
  readonly checkers: ReadonlyMap<string, Checker>
  /** `name@version` of each, sorted. */
  modules(): readonly string[]
  /** Whether a module here accepts the goal. */
  isAble(goal: AskedGoal): Promise<boolean>
  /** Runs the module that suits best. Rejects with `NO_ANSWER` when none does, `BUSY` when too much waits, `CLOSED` when it is shut. */
  work(task: Task): Promise<Outcome & { readonly module: string }>
  /** Sessions under way here. */
  open(): ReadonlySet<ItemId>
  /** Permille of what can be taken. */
  load(): number
  /** Takes nothing more and stops what is under way, whose sessions stay open; resolves when nothing is. */
  shut(): Promise<void>
  isShut(): boolean
}

/** A workshop over `core`. */
export function createWorkshop(core: Core, clock: Clock, write: WriteTraces): Workshop {
  const modules = createModules(clock)
  const checkers = new Map<string, Checker>()
  const open = new Set<ItemId>()
  const places = createPlaces()

  /** A session is under way from the moment that it has an id. */
  const noted: WriteTraces = async (domain, items) => {
    const receipt = await write(domain, items)
    if (items[0]?.k === 'session') open.add(receipt.ids[0] ?? '')
    return receipt
  }
  const workAt = async (module: Module, { goal, budget, session, signal }: Task): Promise<Outcome> => {
    const draft = draftFor(goal, module, session, core, noted)
    if (session !== null) open.add(session)
    try {
      return await run({
        ...{ module, draft, budget, clock, work: workOf(goal, session, core), isLeft: places.isShut },
        signal: AbortSignal.any([signal, places.signal]),
        gate: (concludes) =>
          gateFault({ by: core.author, goal: goal.text, steps: draft.steps(), concludes: statementOf(concludes) }, core.engine, checkers),
      })
    } finally {
      open.delete(draft.session() ?? '')
    }
  }
  return {
    use: modules.use,
    checkers,
    check: (checker) => void checkers.set(checker.name, checker),
    modules: modules.labels,
    isAble: async (goal) => (await modules.suited(goal)) !== undefined,
    async work(task) {
      const module = await modules.suited(task.goal)
      if (module === undefined) throw new TracordError('NO_ANSWER', `no module here accepts ${JSON.stringify(task.goal.text)}`)
      await places.enter(task.signal)
      try {
        return { ...(await workAt(module, task)), module: labelOf(module) }
      } finally {
        places.leave()
      }
    },
    open: () => open,
    load: places.load,
    shut: places.shut,
    isShut: places.isShut,
  }
}

function draftFor({ text, wants, domain }: AskedGoal, module: Module, session: ItemId | null, core: Core, write: WriteTraces): Draft {
  const begins: Omit<SessionItem, 'k'> = { goal: text, module: labelOf(module), ...(wants === undefined ? {} : { wants }) }
  const stepOf = (id: ItemId): MadeStep | undefined => {
    const filed = core.engine.archive.stepOf(id)
    return filed === undefined ? undefined : stepFrom(filed)
  }
  return createDraft({ write, domain, begins, stepOf, ...(session === null ? {} : { session }) })
}

function workOf(goal: AskedGoal, session: ItemId | null, core: Core): Omit<Work, 'signal' | 'budget'> {
  return {
    goal: goalOf(goal),
    frames: (id) => readFrame(core, id),
    query: (body, options) => query(core, body, options),
    claimsOf: (statement) => core.engine.claimsOf(statementOf(statement)),
    previous: session === null ? [] : (core.engine.archive.session(session)?.steps ?? []).map(stepFrom),
  }
}
