/** Town: whole nodes that find each other by address and dial each other over wires in memory. */
import { sha256 } from '../../src/base/hash.ts'
import type { Core } from '../../src/node/core/core.ts'
import { createDialer } from '../../src/node/dialer.ts'
import type { Wire, WireHandlers, WireSource } from '../../src/ports/wire.ts'
import { createStandInAgreement, createStandInSignatures } from '../../src/sim/stand-in.ts'
import { boot, createVirtualClock, type VirtualClock } from './world.ts'

export interface Town {
  readonly clock: VirtualClock
  readonly cores: Core[]
  readonly count: { messages: number }
  /** Connections, as pairs of numbers of nodes. */
  links(): readonly string[]
  /** More nodes, each given some addresses; that of node 7 is `ws://node-7`. */
  add(given: (at: number) => readonly string[], count: number): void
  kill(at: number): void
}

interface Open {
  readonly ends: readonly [number, number]
  cut(): void
}

interface Streets {
  readonly clock: VirtualClock
  readonly cores: readonly Core[]
  readonly count: { messages: number }
  readonly dead: ReadonlySet<number>
  readonly open: Set<Open>
}

/** Milliseconds until a connection that ended or found nobody is tried again. */
const AGAIN_MS = 300

export const addressOf = (at: number): string => `ws://node-${at}`

export function createTown(): Town {
  const clock = createVirtualClock()
  const [signatures, agreement] = [createStandInSignatures(), createStandInAgreement()]
  const cores: Core[] = []
  const count = { messages: 0 }
  const open = new Set<Open>()
  const dead = new Set<number>()
  const dialers: WireSource[] = []
  const streets: Streets = { clock, cores, count, dead, open }
  return {
    clock,
    cores,
    count,
    links: () => Array.from(open, ({ ends }) => [...ends].sort((a, b) => a - b).join('-')),
    add(given, more) {
      for (let added = 0; added < more; added += 1) {
        const at = cores.length
        const keyPair = signatures.keyPairFromSeed(sha256(`town ${at}`))
        const { core } = boot(clock, `n${at}`, undefined, { signatures, agreement, keyPair, address: addressOf(at) })
        cores.push(core)
        const dialer = createDialer({
          ...{ self: core.author, address: addressOf(at), given: given(at), clock, everyMs: 1_000 },
          ...{ members: () => core.members(), peers: () => core.status().peers },
          open: (to: string) => sourceTo(streets, at, to),
        })
        dialer.start((wire) => core.attach(wire))
        dialers.push(dialer)
      }
    },
    kill(at) {
      dead.add(at)
      void dialers[at]?.stop()
      for (const { ends, cut } of [...open]) if (ends.includes(at)) cut()
    },
  }
}

/** A client of the node with this address, which comes back as websocket clients do. */
function sourceTo(streets: Streets, from: number, address: string): WireSource {
  const { clock, cores, dead } = streets
  let link: Open | null = null
  let cancel = (): void => {}
  let isStopped = false
  const dial = (accept: (wire: Wire) => WireHandlers): void => {
    if (isStopped || dead.has(from)) return
    const again = (): void => void (cancel = clock.after(AGAIN_MS, () => dial(accept)))
    const to = cores.findIndex((_, at) => addressOf(at) === address && !dead.has(at))
    const core = cores[to]
    if (core === undefined) again()
    else link = join(streets, [from, to], accept, (wire) => core.attach(wire), again)
  }
  return {
    start: dial,
    async stop() {
      isStopped = true
      cancel()
      link?.cut()
    },
  }
}

type Accept = (wire: Wire) => WireHandlers

function join({ clock, count, open }: Streets, ends: readonly [number, number], here: Accept, there: Accept, onCut: () => void): Open {
  const handlers: { here?: WireHandlers; there?: WireHandlers } = {}
  const link: Open = {
    ends,
    cut() {
      if (!open.delete(link)) return
      handlers.here?.onClose()
      handlers.there?.onClose()
      onCut()
    },
  }
  const wire = (side: 'here' | 'there', label: string): Wire => ({
    label,
    send(bytes) {
      count.messages += 1
      clock.after(5, () => (open.has(link) ? handlers[side]?.onMessage(bytes) : undefined))
    },
    buffered: () => 0,
    close: () => link.cut(),
  })
  open.add(link)
  handlers.here = here(wire('there', addressOf(ends[1])))
  handlers.there = there(wire('here', `from ${ends[0]}`))
  return link
}
