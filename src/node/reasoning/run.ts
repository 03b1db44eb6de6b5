/** Run: one module at work on one goal: its steps are written as they come; whatever it does wrong ends its session and nothing else. */
import type { Clock } from '../../base/clock.ts'
import { TracordError } from '../../base/error.ts'
import type { ItemId } from '../../frames/item.ts'
import { messageOf } from '../core/events.ts'
import type { Draft } from './draft.ts'
import { STEPS_GATHERED_MAX } from './limits.ts'
import type { Budget, Module, Step, StatementInput, Work } from './module.ts'

/** How a run ended. */
export type Outcome =
  | { readonly type: 'concluded'; readonly conclusion: ItemId; readonly session: ItemId }
  | { readonly type: 'failed'; readonly session: ItemId | null; readonly why: string }
  /** Stopped where it was: the session stays open, for others to go on with. */
  | { readonly type: 'stopped'; readonly session: ItemId | null }

/** What a run works with. */
export interface RunParts {
  readonly module: Module
  readonly draft: Draft
  readonly work: Omit<Work, 'signal' | 'budget'>
  readonly budget: Budget
  readonly clock: Clock
  /** Why the trace may not be published; undefined when it may. */
  gate(concludes: StatementInput): string | undefined
  /** Fires when the run shall stop where it is. */
  readonly signal: AbortSignal
  /** Asked then: whether its session stays open, for others to go on with. */
  isLeft(): boolean
}

/** Runs a module to its end. Never rejects but when nothing can be written. */
export async function run(parts: RunParts): Promise<Outcome> {
  const { module, draft, work, budget, clock, signal } = parts
  const inner = new AbortController()
  const stopped = new Promise<'stopped' | 'late'>((resolve) => {
    signal.addEventListener('abort', () => resolve('stopped'), { once: true })
    if (signal.aborted) resolve('stopped')
    inner.signal.addEventListener('abort', clock.after(budget.ms, () => resolve('late')), { once: true })
  })
  const source = { iterator: null as AsyncIterator<Step> | null }
  try {
    source.iterator = module.run({ ...work, signal: inner.signal, budget })[Symbol.asyncIterator]()
    const end = await consume(source.iterator, stopped, parts)
    if (end === 'stopped') {
      if (!parts.isLeft()) return await failed(draft, 'nobody waits for it any more')
      await draft.flush()
      return { type: 'stopped', session: draft.session() }
    }
    return await publish(end, parts)
  } catch (thrown) {
    if (thrown instanceof TracordError && thrown.code !== 'BAD_INPUT') throw thrown
    return await failed(draft, messageOf(thrown))
  } finally {
    inner.abort()
    letGo(source.iterator)
  }
}

async function publish(concludes: StatementInput, { draft, gate }: RunParts): Promise<Outcome> {
  const fault = gate(concludes)
  if (fault !== undefined) return failed(draft, `the COHERENCE-CHECK failed: ${fault}`)
  const conclusion = await draft.conclude(concludes)
  return { type: 'concluded', conclusion, session: draft.session() ?? '' }
}

async function failed(draft: Draft, why: string): Promise<Outcome> {
  const reason = why.slice(0, REASON_LENGTH_MAX) || 'it failed without a word'
  await draft.close(reason)
  return { type: 'failed', session: draft.session(), why: reason }
}

/** Characters of a reason. */
const REASON_LENGTH_MAX = 1_000

/** A rejection of the iterator after its run is nobody's business. */
function letGo(iterator: AsyncIterator<Step> | null): void {
  try {
    iterator?.return?.().then(undefined, () => undefined)
  } catch {
    // nor is what it throws
  }
}

/** Takes steps until one concludes. Throws what ends the session. */
async function consume(
  iterator: AsyncIterator<Step>,
  stopped: Promise<'stopped' | 'late'>,
  { draft, budget, clock, module }: RunParts,
): Promise<StatementInput | 'stopped'> {
  for (;;) {
    const next = iterator.next()
    next.then(undefined, () => undefined)
    const came = await Promise.race([next, stopped, soon(clock)])
    // What came fast is written together; before any longer wait it is written.
    if (came === 'soon') await draft.flush()
    const result = came === 'soon' ? await Promise.race([next, stopped]) : came
    if (result === 'stopped') return 'stopped'
    if (result === 'late') throw new Error(`${module.name} had no conclusion after ${budget.ms} ms`)
    if (result.done === true) throw new Error(`${module.name} ended without a conclusion`)
    const step = result.value
    if (draft.count() >= budget.steps) throw new Error(`${module.name} took more than ${budget.steps} steps`)
    if (typeof step !== 'object' || step === null || !isBare(step)) draft.add(step)
    if (step.concludes !== undefined) return step.concludes
    if (draft.gathered() >= STEPS_GATHERED_MAX) await draft.flush()
  }
}

/** A conclusion without a step of its own. */
function isBare({ concludes, ...step }: Step): boolean {
  return concludes !== undefined && Object.values(step).every((part) => part === undefined)
}

const soon = (clock: Clock): Promise<'soon'> => new Promise((resolve) => void clock.after(0, () => resolve('soon')))
