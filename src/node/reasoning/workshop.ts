/** Workshop: the modules of one node and their runs: so many at once, the rest in a queue, and what is beyond that refused. */
import type { Clock } from '../../base/clock.ts'
import { TracordError } from '../../base/error.ts'
import type { ItemId } from '../../frames/item.ts'
import type { Core } from '../core/core.ts'
import type { SessionItem } from '../../frames/trace-item.ts'
import { query, readFrame } from '../reading.ts'
import { stepFrom } from '../../traces/archive.ts'
import type { Step as MadeStep } from '../../traces/trace.ts'
import { createDraft, statementOf, type WriteTraces } from './draft.ts'
import { gateFault } from './gate.ts'
import { goalOf, type AskedGoal } from './goal.ts'
import { MODULES_MAX, RUNS_MAX, RUNS_WAITING_MAX } from './limits.ts'
import { labelOf, type Budget, type Checker, type Goal, type Module } from './module.ts'
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
  /** Adds a module, or replaces the one of the same name. Throws `BAD_INPUT`. */
  use(module: Module): void
  check(checker: Checker): void
  /** `name@version` of each, sorted. */
  modules(): readonly string[]
  /** The module that suits a goal best; among equals the one of the smallest name. */
  suited(goal: AskedGoal): Module | undefined
  /** Runs the module that suits best. Rejects with `NO_ANSWER` when none does, `BUSY` when too much waits, `CLOSED` when it is shut. */
  work(task: Task): Promise<Outcome & { readonly module: string }>
  /** Sessions under way here. */
  open(): ReadonlySet<ItemId>
  /** Permille of what can be taken. */
  load(): number
  /** Takes nothing more; resolves when nothing is under way. */
  shut(): Promise<void>
  isShut(): boolean
}

/** A workshop over `core`. */
export function createWorkshop(core: Core, clock: Clock, write: WriteTraces): Workshop {
  const modules = new Map<string, Module>()
  const checkers = new Map<string, Checker>()
  const open = new Set<ItemId>()
  const waiting: (() => void)[] = []
  const idle: (() => void)[] = []
  const ending = new AbortController()
  let [running, isShut] = [0, false]

  const suited = (goal: AskedGoal): Module | undefined => {
    const scored = [...modules.values()].map((module) => ({ module, score: acceptedBy(module, goalOf(goal)) }))
    scored.sort((a, b) => b.score - a.score || (a.module.name < b.module.name ? -1 : 1))
    return (scored[0]?.score ?? 0) > 0 ? scored[0]?.module : undefined
  }
  const enter = async (signal: AbortSignal): Promise<void> => {
    if (isShut) throw new TracordError('CLOSED', 'this node takes no more work: ask another')
    if (running >= RUNS_MAX) {
      if (waiting.length >= RUNS_WAITING_MAX)
        throw new TracordError('BUSY', `${RUNS_MAX} runs are under way and ${RUNS_WAITING_MAX} wait: ask another, or later`)
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running += 1
    if (!signal.aborted && !isShut) return
    leave()
    throw new TracordError(isShut ? 'CLOSED' : 'ABORTED', 'it was given up before it began')
  }
  /** A place that is left goes to who waits longest. */
  const leave = (): void => {
    const next = waiting.shift()
    if (next !== undefined) return next()
    running -= 1
    if (running === 0) idle.splice(0).forEach((resolve) => resolve())
  }
  const stepOf = (id: ItemId): MadeStep | undefined => {
    const filed = core.engine.archive.stepOf(id)
    return filed === undefined ? undefined : stepFrom(filed)
  }
  return {
    use(module) {
      requireModule(module)
      if (modules.size >= MODULES_MAX && !modules.has(module.name)) throw bad(`a node has at most ${MODULES_MAX} modules`)
      modules.set(module.name, module)
    },
    check: (checker) => void checkers.set(checker.name, checker),
    modules: () => [...modules.values()].map(labelOf).sort(),
    suited,
    async work({ goal, budget, session, signal }) {
      const module = suited(goal)
      if (module === undefined) throw new TracordError('NO_ANSWER', `none of the modules here accepts ${JSON.stringify(goal.text)}`)
      await enter(signal)
      if (session !== null) open.add(session)
      const label = labelOf(module)
      const begun = session === null ? {} : { session }
      const noted: WriteTraces = async (domain, items) => {
        const receipt = await write(domain, items)
        if (items[0]?.k === 'session') open.add(receipt.ids[0] ?? '')
        return receipt
      }
      const draft = createDraft({ write: noted, domain: goal.domain, begins: beginningOf(goal, label), stepOf, ...begun })
      try {
        const outcome = await run({
          ...{ module, draft, budget, clock, isLeft: () => isShut, signal: AbortSignal.any([signal, ending.signal]) },
          work: {
            goal: goalOf(goal),
            frames: (id) => readFrame(core, id),
            query: (body, options) => query(core, body, options),
            claimsOf: (statement) => core.engine.claimsOf(statementOf(statement)),
            previous: session === null ? [] : (core.engine.archive.session(session)?.steps ?? []).map(stepFrom),
          },
          gate: (concludes) =>
            gateFault({ by: core.author, goal: goal.text, steps: draft.steps(), concludes: statementOf(concludes) }, core.engine, checkers),
        })
        return { ...outcome, module: label }
      } finally {
        open.delete(draft.session() ?? '')
        leave()
      }
    },
    open: () => open,
    load: () => Math.min(1_000, Math.floor(((running + waiting.length) * 1_000) / RUNS_MAX)),
    isShut: () => isShut,
    shut() {
      isShut = true
      ending.abort('the node stops')
      return running === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))
    },
  }
}

function beginningOf({ text, wants }: AskedGoal, module: string): Omit<SessionItem, 'k'> {
  return { goal: text, module, ...(wants === undefined ? {} : { wants }) }
}

/** One that throws, or answers nonsense, does not accept. */
function acceptedBy(module: Module, goal: Goal): number {
  try {
    const score = module.accepts(goal)
    return Number.isSafeInteger(score) ? Math.min(1_000, Math.max(0, score)) : 0
  } catch {
    return 0
  }
}

function requireModule(module: unknown): void {
  const { name, version, accepts, run: runs } = (module ?? {}) as Partial<Module>
  const isNamed = [name, version].every((part) => typeof part === 'string' && part !== '' && !part.includes('@'))
  if (isNamed && typeof accepts === 'function' && typeof runs === 'function') return
  throw bad('a module is { name, version, accepts(goal), run(work) }, its name and version without "@"')
}

const bad = (message: string): TracordError => new TracordError('BAD_INPUT', message)
