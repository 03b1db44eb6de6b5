/** Prints the digests of the golden files as JSON; with `--write`, puts them into the files and names those that changed. */
import { foundDigests, rewriteDigests } from '../golden.ts'

const out = process.argv.includes('--write') ? rewriteDigests() : foundDigests()
process.stdout.write(`${JSON.stringify(out, null, 1)}\n`)
