/** Agreement: two implementations, the same keys and codes. */
import { createHmac } from 'node:crypto'
import { x25519 } from '@noble/curves/ed25519.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { describe, expect, test } from 'vitest'
import { base64urlFromBytes } from '../../src/base/bytes.ts'
import { ephemeralOf, nobleAgreement } from '../../src/identity/noble-agreement.ts'
import { nodeAgreement } from '../../src/identity/x25519.ts'
import { createStandInAgreement } from '../../src/sim/stand-in.ts'
import { fc } from '../seeded.ts'

const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'))
const hex = (data: Uint8Array): string => Buffer.from(data).toString('hex')

/** The eight points of small order of the curve and its twist, as they are written (RFC 7748, 6.1 warns of them). */
const SMALL_ORDER = [
  '00'.repeat(32),
  `01${'00'.repeat(31)}`,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  `ec${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(30)}7f`,
]

describe('one answer from both implementations', () => {
  test('[IDN4] RFC 7748, 6.1: the secrets of Alice and Bob give these shares and what they have in common', () => {
    const alice = bytes('77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a')
    const bob = bytes('5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb')
    const common = bytes('4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742')
    expect(ephemeralOf(alice).share).toBe(
      base64urlFromBytes(bytes('8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a')),
    )
    expect(hex(x25519.getSharedSecret(alice, x25519.getPublicKey(bob)))).toBe(hex(common))
    const expected = hkdf(sha256, common, undefined, new TextEncoder().encode('t'), 64)
    const keys = ephemeralOf(alice).agree(ephemeralOf(bob).share, 't')
    expect(hex(keys?.first ?? bytes('')) + hex(keys?.second ?? bytes(''))).toBe(hex(expected))
  })

  test('[IDN4] node:crypto and noble come to the same keys, bound to the transcript', () => {
    for (let time = 0; time < 20; time += 1) {
      const [node, noble] = [nodeAgreement.ephemeral(), nobleAgreement.ephemeral()]
      const keys = node.agree(noble.share, 'a transcript')
      expect(keys).not.toBe(null)
      expect(noble.agree(node.share, 'a transcript')).toEqual(keys)
      expect(noble.agree(node.share, 'another')).not.toEqual(keys)
      expect(hex(keys?.first ?? bytes(''))).not.toBe(hex(keys?.second ?? bytes('')))
    }
  })

  test('[IDN5] a share that would make keys everybody knows is refused by both, and so is what is none', () => {
    for (const agreement of [nodeAgreement, nobleAgreement]) {
      const end = agreement.ephemeral()
      for (const point of SMALL_ORDER) expect(end.agree(base64urlFromBytes(bytes(point)), 't'), point).toBe(null)
      for (const text of ['', 'A'.repeat(42), `${'A'.repeat(42)}B`, '='.repeat(43)]) expect(end.agree(text, 't')).toBe(null)
    }
  })

  test('[IDN6] codes are those of HMAC-SHA-256, cut to 16 bytes', () => {
    // RFC 4231, test case 2.
    const key = new TextEncoder().encode('Jefe')
    const [head, body] = [new TextEncoder().encode('what do ya want '), new TextEncoder().encode('for nothing?')]
    for (const agreement of [nodeAgreement, nobleAgreement]) {
      expect(hex(agreement.code(key, head, body))).toBe('5bdcc146bf60754e6a042426089575c7')
    }
    const data = fc.uint8Array({ maxLength: 200 })
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), data, data, (secret, first, second) => {
        const whole = createHmac('sha256', secret).update(Buffer.concat([first, second])).digest().subarray(0, 16)
        for (const agreement of [nodeAgreement, nobleAgreement]) expect(hex(agreement.code(secret, first, second))).toBe(hex(whole))
      }),
    )
  })
})

test('[IDN4] the stand-in keeps the same contract: common keys, bound to the transcript, of shares it knows', () => {
  const agreement = createStandInAgreement()
  const [one, other] = [agreement.ephemeral(), agreement.ephemeral()]
  expect(one.agree(other.share, 't')).toEqual(other.agree(one.share, 't'))
  expect(one.agree(other.share, 't')).not.toEqual(one.agree(other.share, 'u'))
  expect(one.agree(nodeAgreement.ephemeral().share, 't')).toBe(null)
  const [head, body] = [new Uint8Array([1, 2]), new Uint8Array([3])]
  const code = agreement.code(head, head, body)
  expect(agreement.code(head, head, body)).toEqual(code)
  for (const [key, first, second] of [[body, head, body], [head, body, body], [head, head, head]] as const)
    expect(agreement.code(key, first, second)).not.toEqual(code)
  expect(agreement.code(head, head, new Uint8Array(0))).toEqual(agreement.code(head, head, body.subarray(1)))
})
