/** Wasm: automerge's, initialised once per process and only when a document is first needed, so that importing this library loads none. */
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { initializeWasm, isWasmInitialized } from '@automerge/automerge/slim'

let loading: Promise<void> | undefined

/** Resolves when automerge can be called. An application that initialised it before (by importing the full entry point) is respected. */
export function ensureWasm(): Promise<void> {
  if (isWasmInitialized()) return Promise.resolve()
  loading ??= load()
  return loading
}

async function load(): Promise<void> {
  const path = createRequire(import.meta.url).resolve('@automerge/automerge/automerge.wasm')
  try {
    await initializeWasm(await readFile(path))
  } catch (cause) {
    loading = undefined // a passing failure to read the file is not remembered
    throw cause
  }
}
