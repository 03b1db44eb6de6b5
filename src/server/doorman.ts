/** Doorman: reads the first hello of a wire to learn its realm, and hands the wire to that realm with everything that came meanwhile. */
import type { Clock } from '../base/clock.ts'
import type { Hash } from '../base/hash.ts'
import type { Result } from '../base/result.ts'
import type { Wire, WireHandlers } from '../ports/wire.ts'
import { decodeHello } from '../node/core/wire.ts'
import type { HostedRealm } from './realms.ts'

/** Messages kept while a realm is being opened; any may be lost, so the rest is. */
const HELD_MAX = 64
/** Messages before the first hello: a node says it first, so a few that overtook it are all there can be. */
const STRAY_MAX = 16

/** Milliseconds for the first hello. */
const HELLO_MS_MAX = 15_000

/** Where a hello belongs. */
export type FindRealm = (realm: Hash, founding: string | undefined) => Promise<Result<HostedRealm, string>>

/** What a doorman needs. */
export interface DoormanParts {
  readonly find: FindRealm
  readonly clock: Clock
  /** Told why a wire was not let in. */
  readonly onRefused: (why: string) => void
}

/** Receives every wire of the server. */
export function createDoorman({ find, clock, onRefused }: DoormanParts): (wire: Wire) => WireHandlers {
  return (wire) => {
    let inside: WireHandlers | undefined
    let held: Uint8Array[] = []
    let strays = 0
    let isAsking = false
    let isOver = false

    const stopWaiting = clock.after(HELLO_MS_MAX, () => refuse('it said no hello'))
    const refuse = (why: string): void => {
      isOver = true
      held = []
      stopWaiting()
      onRefused(`${wire.label}: ${why}`)
      wire.close(why)
    }
    const ask = async (realm: Hash, founding: string | undefined): Promise<void> => {
      isAsking = true
      stopWaiting()
      const found = await find(realm, founding)
      if (isOver) return
      if (!found.ok) return refuse(found.error)
      inside = found.value.entrance.enter(wire)
      for (const bytes of held) inside.onMessage(bytes)
      held = []
    }
    return {
      onMessage(bytes) {
        if (isOver) return
        if (inside !== undefined) return inside.onMessage(bytes)
        if (isAsking) {
          if (held.length < HELD_MAX) held.push(bytes)
          return
        }
        const hello = decodeHello(bytes)
        if (hello.ok) {
          held.push(bytes)
          void ask(hello.value.realm, hello.value.founding)
        } else {
          strays += 1
          if (strays > STRAY_MAX) refuse('a hello comes first')
        }
      },
      onClose() {
        isOver = true
        held = []
        stopWaiting()
        inside?.onClose()
      },
    }
  }
}
