/** Key path: where a storage key lies in the folder: as the stock adapter has it, and never outside, whatever the key says. */
import { join } from 'node:path'

/** A key as file names: what is safe stays as it is, anything else is percent-encoded, so a key comes back as it was. */
export function namesOf(key: readonly string[]): string[] {
  const [first = '', ...rest] = key.map(encodePart)
  // The stock adapter splits the first name after two characters and expects a third.
  return [first.padEnd(FIRST_LENGTH_MIN, '%'), ...rest]
}

/** The file of `names` below `root`. */
export function pathOf(root: string, names: readonly string[]): string {
  const [first = '', ...rest] = names
  return join(root, first.slice(0, 2), first.slice(2), ...rest)
}

/** The key of the file at these path parts below the root. */
export function keyOfParts(parts: readonly string[]): string[] {
  const [start = '', end = '', ...rest] = parts
  return [`${start}${end}`.replace(/%+$/, ''), ...rest].map(decodePart)
}

const FIRST_LENGTH_MIN = 3
const SAFE = /[A-Za-z0-9_-]/

function encodePart(part: string): string {
  let encoded = ''
  for (const [at, byte] of Buffer.from(part).entries()) {
    const char = String.fromCharCode(byte)
    // A dot is safe inside a name; in front it would hide the file or climb out of the folder.
    const isSafe = SAFE.test(char) || (char === '.' && at > 0)
    encoded += isSafe ? char : `%${byte.toString(16).padStart(2, '0').toUpperCase()}`
  }
  return encoded === '' ? EMPTY : encoded
}

/** The name of an empty part: no byte encodes to it. */
const EMPTY = '%ZZ'

function decodePart(name: string): string {
  return name === EMPTY ? '' : decodeURIComponent(name)
}
