/** Certificate: state and judgement as one digest, signed: equal digests on two nodes mean same entries and same judgement. */
import { canonicalText } from '../../base/canonical.ts'
import { sha256Hex, type Hash } from '../../base/hash.ts'
import { signedText, type KeyPair } from '../../identity/signature.ts'
import type { Certificate } from '../node.ts'

/** `state` is the root of the state vector, `verdict` the digest of the judgement of just that state. */
export function certify(
  about: { readonly realm: Hash; readonly state: string; readonly entries: number; readonly verdict: string },
  keyPair: KeyPair,
): Certificate {
  const { realm, state, entries, verdict } = about
  const digest = sha256Hex(canonicalText([realm, state, verdict]))
  const sig = keyPair.sign(signedText('certificate', realm, canonicalText([state, verdict, digest])))
  return { realm, by: keyPair.author, state, entries, verdict, digest, sig }
}
