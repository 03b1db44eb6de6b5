/** Listing: asks a running server which realms it holds and in what state. */
import { TracordError } from '../base/error.ts'
import type { Listing, RealmListed } from './comparison.ts'

/** Milliseconds until a silent server is given up. */
const ANSWER_MS_MAX = 10_000
/** Bytes of an answer; a server with more realms than fit is not compared on a screen. */
const ANSWER_BYTES_MAX = 64 * 1_048_576

/** The http address of `/realms` for a server's address as people write it: `ws://host:port`, `http://host:port` or `host:port`. */
export function listingUrl(address: string): URL {
  const text = /^[a-z]+:\/\//i.test(address) ? address : `ws://${address}`
  let url: URL
  try {
    url = new URL(text)
  } catch {
    throw new TracordError('BAD_INPUT', `${JSON.stringify(address)} is no address of a server; write it like ws://127.0.0.1:4040`)
  }
  if (!/^(ws|http)s?:$/.test(url.protocol))
    throw new TracordError('BAD_INPUT', `${address}: a server is reached by ws:// or http://`)
  url.protocol = url.protocol.replace('ws', 'http')
  url.pathname = `${url.pathname.replace(/\/$/, '')}/realms`
  return url
}

/** The server's answer. Rejects with `IO` when there is none, with `CORRUPT` when it is not what a server of ours says. */
export async function fetchListing(address: string, stop: AbortSignal): Promise<Listing> {
  const url = listingUrl(address)
  let text: string
  try {
    const response = await fetch(url, { signal: AbortSignal.any([stop, AbortSignal.timeout(ANSWER_MS_MAX)]) })
    if (!response.ok) throw new Error(`it answered ${response.status}`)
    text = await response.text()
  } catch (cause) {
    throw new TracordError('IO', `no answer from ${address}: ${reasonOf(cause)}`, { cause })
  }
  if (text.length > ANSWER_BYTES_MAX)
    throw new TracordError('TOO_LARGE', `${address} answered with more than ${ANSWER_BYTES_MAX} bytes`)
  return { url: address, realms: realmsOf(text, address) }
}

function realmsOf(text: string, address: string): readonly RealmListed[] {
  const foreign = new TracordError('CORRUPT', `${address} does not answer like a tracord server`)
  let answer: { readonly tracord?: unknown; readonly realms?: unknown }
  try {
    answer = JSON.parse(text) as typeof answer
  } catch {
    throw foreign
  }
  if (answer?.tracord !== 'realms/1' || !Array.isArray(answer.realms) || !answer.realms.every(isRealmListed)) throw foreign
  return answer.realms
}

function isRealmListed(value: unknown): value is RealmListed {
  if (typeof value !== 'object' || value === null) return false
  const { realm, certificate, logs, conflicts } = value as Partial<RealmListed>
  return typeof realm === 'string' && typeof certificate === 'object' && Array.isArray(logs) && Array.isArray(conflicts)
}

function reasonOf(cause: unknown): string {
  const inner = (cause as { readonly cause?: NodeJS.ErrnoException }).cause
  if (inner?.code === 'ECONNREFUSED') return 'nothing listens there'
  return inner?.message ?? (cause as Error).message
}
