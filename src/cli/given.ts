/** Given: addresses and times as a person writes them on a command line. */
import { TracordError } from '../base/error.ts'

/** Longest wait that can be asked for, in seconds. */
const SECONDS_MAX = 3_600

/** Whether a word is meant as an address. */
export const isAddress = (word: string): boolean => /^[a-z]+:\/\//i.test(word)

/** Throws `BAD_INPUT` for what no server can be reached by. */
export function checkAddress(url: string): void {
  if (/^wss?:\/\//i.test(url) && URL.canParse(url)) return
  throw new TracordError('BAD_INPUT', `${JSON.stringify(url)} is no address of a server: write it like ws://10.0.0.7:4040`)
}

/** The milliseconds of `--timeout`; throws `BAD_INPUT` for what is no number of seconds. */
export function millisecondsFrom(text: string): number {
  const seconds = /^\d{1,4}(\.\d{1,3})?$/.test(text) ? Number(text) : 0
  if (seconds > 0 && seconds <= SECONDS_MAX) return Math.round(seconds * 1_000)
  throw new TracordError('BAD_INPUT', `--timeout takes seconds, up to ${SECONDS_MAX}, not "${text}"`)
}
