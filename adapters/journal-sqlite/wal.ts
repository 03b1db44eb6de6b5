/**
 * Wal: looks at the write-ahead log that a killed process left. SQLite reads it up to the first frame that does not fit and passes over the
 * rest in silence; here that silence becomes a sentence.
 */
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { freeName } from './quarantine.ts'

const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
/** Systems with larger pages end on a multiple of this too. */
const CACHE_PAGE_BYTES = 4_096
/** The last bit says in which byte order the checksums are counted. */
const MAGIC = 0x377f0682
const MAGIC_BIG_ENDIAN = 0x377f0683
/** A log is folded into the file long before; a larger one is left to SQLite. */
const WAL_BYTES_MAX = 268_435_456

/** What is wrong with the log beside `path`, after it was copied aside, or undefined. The log itself is left to SQLite. */
export function checkWal(path: string): string | undefined {
  const wal = `${path}-wal`
  if (!existsSync(wal)) return undefined
  const bytes = readFileSync(wal)
  if (bytes.length <= HEADER_BYTES || bytes.length > WAL_BYTES_MAX) return undefined
  const lost = unreadableFrames(bytes)
  if (lost === undefined) return undefined
  const aside = freeName(wal)
  copyFileSync(wal, aside)
  return `${basename(wal)} is damaged: ${lost}; what was written last may be lost here. A copy is kept as ${basename(aside)}`
}

/**
 * How much of the log belongs to it and cannot be read, in words; undefined when nothing does. A last frame that was never written to its
 * end is no damage: a process that is killed while it writes leaves one, and nobody was told that it is kept.
 */
export function unreadableFrames(wal: Buffer): string | undefined {
  const magic = wal.readUInt32BE(0)
  const isBig = magic === MAGIC_BIG_ENDIAN
  let sum: Sum = addTo([0, 0], wal.subarray(0, 24), isBig)
  const isWhole = (isBig || magic === MAGIC) && sum[0] === wal.readUInt32BE(24) && sum[1] === wal.readUInt32BE(28)
  if (!isWhole) return 'its header does not fit'
  const frameBytes = FRAME_HEADER_BYTES + wal.readUInt32BE(8)
  const salts = wal.subarray(16, 24)
  let isBroken = false
  let unreadable = 0
  for (let at = HEADER_BYTES; at < wal.length; at += frameBytes) {
    const frame = wal.subarray(at, at + frameBytes)
    // Frames of an earlier round keep its salts and are simply old.
    const isOfThisRound = frame.length >= 16 && frame.subarray(8, 16).equals(salts)
    if (frame.length < frameBytes && isWhereWritingStops(frame, wal)) break
    if (!isBroken && isOfThisRound && frame.length === frameBytes) {
      sum = addTo(addTo(sum, frame.subarray(0, 8), isBig), frame.subarray(FRAME_HEADER_BYTES), isBig)
      if (sum[0] === frame.readUInt32BE(16) && sum[1] === frame.readUInt32BE(20)) continue
    }
    isBroken = true
    if (isOfThisRound) unreadable += 1
  }
  return unreadable === 0 ? undefined : `${unreadable} frames of it cannot be read`
}

/** A frame is written as a header, then a page; a kill ends a write between the two, or where a page of the system's cache ends. */
function isWhereWritingStops(frame: Buffer, wal: Buffer): boolean {
  return frame.length === FRAME_HEADER_BYTES || wal.length % CACHE_PAGE_BYTES === 0
}

type Sum = readonly [first: number, second: number]

/** SQLite's running checksum: two sums over pairs of 32-bit words. */
function addTo([first, second]: Sum, bytes: Buffer, isBigEndian: boolean): Sum {
  let a = first
  let b = second
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    a = (a + (isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0
    b = (b + (isBigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0
  }
  return [a, b]
}
