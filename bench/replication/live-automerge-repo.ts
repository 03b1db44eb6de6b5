/** Live, raw automerge-repo: two Repos and a server Repo over its own websocket adapters; a change a claim, in 64 buckets. */
import { next as A } from '@automerge/automerge'
import { Repo, type PeerId } from '@automerge/automerge-repo'
import { WebSocketClientAdapter } from '@automerge/automerge-repo-network-websocket'
import type { Measured, Params } from '../case.ts'
import { recordOf } from './claims.ts'
import { runLive, type Pair } from './live.ts'

type Content = { entries: Record<string, Record<string, A.ImmutableString>> }

/** Times claims, `gap` ms apart. */
export function run(params: Params): Promise<Measured> {
  return runLive(params, 'automerge-repo', join)
}

const bucketOf = (key: string): string => (Number.parseInt(key.slice(0, 2), 16) % 64).toString(16).padStart(2, '0')
const COUNT = 10_000

/** The two parties. */
export async function join(url: string): Promise<Pair> {
  const repoOf = (name: string): Repo => new Repo({ peerId: name as PeerId, network: [new WebSocketClientAdapter(url)] })
  const [left, right] = [repoOf('left'), repoOf('right')]
  const buckets = Object.fromEntries(Array.from({ length: 64 }, (_, at) => [at.toString(16).padStart(2, '0'), {}]))
  const mine = left.create<Content>({ entries: buckets })
  await left.networkSubsystem.whenReady()
  await new Promise((resolve) => setTimeout(resolve, 300)) // the server learns of the document before it is asked for
  const theirs = await right.find<Content>(mine.url)
  let next = 0
  return {
    say(number) {
      const { key, text } = recordOf('left', number, COUNT)
      mine.change((doc) => {
        const bucket = doc.entries[bucketOf(key)]
        if (bucket !== undefined) bucket[key] = new A.ImmutableString(text)
      })
    },
    listen(heard) {
      theirs.on('change', ({ doc }) => {
        const has = ({ key }: { readonly key: string }): boolean => doc.entries[bucketOf(key)]?.[key] !== undefined
        while (has(recordOf('left', next, COUNT))) {
          heard(next)
          next += 1
        }
      })
    },
  }
}
