/** Config: how the node of each realm of a server works, chosen by whoever runs the server and checked before anything is touched. */
import { TracordError } from '../base/error.ts'
import type { Hash } from '../base/hash.ts'
import { checkOptions, type NodeOptions } from '../node/options.ts'

/** How the node of one realm works; what is absent is as for any node. A call of `ask` may choose another manner for itself. */
export type RealmConfig = Pick<NodeOptions, 'manner' | 'domains' | 'beaconMs'>

/** By the realm's id or by the name in its founding record; the id goes first. Names are whatever founders chose, ids are exact. */
export type ServerConfig = Readonly<Record<string, RealmConfig>>

const KNOWN: readonly string[] = ['manner', 'domains', 'beaconMs'] satisfies readonly (keyof RealmConfig)[]
/** What is said of one call only. */
const OF_A_CALL = ['signal', 'anew'] as const
/** Realms that are configured at most. */
const CONFIGURED_MAX = 10_000

/** Throws `BAD_INPUT` for the first thing that is wrong, with its place. */
export function checkConfig(config: unknown): ServerConfig {
  if (!isObject(config)) throw bad('config is an object from the name or id of a realm to { manner, domains, beaconMs }')
  const realms = Object.entries(config)
  if (realms.length > CONFIGURED_MAX) throw bad(`config names at most ${CONFIGURED_MAX} realms`)
  for (const [realm, one] of realms) checkRealm(`config: ${realm}`, one)
  return config as ServerConfig
}

/** What is configured for a realm; nothing where it is not named. */
export function configFor(config: ServerConfig, realm: Hash, name: string): RealmConfig {
  const key = [realm, name].find((one) => Object.hasOwn(config, one))
  return key === undefined ? {} : (config[key] ?? {})
}

function checkRealm(place: string, one: unknown): void {
  if (!isObject(one)) throw bad(`${place}: must be an object with some of ${KNOWN.join(' ')}`)
  const foreign = Object.keys(one).find((key) => !KNOWN.includes(key))
  if (foreign !== undefined) throw bad(`${place}: ${foreign}: nothing that can be configured; known are ${KNOWN.join(' ')}`)
  const ofCall = isObject(one['manner']) ? OF_A_CALL.find((key) => Object.hasOwn(one['manner'] as object, key)) : undefined
  if (ofCall !== undefined) throw bad(`${place}: manner: ${ofCall} is said in a call, not for a realm`)
  try {
    checkOptions(one)
  } catch (cause) {
    throw new TracordError('BAD_INPUT', `${place}: ${(cause as Error).message}`, { cause })
  }
}

function isObject(input: unknown): input is Readonly<Record<string, unknown>> {
  return typeof input === 'object' && input !== null && !Array.isArray(input)
}

function bad(message: string): TracordError {
  return new TracordError('BAD_INPUT', message)
}
