/** Wire form of a message: a magic byte that no stock message begins with, a flag, what proves the rest, then the text, often deflated. */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import { err, ok, type Result } from '../../base/result.ts'
import { decodeMessage as readMessage, encodeMessage as messageText } from '../../sync/codec.ts'
import type { Hello, Message } from '../../sync/message.ts'
import { DEFLATE_BYTES_MIN, MESSAGE_BYTES_MAX } from './limits.ts'

/** `T`. Stock automerge-repo messages are CBOR maps and begin with 0xa0 to 0xbf, so one connection can carry both. */
export const MAGIC = 0x54
const DEFLATED = 1
const CODED = 2
// Not every carrier checks what it carries, and a hello with one wrong bit would be taken for a forgery.
const CHECKSUM_AT = 2
const HELLO_HEADER_BYTES = 6

/** A message as it travels, before what proves it is put in front; the same for all peers. */
export interface Packed {
  readonly isDeflated: boolean
  readonly body: Uint8Array
}

/** Packs messages; one that goes to many peers is packed once. */
export function createPacker(): (message: Message) => Packed {
  const known = new WeakMap<Message, Packed>()
  return (message) => {
    const before = known.get(message)
    if (before !== undefined) return before
    const packed = pack(message)
    known.set(message, packed)
    return packed
  }
}

/** The flag byte of a frame. */
export function flagOf({ isDeflated }: Packed, isCoded: boolean): number {
  return (isDeflated ? DEFLATED : 0) | (isCoded ? CODED : 0)
}

/** Whether a frame claims to be coded with the keys of its connection; what is not can only be a hello. */
export function isCoded(bytes: Uint8Array): boolean {
  return bytes[0] === MAGIC && ((bytes[1] ?? 0) & CODED) !== 0
}

/** The bytes of a hello: guarded against damage, not against forgery, since keys come only of it. */
export function encodeHello(hello: Hello): Uint8Array {
  const packed = pack(hello)
  const bytes = new Uint8Array(HELLO_HEADER_BYTES + packed.body.length)
  bytes[0] = MAGIC
  bytes[1] = flagOf(packed, false)
  viewOf(bytes).setUint32(CHECKSUM_AT, crc32(packed.body))
  bytes.set(packed.body, HELLO_HEADER_BYTES)
  return bytes
}

/** The hello that `bytes` spell, or why they spell none. Never throws. */
export function decodeHello(bytes: Uint8Array): Result<Hello, string> {
  if (bytes.length < HELLO_HEADER_BYTES || bytes[0] !== MAGIC || isCoded(bytes)) return err('not a hello of ours')
  const body = bytes.subarray(HELLO_HEADER_BYTES)
  if (viewOf(bytes).getUint32(CHECKSUM_AT) !== crc32(body)) return err('damaged on its way')
  const message = unpack(bytes[1] ?? 0, body)
  if (!message.ok) return message
  return message.value.t === 'hello' ? ok(message.value) : err('a message that nothing proves')
}

/** The message in a body whose origin is proved. Inflates at most {@link MESSAGE_BYTES_MAX}; never throws. */
export function unpack(flag: number, body: Uint8Array): Result<Message, string> {
  if (body.length > MESSAGE_BYTES_MAX) return err('too large')
  if (flag > (DEFLATED | CODED)) return err('an unknown flag')
  const text = (flag & DEFLATED) === 0 ? ok(body) : inflated(body)
  if (!text.ok) return text
  const message = readMessage(textDecoder.decode(text.value))
  return message.ok ? message : err(`${message.error.path} ${message.error.why}`.trim())
}

/**
 * Of what travels a third is signatures and hashes, which nothing makes smaller: a closer search takes half as long again for 1 % fewer
 * bytes. A larger table saves time on texts that are longer than setting it up.
 */
const LONG_BYTES = 65_536

function pack(message: Message): Packed {
  const text = Buffer.from(messageText(message), 'utf8')
  const isDeflated = text.length >= DEFLATE_BYTES_MIN
  return { isDeflated, body: isDeflated ? deflateRawSync(text, text.length < LONG_BYTES ? { level: 1 } : { level: 1, memLevel: 9 }) : text }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

const textDecoder = new TextDecoder()

function inflated(body: Uint8Array): Result<Uint8Array, string> {
  try {
    return ok(inflateRawSync(body, { maxOutputLength: MESSAGE_BYTES_MAX }))
  } catch {
    return err('it does not inflate, or to too much')
  }
}
