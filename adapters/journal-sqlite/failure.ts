/** Failure: what SQLite or the operating system refused, as one of our codes with a sentence that says what to do. */
import { TracordError, type ErrorCode } from '../../src/ports/index.ts'

/** An error as it crosses from the worker: an Error object would lose its code. */
export interface Failure {
  readonly code: ErrorCode
  readonly message: string
}

const BUSY = 5
const NOT_A_DATABASE = 26
const CORRUPT = 11
const FULL = 13
const READ_ONLY = 8
const PRIMARY_CODE_MASK = 0xff

/** SQLite's primary result code of `error`, or undefined when it is not SQLite's. */
export function sqliteCodeOf(error: unknown): number | undefined {
  const code = (error as { errcode?: unknown } | null)?.errcode
  return typeof code === 'number' ? code & PRIMARY_CODE_MASK : undefined
}

/** Whether `error` says that somebody else holds the lock. */
export const isBusy = (error: unknown): boolean => sqliteCodeOf(error) === BUSY

/** Whether `error` says that the file does not hold a sound database. */
export function isCorrupt(error: unknown): boolean {
  const code = sqliteCodeOf(error)
  return code === CORRUPT || code === NOT_A_DATABASE
}

/** `error` in our words; `doing` is like `write to /data/trace.db`. */
export function failureOf(error: unknown, doing: string): Failure {
  if (error instanceof TracordError) return { code: error.code, message: error.message }
  const said = error instanceof Error ? error.message : String(error)
  const system = (error as { code?: unknown } | null)?.code
  const code = sqliteCodeOf(error)
  const because = (kind: ErrorCode, why: string): Failure => ({ code: kind, message: `Could not ${doing}: ${why}` })
  if (code === FULL || system === 'ENOSPC') return because('IO', 'the disk is full. Free some space; the node goes on by itself.')
  if (code === READ_ONLY || system === 'EROFS' || system === 'EACCES') {
    return because('IO', `not allowed (${said}). Check the owner and the mount of the folder.`)
  }
  if (isCorrupt(error)) return because('CORRUPT', `${said}. Start again: the file is then moved aside and what is whole is kept.`)
  return because('IO', `${said}.`)
}

/** The error that the caller of the journal gets. */
export function errorFromFailure(failure: Failure): TracordError {
  return new TracordError(failure.code, failure.message)
}
