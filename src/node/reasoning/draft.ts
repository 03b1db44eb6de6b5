/** Draft: a session while it is written: its steps become items, several in one entry when they come faster than they can be written. */
import { TracordError } from '../../base/error.ts'
import type { Json } from '../../base/canonical.ts'
import { isItemId } from '../../frames/item-id.ts'
import type { ItemId } from '../../frames/item.ts'
import { domainOf } from '../../frames/name.ts'
import { readItem } from '../../frames/read-item.ts'
import type { Statement } from '../../frames/statement.ts'
import type { ConclusionItem, SessionItem, Spelled, SpelledCheck, StepItem, TraceItem } from '../../frames/trace-item.ts'
import { normalizeValue } from '../../frames/value.ts'
import { statementFrom, stepFrom } from '../../traces/archive.ts'
import type { Step as MadeStep } from '../../traces/trace.ts'
import type { Claimed } from '../node.ts'
import { LOOSE_ENDS_MAX } from './limits.ts'
import type { CheckInput, StatementInput, Step } from './module.ts'

/** Writes items into the log of traces of a domain. */
export type WriteTraces = (domain: string, items: readonly TraceItem[]) => Promise<Claimed>

/** What a draft begins with. */
export interface DraftParts {
  readonly write: WriteTraces
  readonly domain: string
  /** What a new session says of itself. */
  readonly begins: Omit<SessionItem, 'k'>
  /** The session that goes on; absent: a new one begins. */
  readonly session?: ItemId
  /** The step of another run, by its id. */
  readonly stepOf: (id: ItemId) => MadeStep | undefined
}

/** A session under way. */
export interface Draft {
  /** Takes a step; throws `BAD_INPUT` with what is wrong with it. */
  add(step: Step): void
  /** Steps taken by this run. */
  count(): number
  /** Steps taken and not written yet. */
  gathered(): number
  /** Writes what was gathered, `most` steps of it, and the session's beginning before it. Resolves when it is durable. */
  flush(most?: number): Promise<void>
  /** All steps that a conclusion of this run would rest on, and their loose ends, by local names. */
  steps(): readonly MadeStep[]
  /** Writes the rest and the conclusion; resolves with the conclusion's id. */
  conclude(statement: StatementInput): Promise<ItemId>
  /** Writes the rest and that it came to nothing. */
  close(reason: string): Promise<void>
  /** The session's id, once it is written. */
  session(): ItemId | null
}

/** A step that was taken. `id` is null until it is written. */
interface Taken {
  readonly name: string
  readonly step: Omit<StepItem, 'session' | 'uses'>
  readonly uses: readonly (Taken | ItemId)[]
  id: ItemId | null
}

/** What comes after the steps, once their ids are known. */
type Last = (idOf: (one: Taken) => ItemId, session: ItemId) => TraceItem

/** A draft with nothing written. */
export function createDraft({ write, domain, begins: beginning, session: given, stepOf }: DraftParts): Draft {
  const taken: Taken[] = []
  const byName = new Map<string, Taken>()
  const used = new Set<Taken>()
  let session: ItemId | null = given ?? null
  let written = 0
  let writing: Promise<unknown> = Promise.resolve()

  const looseEnds = (): readonly Taken[] => taken.filter((one) => !used.has(one))
  /** What is gathered so far, and `last` after it, as one write; ids become known with it. One write at a time. */
  const send = (last?: Last, most = Infinity): Promise<Claimed | null> => {
    const sent = writing.then(async () => {
      const fresh = taken.slice(written, written + most)
      const begins = session === null
      if (fresh.length === 0 && !begins && last === undefined) return null
      const first = begins ? 1 : 0
      const own = session ?? '#0'
      const places = new Map(fresh.map((one, at) => [one, `#${first + at}`]))
      const idOf = (one: Taken): ItemId => one.id ?? places.get(one)!
      const items: TraceItem[] = [
        ...(begins ? [{ k: 'session' as const, ...beginning }] : []),
        ...fresh.map((one) => itemOf(one, own, idOf)),
        ...(last === undefined ? [] : [last(idOf, own)]),
      ]
      items.forEach(requireReadable)
      written += fresh.length
      const receipt = await write(domain, items)
      session ??= receipt.ids[0] ?? null
      fresh.forEach((one, at) => (one.id = receipt.ids[first + at] ?? null))
      return receipt
    })
    writing = sent.catch(() => undefined)
    return sent
  }
  return {
    add(input) {
      const one = takenFrom(input, `step ${taken.length}`, byName)
      requireReadable(itemOf(one, '#0', () => '#0'))
      for (const other of one.uses) if (typeof other !== 'string') used.add(other)
      taken.push(one)
      byName.set(one.name, one)
      if (input.id !== undefined) byName.set(input.id, one)
    },
    count: () => taken.length,
    gathered: () => taken.length - written,
    async flush(most) {
      await send(undefined, most)
    },
    steps: () => stepsUnder(looseEnds(), stepOf),
    async conclude(statement) {
      const concludes = spelled(statement)
      const ends = looseEnds()
      requireReadable({ k: 'conclusion', session: '#0', concludes })
      if (ends.length > LOOSE_ENDS_MAX) throw bad(`a conclusion rests on at most ${LOOSE_ENDS_MAX} loose ends, not ${ends.length}`)
      const conclusion = (idOf: (one: Taken) => ItemId, own: ItemId): ConclusionItem => {
        const steps = ends.map(idOf).sort()
        return { k: 'conclusion', session: own, concludes, ...(steps.length === 0 ? {} : { steps }) }
      }
      // In its own domain, where it is not that of the session, it can only name what is written.
      if (domainOf(concludes.frame) === domain) return lastId(await send(conclusion))
      await send()
      return lastId(await write(domainOf(concludes.frame), [conclusion((one) => one.id ?? '', session ?? '')]))
    },
    async close(reason) {
      await send((_idOf, own) => ({ k: 'close', session: own, reason }))
    },
    session: () => session,
  }
}

const lastId = (receipt: Claimed | null): ItemId => receipt?.ids.at(-1) ?? ''

function itemOf({ step, uses }: Taken, session: ItemId, idOf: (one: Taken) => ItemId): StepItem {
  const ids = [...new Set(uses.map((one) => (typeof one === 'string' ? one : idOf(one))))].sort()
  return { ...step, session, ...(ids.length === 0 ? {} : { uses: ids }) }
}

function resolve(name: string, byName: ReadonlyMap<string, Taken>): Taken | ItemId {
  const found = byName.get(name)
  if (found !== undefined) return found
  if (isItemId(name) && !name.startsWith('#')) return name
  throw bad(`a step uses ${JSON.stringify(name)}, which is no earlier step of this run and no id`)
}

function takenFrom(input: unknown, name: string, byName: ReadonlyMap<string, Taken>): Taken {
  if (typeof input !== 'object' || input === null) throw bad('a step is an object')
  const { text, uses = [], check, gives } = input as Step
  if (!Array.isArray(uses)) throw bad('uses is a list of names and ids')
  const checks = check === undefined ? [] : [check].flat().map(spelledCheck)
  const step = {
    k: 'step' as const,
    ...(text === undefined || text === '' ? {} : { text: text.normalize('NFC') }),
    ...(checks.length === 0 ? {} : { checks }),
    ...(gives === undefined ? {} : { gives: spelled(gives) }),
  }
  return { name, step, uses: uses.map((used) => resolve(used, byName)), id: null }
}

function spelledCheck(check: CheckInput): SpelledCheck {
  if (typeof check === 'string') return { k: check }
  if (check.k !== 'arith') return check
  return { k: 'arith', expr: check.expr, value: String(check.value), ...(check.round === true ? { round: true } : {}) }
}

/** A statement as an item spells it; throws `BAD_INPUT`. */
export function spelled({ frame, slot, value, not }: StatementInput): Spelled {
  const normal = normalizeValue(value)
  if (!normal.ok) throw bad(`${frame}.${slot}: ${normal.error.why}`)
  return { frame: frame.normalize('NFC'), slot: slot.normalize('NFC'), value: normal.value, ...(not === true ? { not } : {}) }
}

/** The statement that an input means; throws `BAD_INPUT`. */
export const statementOf = (input: StatementInput): Statement => statementFrom(spelled(input))

function requireReadable(item: TraceItem): void {
  const read = readItem(item as unknown as Json)
  if (read.k === 'ignored') throw bad(`a ${item.k}: ${read.why}`)
}

/** The taken steps and those of other runs that they lead to, under the names that they have here. */
function stepsUnder(ends: readonly Taken[], stepOf: (id: ItemId) => MadeStep | undefined): readonly MadeStep[] {
  const [own, others] = [new Set(ends), new Map<ItemId, MadeStep>()]
  const reach = (id: ItemId): void => {
    const step = others.has(id) ? undefined : stepOf(id)
    if (step !== undefined) others.set(id, step)
  }
  for (const one of own) for (const next of one.uses) typeof next === 'string' ? reach(next) : own.add(next)
  for (const step of others.values()) step.uses.forEach(reach)
  const named = (one: Taken | ItemId): string => (typeof one === 'string' ? one : one.name)
  const made = [...own].map((one): MadeStep => {
    const item = { ...one.step, session: '', uses: one.uses.map(named) }
    return stepFrom({ id: one.name, by: '', item })
  })
  return [...made, ...others.values()]
}

function bad(message: string): TracordError {
  return new TracordError('BAD_INPUT', message)
}
