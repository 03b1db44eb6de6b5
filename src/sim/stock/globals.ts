/**
 * Globals: the sources of time and chance that automerge-repo and automerge take from the process, replaced while a run lasts: timers, the
 * time of day, and random bytes (actor ids come from them, inside the wasm too). Everything else they do follows from what they are sent.
 */
import type { Random } from '../../base/random.ts'
import { WORLD_BEGINS_MS, type Time } from '../time.ts'

/** Puts everything back. */
export type Restore = () => void

/** Takes the process's clocks and chance over. One run at a time. */
export function takeGlobals(time: Time, random: Random): Restore {
  const { setTimeout, clearTimeout, setInterval, clearInterval, crypto } = globalThis
  const { now } = Date
  const chance = Math.random
  const cancels = new Map<number, () => void>()
  let timers = 0
  const after = (run: () => void, delayMs: number): number => {
    const timer = (timers += 1)
    cancels.set(timer, time.after(delayMs, () => void (cancels.delete(timer) && run())))
    return timer
  }
  const every = (run: () => void, delayMs: number): number => {
    const timer = (timers += 1)
    const again = (): void => {
      cancels.set(timer, time.after(Math.max(1, delayMs), again))
      run()
    }
    cancels.set(timer, time.after(Math.max(1, delayMs), again))
    return timer
  }
  const cancel = (timer: unknown): void => {
    const id = Number(timer)
    cancels.get(id)?.()
    cancels.delete(id)
  }
  const timerOf = (id: number): unknown => ({ [Symbol.toPrimitive]: () => id, ref: () => undefined, unref: () => undefined })
  const replaced = {
    setTimeout: (run: (...given: unknown[]) => void, delayMs = 0, ...given: unknown[]) => timerOf(after(() => run(...given), delayMs)),
    setInterval: (run: (...given: unknown[]) => void, delayMs = 0, ...given: unknown[]) => timerOf(every(() => run(...given), delayMs)),
    clearTimeout: cancel,
    clearInterval: cancel,
  }
  Object.assign(globalThis, replaced)
  Date.now = () => WORLD_BEGINS_MS + time.now()
  Math.random = () => random.uint32() / 2 ** 32
  const fill = <T extends ArrayBufferView>(view: T): T => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = random.below(256)
    return view
  }
  Object.defineProperty(crypto, 'getRandomValues', { value: fill, configurable: true, writable: true })
  return () => {
    Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval })
    Date.now = now
    Math.random = chance
    // Only our own: the one of the prototype shows again.
    delete (crypto as { getRandomValues?: unknown }).getRandomValues
  }
}
