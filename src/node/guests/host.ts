/** Host: the node's end of a line to a guest. Whatever the guest does, its runs fail, it is let go, and nothing else happens. */
import type { Clock } from '../../base/clock.ts'
import type { Result } from '../../base/result.ts'
import type { Module } from '../reasoning/module.ts'
import { GUEST_BEAT_MS, GUEST_HELLO_MS, GUEST_MESSAGES_PER_SECOND, GUEST_SILENT_MS, HOST_MESSAGE_LENGTH_MAX } from './limits.ts'
import type { Line, LineHandlers } from './line.ts'
import { GUEST_PROTOCOL, readFromGuest, type FromGuest, type FromHost } from './message.ts'
import { createRoom } from './room.ts'

/** Who says hello. */
export type Hello = Extract<FromGuest, { readonly k: 'hello' }>

/** What a host needs. */
export interface HostParts {
  readonly line: Line
  readonly clock: Clock
  /** The name of the node, told to the guest. */
  readonly node: string
  /** true: a run may keep the guest from answering anything, so it is not asked for signs of life meanwhile. */
  readonly mayBlock: boolean
  /** Takes the guest in, or says why not. What it returns is called once the guest is gone. */
  welcome(hello: Hello, module: Module): Result<() => void, string>
  /** Told once, when the line is over: why. */
  onOver(why: string): void
}

/** Speaks with whoever is at the other end of `parts.line`. */
export function createHost({ line, clock, node, mayBlock, welcome, onOver }: HostParts): LineHandlers {
  const pace = createPace(clock)
  let leave: (() => void) | undefined
  let isOver = false
  let heardAt = clock.now()

  const send = (message: FromHost): boolean => {
    const text = JSON.stringify(message)
    if (text.length > HOST_MESSAGE_LENGTH_MAX) return false
    line.send(text)
    return true
  }
  const end = (why: string): void => {
    if (isOver) return
    isOver = true
    stopTimer()
    leave?.()
    room.end(why)
    onOver(why)
  }
  const fault = (why: string): void => {
    if (isOver) return
    send({ k: 'refused', why })
    end(why)
    line.close(why)
  }
  const room = createRoom({ clock, send, onFault: fault })
  const beat = (): void => {
    if (mayBlock && room.isWorking()) heardAt = clock.now()
    if (clock.now() - heardAt > GUEST_SILENT_MS) return fault(`no sign of life for ${GUEST_SILENT_MS} ms`)
    send({ k: 'ping' })
    stopTimer = clock.after(GUEST_BEAT_MS, beat)
  }
  const takeIn = (hello: Hello): void => {
    const taken = welcome(hello, room.moduleOf(hello))
    if (!taken.ok) return fault(taken.error)
    leave = taken.value
    send({ k: 'welcome', v: GUEST_PROTOCOL, node })
    stopTimer()
    stopTimer = clock.after(GUEST_BEAT_MS, beat)
  }
  const take = (message: FromGuest): void => {
    if (message.k === 'hello') return leave === undefined ? takeIn(message) : fault('a second hello')
    if (leave === undefined) return fault('a hello comes first')
    if (message.k !== 'pong') room.take(message)
  }
  let stopTimer = clock.after(GUEST_HELLO_MS, () => fault(`no hello within ${GUEST_HELLO_MS} ms`))
  return {
    onMessage(text) {
      if (isOver) return
      heardAt = clock.now()
      const message = readFromGuest(text)
      // What was asked for is no flood, however much that is.
      const isAwaited = message.ok && room.isAwaited(message.value)
      if (!isAwaited && !pace.isWithin()) return fault(`more than ${GUEST_MESSAGES_PER_SECOND} messages in a second`)
      if (message.ok) take(message.value)
      else fault(message.error)
    },
    onClose: end,
  }
}

/** Counts messages by the second. */
function createPace(clock: Clock): { isWithin(): boolean } {
  let [since, count] = [clock.now(), 0]
  return {
    isWithin() {
      const now = clock.now()
      // A clock that was set back begins anew, too.
      if (now - since >= 1_000 || now < since) [since, count] = [now, 0]
      count += 1
      return count <= GUEST_MESSAGES_PER_SECOND
    },
  }
}
