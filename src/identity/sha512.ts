/** SHA-512 over several pieces, as Ed25519 wants it. */
import { createHash } from 'node:crypto'

export function sha512(...pieces: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha512')
  for (const piece of pieces) hash.update(piece)
  return new Uint8Array(hash.digest())
}
