/** Room: what a guest has to do for its node: the goals it is asked about, and its runs. */
import type { Clock } from '../../base/clock.ts'
import type { Goal, Module, Work } from '../reasoning/module.ts'
import { createBids } from './bids.ts'
import { beginRun, type HostRun } from './host-run.ts'
import type { FromGuest, FromHost } from './message.ts'

/** What a room needs. */
export interface RoomParts {
  readonly clock: Clock
  /** Sends; false when the message is too long to be sent. */
  send(message: FromHost): boolean
  /** Told when the guest does what costs it its place. */
  onFault(why: string): void
}

/** What a guest is busy with. */
export interface Room {
  /** The guest as a module of its node. */
  moduleOf(label: { readonly name: string; readonly version: string }): Module
  take(message: Exclude<FromGuest, { readonly k: 'hello' | 'pong' }>): void
  /** Whether the message answers a question that is open. */
  isAwaited(message: FromGuest): boolean
  isWorking(): boolean
  /** Ends all of it: the guest is gone. */
  end(why: string): void
}

/** An empty room. */
export function createRoom({ clock, send, onFault }: RoomParts): Room {
  const runs = new Map<number, HostRun>()
  const bids = createBids(clock)
  let isOver = false
  let numbers = 0
  const begin = (work: Work): HostRun['steps'] => {
    if (isOver) throw new Error('the module is gone')
    const run = (numbers += 1)
    const begun = beginRun({ run, work, clock, send, onFault, onOver: () => runs.delete(run) })
    if (!begun.isOver()) runs.set(run, begun)
    return begun.steps
  }
  return {
    moduleOf: ({ name, version }) => ({
      ...{ name, version, run: begin },
      accepts: (goal: Goal) => bids.ask((ask) => !isOver && send({ k: 'accepts', ask, goal })),
    }),
    take(message) {
      if (message.k === 'bid') return bids.answer(message.ask, message.score)
      if (message.run > numbers) return onFault(`there is no run ${message.run}`)
      // What crosses a cancelled run, or its end, is nobody's fault.
      runs.get(message.run)?.take(message)
    },
    isAwaited: (message) => message.k === 'bid' && bids.isOpen(message.ask),
    isWorking: () => runs.size > 0,
    end(why) {
      isOver = true
      bids.end()
      for (const run of [...runs.values()]) run.lose(`the module is gone: ${why}`)
    },
  }
}
