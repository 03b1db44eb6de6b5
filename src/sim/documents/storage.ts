/** Storage: documents in a map that outlives its node's crashes, by automerge-repo's own interface. */
import type { StorageAdapterInterface } from '@automerge/automerge-repo/slim'

/** A storage with nothing in it. What is saved is there at once: documents follow a journal, and what is lost of them is made anew. */
export function createMapStorage(): StorageAdapterInterface {
  const chunks = new Map<string, { readonly key: string[]; readonly data: Uint8Array }>()
  const under = (prefix: readonly string[]): { readonly key: string[]; readonly data: Uint8Array }[] =>
    [...chunks.values()].filter(({ key }) => prefix.every((part, at) => key[at] === part))
  const nameOf = (key: readonly string[]): string => JSON.stringify(key)
  return {
    load: (key) => Promise.resolve(chunks.get(nameOf(key))?.data),
    save(key, data) {
      chunks.set(nameOf(key), { key, data: Uint8Array.from(data) })
      return Promise.resolve()
    },
    remove(key) {
      chunks.delete(nameOf(key))
      return Promise.resolve()
    },
    loadRange: (prefix) => Promise.resolve(under(prefix)),
    removeRange(prefix) {
      for (const { key } of under(prefix)) chunks.delete(nameOf(key))
      return Promise.resolve()
    },
  }
}
