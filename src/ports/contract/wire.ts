/** Contract of the wire port: what every way between two nodes must do, for any test runner. An adapter's whole test is one call of it. */
import { deepEqual, equal, ok } from 'node:assert/strict'
import type { Wire, WireSource } from '../wire.ts'
import type { ContractTest } from './test.ts'

/** Two ends that reach each other once both are started. The right one may appear only with the left one's first message. */
export interface WirePair {
  readonly left: WireSource
  readonly right: WireSource
  /** Called at the end of each test, after both ends were stopped. */
  remove(): Promise<void>
}

/** Declares the suite. `pair` is called once for each test. */
export function wireContract(test: ContractTest, pair: () => Promise<WirePair>): void {
  const declare = (title: string, run: (ends: Ends) => Promise<void>): void => {
    test(`wire: ${title}`, async () => {
      const made = await pair()
      const ends = { left: createEnd(made.left), right: createEnd(made.right) }
      await greet(ends)
      await run(ends)
      await Promise.all([made.left.stop(), made.right.stop()])
      await made.remove()
    })
  }
  declare('messages arrive whole, with the bytes they were sent with, either way', carriesBytes)
  declare('what waits to be sent is counted in bytes and sinks to zero', countsWaiting)
  declare('closing ends both wires, once, and what is sent after that is dropped in silence', closes)
  declare('stopping a source closes its wires, and it opens no more', stops)
  declare('a wire has a label for people', hasLabel)
}

/** One wire as a node sees it. */
interface Seen {
  readonly wire: Wire
  readonly heard: Uint8Array[]
  closed: number
}

interface End {
  readonly source: WireSource
  readonly wires: Seen[]
  /** Resolves when `isTrue` after something happened on any wire of this end. */
  until(isTrue: () => boolean): Promise<void>
}

interface Ends {
  readonly left: End
  readonly right: End
}

/** The first message: everything the contract sends begins with this byte, by which some carriers tell our messages from others'. */
const FIRST_BYTE = 0x54
const message = (...bytes: number[]): Uint8Array => new Uint8Array([FIRST_BYTE, ...bytes])

function createEnd(source: WireSource): End {
  const wires: Seen[] = []
  const lookers = new Set<() => void>()
  const look = (): void => {
    for (const looker of lookers) looker()
  }
  source.start((wire) => {
    const seen: Seen = { wire, heard: [], closed: 0 }
    wires.push(seen)
    queueMicrotask(look)
    return {
      onMessage(bytes) {
        seen.heard.push(Uint8Array.from(bytes))
        look()
      },
      onClose() {
        seen.closed += 1
        look()
      },
    }
  })
  const until = (isTrue: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const looker = (): void => {
        if (!isTrue()) return
        lookers.delete(looker)
        resolve()
      }
      lookers.add(looker)
      looker()
    })
  return { source, wires, until }
}

/** Brings both wires up: the left end says a first word, as a node does with its hello. */
async function greet({ left, right }: Ends): Promise<void> {
  await left.until(() => left.wires.length > 0)
  firstOf(left).wire.send(message())
  await right.until(() => right.wires[0]?.heard.length === 1)
}

function firstOf({ wires }: End): Seen {
  const [first] = wires
  ok(first !== undefined, 'a wire opened')
  return first
}

async function carriesBytes({ left, right }: Ends): Promise<void> {
  const [a, b] = [firstOf(left), firstOf(right)]
  const large = new Uint8Array(900_000).map((_, i) => (i === 0 ? FIRST_BYTE : (i * 31) % 251))
  const sent = [message(0, 255, 10), message(), large, message(1)]
  for (const bytes of sent) a.wire.send(bytes)
  for (const bytes of sent.toReversed()) b.wire.send(bytes)
  await Promise.all([right.until(() => b.heard.length === 5), left.until(() => a.heard.length === 4)])
  const bySize = (x: Uint8Array, y: Uint8Array): number => x.length - y.length || Buffer.compare(x, y)
  deepEqual(b.heard.slice(1).toSorted(bySize), sent.toSorted(bySize))
  deepEqual(a.heard.toSorted(bySize), sent.toSorted(bySize))
}

async function countsWaiting({ left, right }: Ends): Promise<void> {
  const [a, b] = [firstOf(left), firstOf(right)]
  equal(Number.isSafeInteger(a.wire.buffered()), true)
  for (let n = 0; n < 50; n += 1) a.wire.send(new Uint8Array(1_000).fill(FIRST_BYTE))
  await right.until(() => b.heard.length === 51)
  equal(a.wire.buffered(), 0)
}

async function closes({ left, right }: Ends): Promise<void> {
  const [a, b] = [firstOf(left), firstOf(right)]
  b.wire.close('enough')
  await Promise.all([left.until(() => a.closed > 0), right.until(() => b.closed > 0)])
  a.wire.send(message(1))
  b.wire.send(message(2))
  a.wire.close('again')
  b.wire.close('again')
  deepEqual([a.closed, b.closed, a.heard.length, b.heard.length], [1, 1, 0, 1])
}

async function stops({ left, right }: Ends): Promise<void> {
  const [a, b] = [firstOf(left), firstOf(right)]
  await left.source.stop()
  await right.until(() => b.closed > 0)
  deepEqual([a.closed, b.closed, left.wires.length], [1, 1, 1])
  await left.source.stop()
}

async function hasLabel({ left, right }: Ends): Promise<void> {
  for (const end of [left, right]) ok(firstOf(end).wire.label.length > 0)
  await Promise.resolve()
}
