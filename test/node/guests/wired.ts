/** Wired: a host and whatever is at the other end of its line, in virtual time, without any socket. */
import { ok, type Result } from '../../../src/base/result.ts'
import { createGuest } from '../../../src/node/guests/guest.ts'
import { createHost, type Hello } from '../../../src/node/guests/host.ts'
import type { FromHost } from '../../../src/node/guests/message.ts'
import type { GuestModule, Module } from '../../../src/node/reasoning/module.ts'
import type { VirtualClock } from '../world.ts'

export interface Wired {
  /** The module as its node has it; undefined before it was welcomed and after it left. */
  module(): Module | undefined
  /** What the node said. */
  readonly said: FromHost[]
  /** Sends to the node. */
  say(message: unknown): void
  hangUp(): void
  /** Why it is over; null while it is not. */
  over(): string | null
}

export interface WiredOptions {
  readonly mayBlock?: boolean
  readonly welcome?: (hello: Hello) => Result<null, string>
  /** What the guest does with what it is told; absent: nothing. */
  readonly onSaid?: (message: FromHost) => void
}

/** A host; messages to it arrive at once. */
export function wired(clock: VirtualClock, options: WiredOptions = {}): Wired {
  const said: FromHost[] = []
  let module: Module | undefined
  let over: string | null = null
  const handlers = createHost({
    ...{ clock, node: 'host', mayBlock: options.mayBlock ?? false },
    line: {
      label: 'line',
      send(text) {
        const message = JSON.parse(text) as FromHost
        said.push(message)
        // As on any real line, an answer comes only after what was said is said.
        queueMicrotask(() => options.onSaid?.(message))
      },
      close: () => handlers.onClose('closed'),
    },
    welcome(hello, taken) {
      const answer = options.welcome?.(hello) ?? ok(null)
      if (!answer.ok) return answer
      module = taken
      return ok(() => (module = undefined))
    },
    onOver: (why) => (over = why),
  })
  return {
    module: () => module,
    said,
    say: (message) => handlers.onMessage(typeof message === 'string' ? message : JSON.stringify(message)),
    hangUp: () => handlers.onClose('it hung up'),
    over: () => over,
  }
}

/** A host with our own guest at the other end. */
export function wiredGuest(clock: VirtualClock, module: GuestModule): Wired {
  let toGuest: (text: string) => void = () => undefined
  const host = wired(clock, { onSaid: (message) => toGuest(JSON.stringify(message)) })
  const line = { label: 'line', send: (text: string) => host.say(text), close: () => host.hangUp() }
  const guest = createGuest({ line, module, token: '', onWelcome() {}, onOver() {} })
  toGuest = (text) => guest.onMessage(text)
  return host
}

export const HELLO = { k: 'hello', v: 1, token: '', name: 'guest', version: '1' } as const
