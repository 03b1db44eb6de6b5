/** country-data-list: names, currencies, calling codes, continents, languages and alpha-3 codes, past countries left out. */
import * as codes from '../codes.ts'

const PRESENT = new Set(['assigned', 'user assigned'])

/** Reads the package. */
export async function readCountryDataList(): Promise<readonly codes.Country[]> {
  const { continents, countries, languages } = await import('country-data-list')
  const shorter = new Map(languages.all.filter(({ alpha2 }) => alpha2 !== '').map(({ alpha2, alpha3 }) => [alpha3, alpha2]))
  const continentOf = new Map(
    Object.entries(continents as Readonly<Record<string, { readonly countries: readonly string[] }>>).flatMap(
      ([name, { countries: held }]) => held.map((code) => [code, name] as const),
    ),
  )
  return codes.countries(
    countries.all
      .filter(({ status }) => PRESENT.has(status))
      .map((one) =>
        codes.country(one.alpha2, {
          name: codes.name(one.name),
          currency: codes.currency(one.currencies[0]),
          currencies: one.currencies.map(codes.currency),
          callingCode: codes.callingCode(one.countryCallingCodes[0]),
          continent: codes.continent(continentOf.get(one.alpha2)),
          languages: one.languages.map((code) => codes.language(code, shorter)),
          alpha3: codes.alpha3(one.alpha3),
        }),
      ),
  )
}
