/** Files: cases read from a file or from standard input, with what is wrong in one line. */
import { readFile } from 'node:fs/promises'
import { TracordError } from '../base/error.ts'
import { readCase, type Case } from '../semantics/case.ts'

/** The case in `file`; `-` is standard input. Rejects with `BAD_INPUT`, the name of the file and the place of the fault. */
export async function caseIn(file: string): Promise<Case> {
  const read = readCase(await textOf(file))
  if (read.ok) return read.value
  const { path, why } = read.error
  throw new TracordError('BAD_INPUT', `${file === '-' ? 'standard input' : file}: ${path === '' ? why : `${path}: ${why}`}`)
}

async function textOf(file: string): Promise<string> {
  try {
    if (file !== '-') return await readFile(file, 'utf8')
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Buffer))
    return Buffer.concat(chunks).toString('utf8')
  } catch (cause) {
    throw new TracordError('BAD_INPUT', `cannot read ${file}: ${reasonOf(cause)}`, { cause })
  }
}

/** Why the system refused, in words. */
export function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException
  return code === 'ENOENT' ? 'there is none' : code === 'EISDIR' ? 'it is a folder; use --batch' : message
}
