/** Opening a node's folder for one act, and reading what a person names. */
import { access, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { TracordError } from '../../base/error.ts'
import { readFounding, type Founding } from '../../frames/founding.ts'
import { createNode } from '../../node/create.ts'
import { REALM_FILE } from '../../node/folder.ts'
import { domainsIn } from '../../node/domains-file.ts'
import type { TracordNode } from '../../node/node.ts'
import type { NodeOptions } from '../../node/options.ts'
import { reasonOf } from '../files.ts'

/** The node of `dir` as it was: it holds the domains that it held last. */
export async function nodeIn(dir: string, options: Omit<NodeOptions, 'dir' | 'domains'> = {}): Promise<TracordNode> {
  const held = await domainsIn(dir)
  return createNode({ ...options, dir, ...(held.ok && held.value !== null ? { domains: held.value } : {}) })
}

/** Rejects with `BAD_INPUT` where no node was. */
export async function checkFolder(dir: string): Promise<void> {
  await access(join(dir, REALM_FILE)).catch((cause: unknown) => {
    throw new TracordError('BAD_INPUT', `${dir} is no node's folder yet: tracord realm init or join makes one`, { cause })
  })
}

/** What `act` comes to on the node of `dir`, which is closed again whatever happens. */
export async function withNode<T>(dir: string, act: (node: TracordNode) => Promise<T> | T): Promise<T> {
  await checkFolder(dir)
  const node = await nodeIn(dir)
  try {
    return await act(node)
  } finally {
    await node.close()
  }
}

/** The JSON in `file`. */
export async function jsonIn(file: string, what: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TracordError('BAD_INPUT', `cannot read ${what} ${file}: ${reasonOf(cause)}`, { cause })
  })
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    throw new TracordError('BAD_INPUT', `${what} ${file} is not JSON`, { cause })
  }
}

/** The founding record in `file`. */
export async function recordIn(file: string): Promise<Founding> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new TracordError('BAD_INPUT', `cannot read the record ${file}: ${reasonOf(cause)}`, { cause })
  })
  const founding = readFounding(text.trimEnd())
  if (founding.ok) return founding.value
  throw new TracordError('BAD_INPUT', `${file} is no founding record (${founding.error.why}): copy realm.json of a node of the realm`)
}

/** The founding record of the realm that the folder belongs to; null where it belongs to none. */
export async function recordKept(dir: string): Promise<Founding | null> {
  const file = join(dir, REALM_FILE)
  const isThere = await access(file).then(
    () => true,
    () => false,
  )
  return isThere ? recordIn(file) : null
}

/** The key that a person means: the key itself, or the name of one member. */
export function keyOf(node: TracordNode, who: string): string {
  const named = node.realm.members().filter(({ name, removed }) => name === who && !removed)
  const [member, other] = named
  if (other !== undefined) throw new TracordError('BAD_INPUT', `several members are called ${who}: give the key`)
  return member?.key ?? who.trim()
}

/** `a,b` as a list; nothing for an absent or empty text. */
export function listOf(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
