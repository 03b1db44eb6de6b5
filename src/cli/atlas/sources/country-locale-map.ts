/** country-locale-map: names, capitals, main currencies, continents, languages and the three ISO codes. */
import * as codes from '../codes.ts'

/** Reads the package. */
export async function readCountryLocaleMap(): Promise<readonly codes.Country[]> {
  const { default: map } = await import('country-locale-map')
  return codes.countries(
    map.getAllCountries().map((one) =>
      codes.country(one.alpha2, {
        name: codes.name(one.name),
        capital: codes.name(one.capital),
        currency: codes.currency(one.currency),
        // its continent "Americas" is two of ours: there the region decides
        continent: codes.continent(one.continent) ?? codes.continent(one.region),
        // a dissolved country among them has none, whatever its types say
        languages: ((one.languages as readonly string[] | undefined) ?? []).map((code) => codes.language(code)),
        alpha3: codes.alpha3(one.alpha3),
        numeric: codes.numeric(one.numeric),
      }),
    ),
  )
}
