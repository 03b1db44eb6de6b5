/** `tracord doctor`: is a node's folder what it was when it was written, and what can be done where it is not? */
import { existsSync } from 'node:fs'
import { mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { Command } from 'commander'
import { TracordError } from '../base/error.ts'
import { nodeSignatures } from '../identity/ed25519.ts'
import { examineFolder, type Health, type NewJournal } from '../node/doctor/doctor.ts'
import type { Journal } from '../ports/journal.ts'
import { command, type CliContext, type JsonOption } from './command.ts'
import { JOURNAL_FILE, nodeFoldersIn } from './contents.ts'
import { DOCUMENTS_FOLDER } from './folder.ts'
import { healthLines } from './screen/health.ts'
import { grouped } from './screen/words.ts'
import type { Terminal } from './terminal.ts'

interface DoctorFlags extends JsonOption {
  readonly repair?: boolean
}

/** Journals set aside in one folder before the next has to be moved elsewhere by hand. */
const SET_ASIDE_MAX = 1_000

/** Builds the command. */
export function doctorCommand({ terminal, exit }: CliContext): Command {
  return command(
    'doctor',
    "Verify a node's folder, every signature, chain, row and document; exit 1 when something is not as it was written.",
    'doctor ./data --repair',
  )
    .argument('<dir>', "a node's folder, or a server's")
    .option('--repair', 'mend what can be mended; nothing is deleted. The node must not be running')
    .option('--json', 'JSON instead of a screen')
    .action(async (dir: string, flags: DoctorFlags) => {
      const reports: Health[] = []
      for (const folder of await nodeFoldersIn(dir)) reports.push(await examine(folder, flags, terminal))
      if (flags.json === true) terminal.out(JSON.stringify({ dir, folders: reports }))
      else terminal.out(reports.map((health) => healthLines(health, terminal.paint).join('\n')).join('\n\n'))
      if (!reports.every(({ sound }) => sound)) exit(1)
    })
}

async function examine(dir: string, flags: DoctorFlags, terminal: Terminal): Promise<Health> {
  const [{ sqliteJournal }, { nodeFsStorage }] = await Promise.all([
    import('../../adapters/journal-sqlite/index.ts'),
    import('../../adapters/storage-nodefs/index.ts'),
  ])
  const progress = flags.json === true ? undefined : terminal.progress(`looking through ${dir}`)
  const repair = flags.repair === true
  const health = await examineFolder({
    dir,
    signatures: nodeSignatures,
    journal: sqliteJournal({ dir, readOnly: !repair }),
    storage: nodeFsStorage({ dir: join(dir, DOCUMENTS_FOLDER) }),
    ...(repair ? { beginAnew: () => beginAnew(dir, (place) => sqliteJournal({ dir: place })) } : {}),
    async onProgress(doing, done, of) {
      progress?.update(`${doing} in ${dir}: ${grouped(done)} of ${grouped(of)}`)
      await setImmediate() // the screen, and whoever asks us to stop
      if (terminal.stop.aborted) throw new TracordError('ABORTED', 'stopped; nothing is half-mended')
    },
  }).catch((error: unknown) => {
    progress?.failed(`could not look through ${dir}`)
    throw error
  })
  if (health.sound) progress?.done(`looked through ${dir}`)
  else progress?.failed(`looked through ${dir}`)
  return health
}

/** A new journal in a folder beside the old one's files; its file takes the old one's name when it is whole. */
async function beginAnew(dir: string, journalIn: (place: string) => Journal): Promise<NewJournal> {
  const place = await mkdtemp(join(dir, 'mending-'))
  const takePlace = async (): Promise<void> => {
    const path = join(dir, JOURNAL_FILE)
    const aside = freeName(path)
    await renameAll(path, aside)
    await renameAll(join(place, JOURNAL_FILE), path)
    await rm(place, { recursive: true })
  }
  return { journal: journalIn(place), takePlace }
}

/** A database with what SQLite may have left beside it. */
async function renameAll(from: string, to: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(from + suffix)) await rename(from + suffix, to + suffix)
}

function freeName(path: string): string {
  for (let n = 1; n <= SET_ASIDE_MAX; n += 1) if (!existsSync(`${path}.set-aside-${n}`)) return `${path}.set-aside-${n}`
  throw new TracordError('REFUSED', `${SET_ASIDE_MAX} journals were set aside beside ${path} already: move them elsewhere`)
}
