/** Verbs: a core with promises around it, as its user sees it. */
import { TracordError } from '../base/error.ts'
import type { Item } from '../frames/item.ts'
import { domainOf } from '../frames/name.ts'
import type { Fork } from '../semantics/judgement.ts'
import { orAborted, throwIfAborted } from './abort.ts'
import { claimsFrom, undercutsFrom, withdrawalsFrom, type SlotValues } from './claiming.ts'
import { machineClock } from './clock.ts'
import { conflictStream } from './conflict-stream.ts'
import type { Core } from './core/core.ts'
import { domainsFrom } from './domains.ts'
import { createOldStates } from './history/old-states.ts'
import type { AtOptions, Branch, Certificate, Claimed, NodeStatus, OldState, StateVector, TracordNode } from './node.ts'
import { explain, isFork, query, readBranch, readConflicts, readFrame, requireHeld } from './reading.ts'
import { createNodePruning } from './pruning/acts.ts'
import { createRealm } from './realm/acts.ts'
import { requireVoice } from './realm/rights.ts'
import { createReasoning, reasoningVerbs, type Reasoning } from './reasoning/reasoning.ts'
import { rememberCore } from './state-vector.ts'
import { checkBySchema, type Schemas } from './schema.ts'

/** What lives around a core and goes with it. */
export interface Around {
  readonly schemas: Schemas
  /** Absent: what reasons here knows of nobody else. */
  readonly reasoning?: Reasoning
  /** Lets go of wires and documents, before the core closes. */
  close(): Promise<void>
  /** Takes a snapshot, where the node has a folder for it. */
  snapshot?(): Promise<void>
  /** Resolves when what was pruned is gone from documents and snapshots; absent: there are none. */
  forgotten?(): Promise<void>
  /** Notes which domains are held now, where the node has a folder for it. Never rejects. */
  noted?(): Promise<void>
  /** Quarantined (peer, document) pairs. */
  quarantined(): number
}

/** The node of a started core. */
export function createVerbs<Slots>(core: Core, around: Around): TracordNode<Slots> {
  const closers = new Set<() => void>()
  const reasoning = around.reasoning ?? createReasoning(core)
  let closing: Promise<void> | undefined

  const write = (items: readonly Item[], signal: AbortSignal | undefined): Promise<Claimed> => {
    throwIfAborted(signal)
    requireVoice(core, domainIn(items))
    const written = new Promise<Claimed>((resolve, reject) => {
      core.write(items, (result) => (result.ok ? resolve(result.value) : reject(result.error)))
    })
    return orAborted(written, signal, 'the write was under way and may still become durable')
  }
  const close = async (): Promise<void> => {
    for (const end of closers) end()
    await reasoning.stop()
    await around.snapshot?.()
    await around.close()
    await new Promise<void>((resolve, reject) => core.close((result) => (result.ok ? resolve() : reject(result.error))))
  }
  const node: TracordNode<Slots> = {
    id: core.author,
    name: core.name,
    realm: createRealm(core),
    pruning: createNodePruning(core, () => machineClock.now(), () => around.forgotten?.() ?? Promise.resolve()),
    async claim(frame, slots, options) {
      requireObject(slots, 'claim(frame, slots): slots is an object from slot to value')
      throwIfAborted(options?.signal)
      const { schemas } = around
      const values = schemas.size === 0 ? slots : await checkedSlots(core, schemas, frame, slots)
      return write(claimsFrom(frame, values, options), options?.signal)
    },
    async withdraw(claims, reason, options) {
      const items = withdrawalsFrom(claims, reason)
      for (const { claim } of items) requireOwn(core, claim)
      return write(items, options?.signal)
    },
    async undercut(claims, options = {}) {
      const items = undercutsFrom(claims, options)
      for (const { claim } of items) requireHeld(core, claim)
      return write(items, options.signal)
    },
    frame: (id) => readFrame(core, id),
    frames: () => core.engine.frames(),
    at: atOf(core),
    conflicts(options) {
      const onClose = (end: () => void): (() => void) => {
        if (closing !== undefined) end()
        closers.add(end)
        return () => void closers.delete(end)
      }
      const source = { held: () => readConflicts(core), subscribe: core.subscribe, onClose }
      return conflictStream(source, options?.signal)
    },
    components: () => core.engine.components(),
    query: (body, options) => query(core, body, options),
    explain: (about) => explain(core, about),
    ...domainVerbs(core, around),
    subscribe: (listener) => core.subscribe(listener),
    certificate: (choice) => core.certificate(choice),
    status: (): NodeStatus => ({ ...core.status(), quarantined: around.quarantined() }),
    ...reasoningVerbs(reasoning),
    drain: drained(reasoning, around),
    close: () => (closing ??= close()),
  }
  rememberCore(node, core)
  return node
}

/** The domain of the first claim; withdrawals go where their claims are. */
function domainIn(items: readonly Item[]): string | undefined {
  const [claim] = items
  return claim?.k === 'claim' ? domainOf(claim.frame) : undefined
}

/** Hands over what is under way, and leaves a snapshot of what stands. */
function drained(reasoning: Reasoning, around: Around): TracordNode['drain'] {
  return async () => {
    await reasoning.drain()
    await around.snapshot?.()
  }
}

function atOf(core: Core): TracordNode['at'] {
  const oldStates = createOldStates(core)
  function at(fork: Fork): Branch
  function at(state: Certificate | StateVector, options?: AtOptions): Promise<OldState>
  function at(what: Fork | Certificate | StateVector, options?: AtOptions): Branch | Promise<OldState> {
    return isFork(what) ? readBranch(core, what) : oldStates.at(what, options)
  }
  return at
}

/** Which domains are held, and what could not be judged for want of others. */
function domainVerbs(core: Core, around: Around): Pick<TracordNode, 'unjudged' | 'domains' | 'hold'> {
  return {
    unjudged: () => core.engine.unjudged(),
    domains: () => core.domains(),
    async hold(domains, options) {
      const names = domainsFrom(domains)
      throwIfAborted(options?.signal)
      const held = new Promise<void>((resolve, reject) => {
        core.hold(names, (result) => (result.ok ? resolve() : reject(result.error)))
      })
      const noted = async (): Promise<void> => {
        try {
          await held
        } finally {
          await around.noted?.()
        }
      }
      return orAborted(noted(), options?.signal, 'the domains are held from now on all the same')
    },
  }
}

function requireObject(input: unknown, message: string): void {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw new TracordError('BAD_INPUT', message)
}

function requireOwn(core: Core, claim: string): void {
  if (requireHeld(core, claim) === core.author) return
  throw new TracordError(
    'BAD_INPUT',
    `${claim} is another's claim: only its author withdraws it; undercut it, or claim the opposite`,
  )
}

/** The slots as their schemas make them. A type's schema holds for frames that are, or are just claimed to be, of that type. */
async function checkedSlots(core: Core, schemas: Schemas, frame: string, slots: SlotValues): Promise<SlotValues> {
  const claimed = slots['type'] === undefined ? [] : [slots['type']].flat()
  const types = new Set([...(readFrame(core, frame)['type']?.values ?? []), ...claimed].map(nameOf))
  const checked = { ...slots } as Record<string, SlotValues[string]>
  for (const [slot, given] of Object.entries(slots)) {
    for (const { type, schema } of schemas.get(slot) ?? []) {
      if (type !== null && !types.has(type)) continue
      const outputs: unknown[] = []
      for (const value of [given].flat()) {
        const outcome = await checkBySchema(schema, value)
        if ('why' in outcome) throw new TracordError('BAD_INPUT', `${frame}.${slot}: ${outcome.why}`)
        outputs.push(outcome.value)
      }
      checked[slot] = outputs as SlotValues[string]
    }
  }
  return checked
}

/** A type's id, whether it was given as a string or as a reference. */
function nameOf(type: unknown): unknown {
  return typeof type === 'object' && type !== null && 'ref' in type ? type.ref : type
}
