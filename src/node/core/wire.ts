/** Wire form of a message: a magic byte that no stock message begins with, a flag, a checksum, then its text, deflated where that pays. */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import { err, ok, type Result } from '../../base/result.ts'
import { decodeMessage as readMessage, encodeMessage as messageText } from '../../sync/codec.ts'
import type { Message } from '../../sync/message.ts'
import { DEFLATE_BYTES_MIN, MESSAGE_BYTES_MAX } from './limits.ts'

/** `T`. Stock automerge-repo messages are CBOR maps and begin with 0xa0 to 0xbf, so one connection can carry both. */
export const MAGIC = 0x54
const PLAIN = 0
const DEFLATED = 1
// Not every carrier checks what it carries, and a hello with one wrong bit would end a connection.
const CHECKSUM_AT = 2
const HEADER_BYTES = 6

/** Whether these bytes are meant for us rather than for automerge-repo. */
export function isOurs(bytes: Uint8Array): boolean {
  return bytes[0] === MAGIC
}

/** The bytes of `message`. */
export function encodeMessage(message: Message): Uint8Array {
  const text = Buffer.from(messageText(message), 'utf8')
  const isLong = text.length >= DEFLATE_BYTES_MIN
  const body = isLong ? deflateRawSync(text, { level: 4 }) : text
  const bytes = new Uint8Array(HEADER_BYTES + body.length)
  bytes[0] = MAGIC
  bytes[1] = isLong ? DEFLATED : PLAIN
  viewOf(bytes).setUint32(CHECKSUM_AT, crc32(body))
  bytes.set(body, HEADER_BYTES)
  return bytes
}

/** As {@link encodeMessage}, but a message that goes to many peers is encoded once. */
export function createEncoder(): (message: Message) => Uint8Array {
  const encoded = new WeakMap<Message, Uint8Array>()
  return (message) => {
    const known = encoded.get(message)
    if (known !== undefined) return known
    const bytes = encodeMessage(message)
    encoded.set(message, bytes)
    return bytes
  }
}

/** The message that `bytes` spell, or why they spell none. Inflates at most {@link MESSAGE_BYTES_MAX}; never throws. */
export function decodeMessage(bytes: Uint8Array): Result<Message, string> {
  if (bytes.length < HEADER_BYTES || !isOurs(bytes)) return err('not a message of ours')
  if (bytes.length > MESSAGE_BYTES_MAX + HEADER_BYTES) return err('too large')
  const body = bytes.subarray(HEADER_BYTES)
  if (viewOf(bytes).getUint32(CHECKSUM_AT) !== crc32(body)) return err('damaged on its way')
  const text = bytes[1] === PLAIN ? ok(body) : bytes[1] === DEFLATED ? inflated(body) : err('an unknown flag')
  if (!text.ok) return text
  const message = readMessage(textDecoder.decode(text.value))
  return message.ok ? message : err(`${message.error.path} ${message.error.why}`.trim())
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
