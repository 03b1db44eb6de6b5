/** Connect: a module of this process attached to a node of another one. */
import { TracordError } from '../../base/error.ts'
import { createGuest } from '../../node/guests/guest.ts'
import { GUEST_MESSAGE_LENGTH_MAX, HOST_MESSAGE_LENGTH_MAX } from '../../node/guests/limits.ts'
import type { GuestModule } from '../../node/reasoning/module.ts'

/** A module that is attached. */
export interface Connection {
  /** Name of the node. */
  readonly node: string
  /** Resolves when it is over: why. To go on, connect again. */
  readonly closed: Promise<string>
  /** Detaches; runs under way fail. Idempotent. */
  close(): Promise<void>
}

/** How a module is attached. */
export interface ConnectOptions {
  /** Detaches, or gives up attaching. */
  readonly signal?: AbortSignal
}

/** Bytes of a character of JSON, at most. */
const BYTES_PER_CHARACTER = 4

/**
 * Attaches `module` to the server at `url`, like `ws://127.0.0.1:4040/modules` for its default realm or `.../modules/<realm>` for another,
 * by the token of its folder. Rejects with `BAD_INPUT` for a url that is none, `REFUSED` with the reason when the server does not take it,
 * `IO` when nobody answers there, `ABORTED`. The token goes as it is: beyond this machine use `wss:`.
 */
export async function connectModule(url: string, token: string, module: GuestModule, options: ConnectOptions = {}): Promise<Connection> {
  const { signal } = options
  const aborted = (): TracordError => new TracordError('ABORTED', 'the signal fired', { cause: signal?.reason })
  if (signal?.aborted === true) throw aborted()
  const { openTextSocket } = await import('../../../adapters/network-websocket/index.ts')
  const limits = {
    messageBytesMax: HOST_MESSAGE_LENGTH_MAX * BYTES_PER_CHARACTER,
    bufferedBytesMax: GUEST_MESSAGE_LENGTH_MAX * BYTES_PER_CHARACTER * 256,
  }
  let over: (why: string) => void
  const closed = new Promise<string>((resolve) => (over = resolve))
  return new Promise((resolve, reject) => {
    let isIn = false
    openTextSocket(url, limits, (line) => {
      const close = (): void => line.close('the module leaves')
      signal?.addEventListener('abort', close, { once: true })
      return createGuest({
        ...{ line, module, token },
        onWelcome(node) {
          isIn = true
          resolve({ node, closed, close: () => (close(), closed.then(() => undefined)) })
        },
        onOver(why, isRefused) {
          signal?.removeEventListener('abort', close)
          over(why)
          if (isIn) return
          if (signal?.aborted === true) reject(aborted())
          else if (isRefused) reject(new TracordError('REFUSED', `${url} does not take the module ${module.name}: ${why}`))
          else reject(new TracordError('IO', `cannot attach to ${url}: ${why}`))
        },
      })
    })
  })
}
