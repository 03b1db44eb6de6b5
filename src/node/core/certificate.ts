/** Certificate: state and judgement as one digest, signed: equal digests on two nodes mean same entries and same judgement. */
import { canonicalText } from '../../base/canonical.ts'
import { sha256Hex, type Hash } from '../../base/hash.ts'
import { signedText, type KeyPair } from '../../identity/signature.ts'
import type { Certificate } from '../node.ts'

/** A state and what it is judged to be. */
export interface StateJudged {
  /** Root of the state vector. */
  readonly state: string
  readonly entries: number
  /** Digest of the judgement of just that state. */
  readonly verdict: string
}

/** The certificate of a state, signed. */
export function certify(realm: Hash, { state, entries, verdict }: StateJudged, keyPair: KeyPair): Certificate {
  const digest = sha256Hex(canonicalText([realm, state, verdict]))
  const sig = keyPair.sign(signedText('certificate', realm, canonicalText([state, verdict, digest])))
  return { realm, by: keyPair.author, state, entries, verdict, digest, sig }
}
