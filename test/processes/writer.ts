/** A writer in a process of its own: claims what it has not claimed yet, tells of each acknowledgement, and reports what it holds. */
import { answerCalls } from '../../src/cli/stage/post.ts'
import type { Founding } from '../../src/frames/founding.ts'
import { createNode } from '../../src/node/create.ts'
import type { TracordNode } from '../../src/node/node.ts'

/** What a writer is started with. */
export interface WriterSetup {
  readonly name: string
  readonly dir: string
  readonly url: string
  readonly realm: Founding
  readonly claims: number
}

/** What a writer tells unasked: a claim's number once it is acknowledged, or how many entries it holds now, and the hash of that state. */
export type WriterNews = { readonly acknowledged: number } | { readonly entries: number; readonly state: string }

/** What a writer holds. */
export interface WriterReport {
  readonly entries: number
  readonly claims: number
  readonly digest: string
  /** Frame -> its values and how many authors support them. */
  readonly held: readonly (readonly [frame: string, values: readonly unknown[], authors: number])[]
}

/** What a writer can be asked. */
export type WriterCalls = {
  /** Claims whatever of its claims is not there; resolves when all are acknowledged. */
  readonly work: () => Promise<void>
  readonly report: () => WriterReport
  readonly close: () => Promise<void>
}

const setup = JSON.parse(process.argv[2] ?? '{}') as WriterSetup
let opening: Promise<TracordNode> | undefined
let node: TracordNode
const tell = answerCalls({ work, report, close: () => node.close() } satisfies WriterCalls)

async function work(): Promise<void> {
  const { name, dir, url, realm, claims } = setup
  opening ??= createNode({ name, dir, connect: [url], realm })
  node = await opening
  node.subscribe(({ type }) => {
    if (type === 'entries') tell(heldNow())
  })
  for (let number = 0; number < claims; number++) {
    // a claim that was made durable just before a kill is there already: making it again would be a second entry
    const isHeld = node.frame(`${name}-${number}`)['number'] !== undefined
    if (!isHeld) await node.claim(`${name}-${number}`, { number })
    tell({ acknowledged: number } satisfies WriterNews)
  }
  tell(heldNow())
}

function heldNow(): WriterNews {
  const { entries, state } = node.certificate()
  return { entries, state }
}

function report(): WriterReport {
  const { entries, claims } = node.status()
  const held = node.frames().map((frame) => {
    const slots = Object.values(node.frame(frame))
    return [frame, slots.flatMap(({ values }) => values), slots.reduce((sum, { by }) => sum + by.length, 0)] as const
  })
  return { entries, claims, digest: node.certificate().digest, held }
}
