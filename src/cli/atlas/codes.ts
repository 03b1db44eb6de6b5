/** Codes: the spellings by which seven packages can be compared; what fits no spelling is left out, never guessed. */

/** What one source says of one country: slots to a value, or to several. */
export interface Country {
  /** ISO 3166-1 alpha-2, upper case; also codes reserved or assigned by users, such as `XK`. */
  readonly code: string
  readonly slots: Readonly<Record<string, string | readonly string[]>>
}

/** A slot's value before it is known to fit. */
type Raw = string | number | undefined

const CONTINENTS: Readonly<Record<string, string>> = {
  africa: 'AF',
  antarctica: 'AN',
  antartica: 'AN', // so spelt by one source
  asia: 'AS',
  europe: 'EU',
  northamerica: 'NA',
  centralamerica: 'NA',
  westindies: 'NA',
  southamerica: 'SA',
  oceania: 'OC',
}

/** A country with the slots that have a value; undefined when `code` is no two letters. */
export function country(
  code: string,
  slots: Readonly<Record<string, string | undefined | readonly (string | undefined)[]>>,
): Country | undefined {
  const alpha2 = matching(/^[A-Z]{2}$/, code.trim().toUpperCase())
  if (alpha2 === undefined) return undefined
  const kept: Record<string, string | readonly string[]> = {}
  for (const [slot, value] of Object.entries(slots)) {
    const clean = typeof value === 'string' || value === undefined ? value : distinct(value)
    if (clean !== undefined && clean.length > 0) kept[slot] = clean
  }
  return Object.keys(kept).length === 0 ? undefined : { code: alpha2, slots: kept }
}

/** One country for each code, the first one said; countries without any slot are gone. */
export function countries(all: Iterable<Country | undefined>): readonly Country[] {
  const byCode = new Map<string, Country>()
  for (const one of all) if (one !== undefined && !byCode.has(one.code)) byCode.set(one.code, one)
  return [...byCode.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** A name with single spaces, in NFC. */
export function name(raw: Raw): string | undefined {
  return matching(
    /./,
    String(raw ?? '')
      .normalize('NFC')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  )
}

/** ISO 4217: three capitals. */
export function currency(raw: Raw): string | undefined {
  return matching(
    /^[A-Z]{3}$/,
    String(raw ?? '')
      .trim()
      .toUpperCase(),
  )
}

/** ISO 3166-1 alpha-3. */
export function alpha3(raw: Raw): string | undefined {
  return currency(raw)
}

/** ISO 3166-1 numeric: three digits, zeros in front. */
export function numeric(raw: Raw): string | undefined {
  return matching(/^\d{1,3}$/, String(raw ?? '').trim())?.padStart(3, '0')
}

/** The digits one dials, area digits included, as far as the source gives them: `+1 268` is `1268`. */
export function callingCode(raw: Raw): string | undefined {
  return matching(/^[1-9]\d{0,6}$/, String(raw ?? '').replaceAll(/[+\s-]/g, ''))
}

/** ISO 639: the two-letter code, or three letters where there is no shorter one. */
export function language(raw: Raw, shorter: ReadonlyMap<string, string> = new Map()): string | undefined {
  const code = matching(
    /^[a-z]{2,3}$/,
    String(raw ?? '')
      .trim()
      .toLowerCase(),
  )
  return code === undefined ? undefined : (shorter.get(code) ?? code)
}

/** The two-letter code of a continent's name or code; undefined for oceans and for both Americas at once. */
export function continent(raw: Raw): string | undefined {
  const text = String(raw ?? '').trim()
  return matching(/^(AF|AN|AS|EU|NA|SA|OC)$/, text) ?? CONTINENTS[text.toLowerCase().replaceAll(/[^a-z]/g, '')]
}

/** The values that are there, sorted, each once. */
function distinct(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== undefined))].sort()
}

function matching(shape: RegExp, text: string): string | undefined {
  return shape.test(text) ? text : undefined
}
