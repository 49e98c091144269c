/** Trouble with the database of the settings, in the operator's words. */
export type SettingsError =
  | { readonly code: 'unavailable'; readonly message: string }
  | { readonly code: 'disk-full'; readonly message: string }
  | { readonly code: 'damaged'; readonly message: string }
