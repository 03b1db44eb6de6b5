/** Key text: a storage key as one text, such that the keys below a prefix are one stretch of the index. */

/** The stretch of key texts from `from` up to but not including `to`. */
export interface KeyStretch {
  readonly from: string
  readonly to: string
}

/** Ends each part. Escaped inside parts, so that no part can be taken for two. */
const END = '/'
/** The character after {@link END}: where the keys below a prefix end. */
const BEYOND_END = '0'

/** The text of `key`: each part with `%` and `/` escaped, each ended by a slash. */
export function textOfKey(key: readonly string[]): string {
  return key.map((part) => part.replaceAll('%', '%25').replaceAll('/', '%2F') + END).join('')
}

/** The key whose text is `text`. */
export function keyOfText(text: string): string[] {
  return text
    .split(END)
    .slice(0, -1)
    .map((part) => part.replaceAll('%2F', '/').replaceAll('%25', '%'))
}

/** The keys that begin with all parts of `prefix`, itself among them; undefined: every key. */
export function stretchBelow(prefix: readonly string[]): KeyStretch | undefined {
  const from = textOfKey(prefix)
  return from === '' ? undefined : { from, to: from.slice(0, -END.length) + BEYOND_END }
}
