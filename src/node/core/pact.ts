/** Pact: the keys of one connection at work: every message is coded and counted, so nobody in between can speak, change or repeat (R20). */
import { CODE_BYTES, type Agreement } from '../../identity/agreement.ts'
import { err, ok, type Result } from '../../base/result.ts'
import type { Keys } from '../../sync/handshake.ts'
import type { Message } from '../../sync/message.ts'
import { PACT_WINDOW } from './limits.ts'
import { decodeHello, flagOf, isCoded, MAGIC, unpack, type Packed } from './wire.ts'

// magic, flag, counter (6), code (16), body
const COUNTER_AT = 2
const CODE_AT = 8
const HEADER_BYTES = CODE_AT + CODE_BYTES
/** The flag and the counter are coded with the body; the magic byte is not, it says which protocol this is. */
const HEAD_AT = 1
const WORD_BITS = 32
const HIGH = 2 ** WORD_BITS

/** What came of a frame. */
export type Opened =
  | { readonly type: 'body'; readonly flag: number; readonly body: Uint8Array }
  /** Taken already, or so late that this cannot be told any more. Links do that; it is no fault of the peer's. */
  | { readonly type: 'repeated' }

/** One connection's codes. */
export interface Pact {
  /** The frame of a message. */
  seal(packed: Packed): Uint8Array
  /** The body of a frame, or why it is not believed. */
  open(bytes: Uint8Array): Result<Opened, string>
}

/** A pact that has said and heard nothing yet. Frames may be lost, doubled and reordered within {@link PACT_WINDOW} counts. */
export function createPact({ ours, theirs }: Keys, { code }: Agreement): Pact {
  const window = createWindow()
  let sent = 0
  return {
    seal(packed) {
      sent += 1
      const bytes = new Uint8Array(HEADER_BYTES + packed.body.length)
      bytes[0] = MAGIC
      bytes[1] = flagOf(packed, true)
      writeCounter(bytes, sent)
      bytes.set(packed.body, HEADER_BYTES)
      bytes.set(code(ours, bytes.subarray(HEAD_AT, CODE_AT), packed.body), CODE_AT)
      return bytes
    },
    open(bytes) {
      if (bytes.length < HEADER_BYTES) return err('too short for a message')
      const body = bytes.subarray(HEADER_BYTES)
      const expected = code(theirs, bytes.subarray(HEAD_AT, CODE_AT), body)
      if (!isSame(expected, bytes.subarray(CODE_AT, HEADER_BYTES))) return err('damaged on its way, or not from this peer')
      return ok(window.take(readCounter(bytes)) ? { type: 'body', flag: bytes[1] ?? 0, body } : { type: 'repeated' })
    },
  }
}

/** What a frame spells, for people who watch: nothing of it is proved. Never throws. */
export function spell(bytes: Uint8Array): Result<Message, string> {
  return isCoded(bytes) ? unpack(bytes[1] ?? 0, bytes.subarray(HEADER_BYTES)) : decodeHello(bytes)
}

/** Which counts were taken: the highest, and one bit for each of those below it that may still come. */
function createWindow(): { take(count: number): boolean } {
  const bits = new Uint32Array(PACT_WINDOW / WORD_BITS)
  let highest = 0
  const wordOf = (count: number): number => Math.floor(count / WORD_BITS) % bits.length
  return {
    take(count) {
      if (count <= highest - PACT_WINDOW + WORD_BITS) return false
      if (count > highest) {
        // Words that come into the window anew; never more than there are.
        const [last, next] = [Math.floor(highest / WORD_BITS), Math.floor(count / WORD_BITS)]
        for (let word = Math.max(last + 1, next - bits.length + 1); word <= next; word += 1) bits[word % bits.length] = 0
        highest = count
      }
      const bit = 1 << (count % WORD_BITS)
      const word = bits[wordOf(count)] ?? 0
      if ((word & bit) !== 0) return false
      bits[wordOf(count)] = word | bit
      return true
    },
  }
}

function writeCounter(bytes: Uint8Array, count: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  view.setUint16(COUNTER_AT, Math.floor(count / HIGH))
  view.setUint32(COUNTER_AT + 2, count % HIGH)
}

function readCounter(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return view.getUint16(COUNTER_AT) * HIGH + view.getUint32(COUNTER_AT + 2)
}

/** In a time that does not tell where they differ. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  let difference = 0
  for (let at = 0; at < CODE_BYTES; at += 1) difference |= (a[at] ?? 0) ^ (b[at] ?? 0)
  return difference === 0
}
