/** Actor: one simulated node through all its lives: the real core over a virtual clock, a disk that outlives it, and wires. */
import type { Clock } from '../base/clock.ts'
import { createRandom } from '../base/random.ts'
import type { Founding } from '../frames/founding.ts'
import type { Item } from '../frames/item.ts'
import type { Agreement } from '../identity/agreement.ts'
import type { KeyPair, Signatures } from '../identity/signature.ts'
import { createCore, type Core } from '../node/core/core.ts'
import type { CoreParts } from '../node/core/parts.ts'
import type { Claimed, NodeEvent } from '../node/node.ts'
import type { Reasoning } from '../node/reasoning/reasoning.ts'
import type { Done } from '../ports/journal.ts'
import type { Wire, WireHandlers } from '../ports/wire.ts'
import type { Dial } from './dial.ts'
import type { DocumentsPlace, KeptDocuments } from './documents/carriers.ts'
import type { Disk } from './disk.ts'
import type { Gate } from './gate.ts'
import type { History } from './history.ts'
import type { Network } from './network.ts'
import type { Mind } from './reasoning/mind.ts'
import type { Time } from './time.ts'

/** What an actor is made of. */
export interface ActorParts {
  readonly name: string
  readonly seed: string
  readonly founding: Founding
  readonly keyPair: KeyPair
  readonly signatures: Signatures
  readonly agreement: Agreement
  readonly createEngine: NonNullable<CoreParts['createEngine']>
  readonly time: Time
  readonly history: History
  readonly disk: Disk
  readonly dial: Dial
  readonly gate: Gate
  readonly network: Network
  /** Changes what the core is made of: a hostile member's, or a bug that the checkers shall find. */
  readonly alter: (parts: CoreParts) => CoreParts
  /** Changes the wires that the core is given. */
  readonly alterWire: (wire: Wire) => Wire
  /** The reasoning of a life; null: it does not reason. */
  readonly mindOf: (clock: Clock, isOver: () => boolean) => Mind | null
  /** The documents of a life; null: it keeps none. */
  readonly documentsOf: { open(place: Omit<DocumentsPlace, 'node'>): KeptDocuments; close(): void } | null
  /** The node is up again, with what its disk kept. */
  onBoot(core: Core): void
  onEvent(event: NodeEvent): void
  /** The node did what no node may: threw, or did not start. */
  onFault(why: string): void
}

/** One simulated node. */
export interface Actor {
  readonly name: string
  readonly keyPair: KeyPair
  boot(): void
  /** Ends this life, if there is one; returns whether there was. */
  crash(isPowerLoss: boolean): boolean
  /** Ends it for good: it never boots again. */
  leave(): void
  /** Writes; `done` is not called if the node ends before it knows. Returns whether the node is up. */
  write(items: readonly Item[], done: Done<Claimed>): boolean
  /** Does something as this node, unless it is down. */
  within(run: (core: Core) => void): void
  /** The reasoning of this life; null while it is down, or if it never reasons. */
  reasoning(): Reasoning | null
  /** The documents of this life; null while it is down, or if it keeps none. */
  documents(): KeptDocuments | null
  /** The core of this life; null while it is down or has not started. */
  core(): Core | null
  /** Whether it was told to leave. */
  isGone(): boolean
}

/** One life of a node: what belongs to it stops working when it ends. */
interface Life {
  isOver: boolean
  isUp: boolean
  readonly core: Core
  reasoning: Reasoning | null
  documents: KeptDocuments | null
  /** Runs what belongs to this life, unless it is over. */
  readonly within: (run: () => void) => void
}

/** A node that was never up. */
export function createActor(parts: ActorParts): Actor {
  const { name, history, network, gate, disk } = parts
  let life: Life | null = null
  let lives = 0
  let isGone = false
  const crash = (isPowerLoss: boolean): boolean => {
    if (life === null) return false
    history.note({ kind: 'crash', node: name, text: isPowerLoss ? 'power loss' : 'crash' })
    life.isOver = true
    life = null
    gate.clear()
    parts.documentsOf?.close()
    disk.crash()
    network.down(name, isPowerLoss)
    return true
  }
  return {
    name,
    keyPair: parts.keyPair,
    core: () => (life?.isUp === true ? life.core : null),
    documents: () => (life?.isUp === true ? life.documents : null),
    reasoning: () => (life?.isUp === true ? life.reasoning : null),
    isGone: () => isGone,
    crash,
    boot() {
      if (life !== null || isGone) return
      lives += 1
      life = begin(parts, lives)
    },
    leave() {
      isGone = true
      crash(false)
    },
    write(items, done) {
      const current = life
      if (current?.isUp !== true) return false
      current.within(() => current.core.write(items, done))
      return true
    },
    within(run) {
      const current = life
      if (current?.isUp === true) current.within(() => run(current.core))
    },
  }
}

function begin(parts: ActorParts, lives: number): Life {
  const { name, history, gate } = parts
  let life: Life | null = null
  /** Nothing of an ended life runs; what throws is a broken promise, not the end of the world. */
  const run = (what: () => void): void => {
    if (life === null || life.isOver) return
    try {
      what()
    } catch (thrown) {
      life.isOver = true
      life.isUp = false
      parts.onFault(thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown))
    }
  }
  const within = (what: () => void): void => gate.pass(() => run(what))
  const made = partsOf(parts, lives, within)
  const mind = parts.mindOf(made.clock, () => life?.isOver !== false)
  const { documentsOf } = parts
  // Nothing becomes durable before the documents are there.
  const onDurable: NonNullable<CoreParts['onDurable']> = (log, { count }) => life?.documents?.follow(log, count)
  const core = createCore(parts.alter({ ...made, ...mind?.parts, ...(documentsOf === null ? {} : { onDurable }) }))
  life = { isOver: false, isUp: false, core, reasoning: null, documents: null, within }
  const born = life
  core.subscribe((event) => parts.onEvent(event))
  core.start((result) => {
    history.note({ kind: 'start', node: name, text: `life ${lives}` })
    if (!result.ok) return parts.onFault(`it did not start: ${result.error.message}`)
    born.isUp = true
    const place = { core, clock: made.clock, signatures: made.signatures, isOver: () => born.isOver }
    born.documents = documentsOf?.open(place) ?? null
    born.reasoning = mind?.wake(core) ?? null
    parts.onBoot(core)
    parts.network.up({ name, attach: (wire) => attach(core, parts.alterWire(wire), run, within) })
  })
  return born
}

function partsOf(parts: ActorParts, lives: number, within: Life['within']): CoreParts {
  const { founding, keyPair, signatures, agreement, seed, name, time, dial, disk, createEngine } = parts
  const clock: Clock = {
    now: () => dial.now(),
    after: (delayMs, run) => cancellable(time, dial.worldMs(delayMs), run, within),
  }
  const random = createRandom(`${seed}/node/${name}/${lives}`)
  const journal = disk.open((delayMs, run) => void time.after(delayMs, () => within(run)))
  return { founding, keyPair, signatures, agreement, clock, random, journal, createEngine, name }
}

/** A timer that is not called once it was cancelled, though it waits at the gate. */
function cancellable(time: Time, delayMs: number, run: () => void, pass: Life['within']): () => void {
  let isCancelled = false
  const cancel = time.after(delayMs, () =>
    pass(() => {
      if (!isCancelled) run()
    }),
  )
  return () => {
    isCancelled = true
    cancel()
  }
}

/** A node learns of a wire at once, however slow it is: that is the machine's doing. */
function attach(core: Core, wire: Wire, run: (what: () => void) => void, within: Life['within']): WireHandlers {
  let handlers: WireHandlers | null = null
  run(() => {
    handlers = core.attach(wire)
  })
  return {
    onMessage: (bytes) => within(() => handlers?.onMessage(bytes)),
    onClose: () => within(() => handlers?.onClose()),
  }
}
