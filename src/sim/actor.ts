/** Actor: one simulated node through all its lives: the real core over a virtual clock, a disk that outlives it, and wires. */
import type { Clock } from '../base/clock.ts'
import type { Hash } from '../base/hash.ts'
import { sha256 } from '../base/hash.ts'
import { createRandom } from '../base/random.ts'
import type { Law } from '../frames/facet.ts'
import type { Founding } from '../frames/founding.ts'
import type { Agreement } from '../identity/agreement.ts'
import type { KeyPair, Signatures } from '../identity/signature.ts'
import { createCore, type Core } from '../node/core/core.ts'
import type { Wire, WireHandlers } from '../ports/wire.ts'
import type { Engine } from '../semantics/engine.ts'
import type { Disk } from './disk.ts'
import type { Network } from './network.ts'
import type { History } from './history.ts'
import type { Write } from './scenario.ts'
import { WORLD_BEGINS_MS, type Time } from './time.ts'

/** What an actor is made of. */
export interface ActorParts {
  readonly name: string
  readonly seed: string
  readonly founding: Founding
  readonly signatures: Signatures
  readonly agreement: Agreement
  readonly createEngine: (law: Law) => Engine
  readonly time: Time
  readonly history: History
  readonly disk: Disk
  readonly network: Network
  /** A write was acknowledged. */
  onAck(node: string, entry: Hash): void
  /** The node is up again, with what its disk kept. */
  onBoot(node: string, core: Core): void
  /** The node did what no node may: threw, or raised an alarm. */
  onFault(node: string, why: string): void
}

/** One simulated node. */
export interface Actor {
  readonly name: string
  boot(): void
  crash(isPowerLoss: boolean): void
  write(write: Write): void
  /** The core of this life; null while it is down or has not started. */
  core(): Core | null
}

/** One life of a node: what belongs to it stops working when it ends. */
interface Life {
  isOver: boolean
  isUp: boolean
  readonly core: Core
  /** Runs what belongs to this life, unless it is over. */
  readonly within: (run: () => void) => void
}

/** A node that was never up. */
export function createActor(parts: ActorParts): Actor {
  const { name, seed, history, network } = parts
  const keyPair = parts.signatures.keyPairFromSeed(sha256(`${seed}/key/${name}`))
  let life: Life | null = null
  let lives = 0
  return {
    name,
    core: () => (life?.isUp === true ? life.core : null),
    boot() {
      if (life !== null) return
      lives += 1
      life = begin(parts, keyPair, lives)
    },
    crash(isPowerLoss) {
      if (life === null) return
      history.note(`${name} crashes`)
      life.isOver = true
      life = null
      parts.disk.crash()
      network.down(name, isPowerLoss)
    },
    write(write) {
      if (life?.isUp !== true) return
      const { core, within } = life
      within(() => claim(parts, core, write))
    },
  }
}

function begin(parts: ActorParts, keyPair: KeyPair, lives: number): Life {
  const { name, seed, history } = parts
  let life: Life | null = null
  /** Nothing of an ended life runs; what throws is a broken promise, not the end of the world. */
  const within = (run: () => void): void => {
    if (life === null || life.isOver) return
    try {
      run()
    } catch (thrown) {
      life.isOver = true
      life.isUp = false
      parts.onFault(name, thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown))
    }
  }
  const clock: Clock = {
    now: () => WORLD_BEGINS_MS + parts.time.now(),
    after: (delayMs, run) => parts.time.after(delayMs, () => within(run)),
  }
  const core = createCore({
    founding: parts.founding,
    keyPair,
    signatures: parts.signatures,
    agreement: parts.agreement,
    clock,
    random: createRandom(`${seed}/node/${name}/${lives}`),
    journal: parts.disk.open(clock),
    createEngine: parts.createEngine,
    name,
  })
  life = { isOver: false, isUp: false, core, within }
  const born = life
  core.subscribe((event) => {
    if (event.type === 'alarm') parts.onFault(name, `alarm about ${event.peer}: ${event.why}`)
  })
  core.start((result) => {
    history.note(`${name} starts ${lives}`)
    if (!result.ok) return parts.onFault(name, `it did not start: ${result.error.message}`)
    born.isUp = true
    parts.onBoot(name, core)
    parts.network.up({ name, attach: (wire) => attach(core, wire, within) })
  })
  return born
}

function attach(core: Core, wire: Wire, within: (run: () => void) => void): WireHandlers {
  let handlers: WireHandlers | null = null
  within(() => {
    handlers = core.attach(wire)
  })
  return {
    onMessage: (bytes) => within(() => handlers?.onMessage(bytes)),
    onClose: () => within(() => handlers?.onClose()),
  }
}

function claim(parts: ActorParts, core: Core, { frame, slot, value }: Write): void {
  const { name, history } = parts
  history.note(`${name} claims ${frame} ${slot} ${JSON.stringify(value)}`)
  core.write([{ k: 'claim', frame, slot, value }], (result) => {
    if (!result.ok) return history.note(`${name} refuses ${result.error.code}`)
    history.note(`${name} acknowledges ${result.value.entry}`)
    parts.onAck(name, result.value.entry)
  })
}
