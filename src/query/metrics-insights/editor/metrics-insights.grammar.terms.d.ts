declare const terms: Readonly<Record<string, number>>
export = terms
