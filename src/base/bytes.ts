/** Bytes: base64url without padding, and only in its one canonical spelling. */

/** The base64url text of `bytes`, without padding. */
export function base64urlFromBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
}

/**
 * The bytes of `text`, or undefined when it is not base64url in canonical form (padding, stray bits, foreign characters) of
 * `length` bytes.
 */
export function bytesFromBase64url(text: string, length: number): Uint8Array | undefined {
  if (text.length !== Math.ceil((length * 4) / 3)) return undefined
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length !== length || bytes.toString('base64url') !== text) return undefined
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}
