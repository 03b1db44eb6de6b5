/** Cold start, raw automerge-repo: documents of 10,000 claims in its file storage, every one loaded, one claim read. */
import { next as A } from '@automerge/automerge'
import { Repo, type AutomergeUrl } from '@automerge/automerge-repo'
import { NodeFSStorageAdapter } from '@automerge/automerge-repo-storage-nodefs'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Measured, Params } from '../case.ts'
import { recordOf, recordsOf } from './claims.ts'
import { verify } from './stopwatch.ts'

type Content = { entries: Record<string, Record<string, A.ImmutableString>> }

const PER_DOCUMENT = 10_000
const bucketOf = (key: string): string => (Number.parseInt(key.slice(0, 2), 16) % 64).toString(16).padStart(2, '0')

/** Writes the documents, a hundred claims a change. */
export async function prepare(params: Params, dir: string): Promise<void> {
  const repo = new Repo({ storage: new NodeFSStorageAdapter(dir) })
  const records = recordsOf('left', Number(params['claims']))
  const urls: AutomergeUrl[] = []
  for (let from = 0; from < records.length; from += PER_DOCUMENT) {
    const buckets = Object.fromEntries(Array.from({ length: 64 }, (_, at) => [at.toString(16).padStart(2, '0'), {}]))
    const handle = repo.create<Content>({ entries: buckets })
    for (let at = from; at < Math.min(records.length, from + PER_DOCUMENT); at += 100) {
      handle.change((doc) => {
        for (const { key, text } of records.slice(at, at + 100)) {
          const bucket = doc.entries[bucketOf(key)]
          if (bucket !== undefined) bucket[key] = new A.ImmutableString(text)
        }
      })
    }
    urls.push(handle.url)
  }
  await repo.flush()
  await new Promise((resolve) => setTimeout(resolve, 2_000)) // its throttled saves write the same files once more
  writeFileSync(`${dir}-urls.json`, JSON.stringify(urls))
}

/** Opens them. */
export async function run(params: Params, dir: string): Promise<Measured> {
  const claims = Number(params['claims'])
  const before = process.memoryUsage.rss()
  const repo = new Repo({ storage: new NodeFSStorageAdapter(dir) })
  const urls = JSON.parse(readFileSync(`${dir}-urls.json`, 'utf8')) as AutomergeUrl[]
  const handles = await Promise.all(urls.map((url) => repo.find<Content>(url)))
  const { key, text } = recordOf('left', 0, claims)
  const value = handles[0]?.doc().entries[bucketOf(key)]?.[key]?.toString()
  const firstRead = performance.now()
  verify(value === text, 'the first read')
  const buckets = handles.flatMap((handle) => Object.values(handle.doc().entries))
  const count = buckets.reduce((sum, bucket) => sum + Object.keys(bucket).length, 0)
  verify(count === claims, 'every claim is there')
  globalThis.gc?.()
  return { 'first-read': firstRead, memory: (process.memoryUsage.rss() - before) / claims }
}
