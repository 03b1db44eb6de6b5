/** Signatures: three implementations, one answer. */
import { createHash } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { fc } from '../seeded.ts'
import { describe, expect, test } from 'vitest'
import { base64urlFromBytes, bytesFromBase64url } from '../../src/base/bytes.ts'
import { cidOf } from '../../src/base/hash.ts'
import { nodeSignatures } from '../../src/identity/ed25519.ts'
import { isCanonicalKey, isCanonicalSignature } from '../../src/identity/encoding.ts'
import { nobleSignatures } from '../../src/identity/noble.ts'
import { signedText, type AuthorKey } from '../../src/identity/signature.ts'
import { webCryptoSignatures } from '../../src/identity/webcrypto.ts'

const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 })

/** What all three say; throws when they differ. */
async function verdict(author: AuthorKey, text: string, signature: string): Promise<boolean> {
  const answers = [
    nodeSignatures.verify(author, text, signature),
    nobleSignatures.verify(author, text, signature),
    await webCryptoSignatures.verify(author, text, signature),
  ]
  expect(new Set(answers).size, JSON.stringify({ answers, author, signature })).toBe(1)
  return answers[0] === true
}

describe('one answer from all implementations', () => {
  test('[IDN1] RFC 8032 test 2 gives its key', () => {
    const seed = Buffer.from('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb', 'hex')
    const key = Buffer.from('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', 'hex').toString('base64url')
    expect(nodeSignatures.keyPairFromSeed(seed).author).toBe(key)
  })

  test('[IDN1] same keys, same signatures, all verify', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, fc.string(), async (seed, text) => {
        const node = nodeSignatures.keyPairFromSeed(seed)
        const noble = nobleSignatures.keyPairFromSeed(seed)
        const web = await webCryptoSignatures.keyPairFromSeed(seed)
        expect([noble.author, web.author]).toEqual([node.author, node.author])
        const signature = node.sign(text)
        expect([noble.sign(text), await web.sign(text)]).toEqual([signature, signature])
        expect(await verdict(node.author, text, signature)).toBe(true)
        expect(await verdict(node.author, `${text}.`, signature)).toBe(false)
      }),
      { numRuns: 20 },
    )
  })

  test('[IDN1] any byte changed: the same answer everywhere, and it is no', async () => {
    await fc.assert(
      fc.asyncProperty(seeds, fc.nat(63), fc.integer({ min: 1, max: 255 }), async (seed, at, flip) => {
        const { author, sign } = nodeSignatures.keyPairFromSeed(seed)
        const bytes = bytesFromBase64url(sign('text'), 64) ?? new Uint8Array()
        bytes[at] = (bytes[at] ?? 0) ^ flip
        expect(await verdict(author, 'text', base64urlFromBytes(bytes))).toBe(false)
      }),
      { numRuns: 40 },
    )
  })

  test('[IDN1] a signature that holds only after multiplying by the cofactor is refused by all', async () => {
    const { author, signature } = cofactoredOnly()
    expect(await verdict(author, 'text', signature)).toBe(false)
  })
})

/** R' = rB + T with T of order 8: the equation S·B = R' + k·A fails by T alone, which the factor 8 would hide. */
function cofactoredOnly(): { author: AuthorKey; signature: string } {
  const { Point } = ed25519
  const torsion = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05')
  const [secret, nonce] = [7n, 11n]
  const key = Point.BASE.multiply(secret)
  const shown = Point.BASE.multiply(nonce).add(torsion).toBytes()
  const challenge = littleEndian(ed25519Hash(shown, key.toBytes(), new TextEncoder().encode('text')))
  const scalar = Point.Fn.create(nonce + Point.Fn.create(challenge) * secret)
  const bytes = new Uint8Array([...shown, ...Point.Fn.toBytes(scalar)])
  return { author: base64urlFromBytes(key.toBytes()) as AuthorKey, signature: base64urlFromBytes(bytes) }
}

function ed25519Hash(...pieces: Uint8Array[]): Uint8Array {
  return ed25519Sha512(Buffer.concat(pieces))
}

const ed25519Sha512 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha512').update(bytes).digest())

const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)

describe('one spelling', () => {
  test('[IDN2] S plus the order is refused, though the equation holds', async () => {
    const { author, sign } = nodeSignatures.keyPairFromSeed(new Uint8Array(32).fill(9))
    const bytes = bytesFromBase64url(sign('text'), 64) ?? new Uint8Array()
    const order = 2n ** 252n + 27742317777372353535851937790883648493n
    const raised = (littleEndian(bytes.subarray(32)) + order).toString(16).padStart(64, '0')
    bytes.set(Buffer.from(raised, 'hex').reverse(), 32)
    const signature = base64urlFromBytes(bytes)
    expect(isCanonicalSignature(signature)).toBe(false)
    expect(await verdict(author, 'text', signature)).toBe(false)
  })

  test('[IDN2] keys of small order, beyond the prime or with stray bits are no keys', () => {
    const { author } = nodeSignatures.keyPairFromSeed(new Uint8Array(32).fill(3))
    const spell = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url')
    expect(isCanonicalKey(author)).toBe(true)
    expect(isCanonicalKey(`${author}=`)).toBe(false)
    for (const small of [
      '01'.padEnd(64, '0'),
      ''.padEnd(64, '0'),
      '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
    ]) {
      expect(isCanonicalKey(spell(small))).toBe(false)
    }
    expect(isCanonicalKey(spell('f0'.padEnd(62, 'f') + '7f'))).toBe(false)
    expect(isCanonicalKey(spell('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa'))).toBe(false)
  })
})

test('[IDN3] a signature for one purpose or realm verifies for no other', () => {
  const { author, sign } = nodeSignatures.keyPairFromSeed(new Uint8Array(32).fill(5))
  const [here, there] = [cidOf('here'), cidOf('there')]
  const signature = sign(signedText('entry', here, '{}'))
  expect(nodeSignatures.verify(author, signedText('entry', here, '{}'), signature)).toBe(true)
  expect(nodeSignatures.verify(author, signedText('hello', here, '{}'), signature)).toBe(false)
  expect(nodeSignatures.verify(author, signedText('entry', there, '{}'), signature)).toBe(false)
})
