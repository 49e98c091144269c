/** The watchtower. */
export function Brand({ size = 24 }: { readonly size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="#12606b" />
      <path d="M6 11.5 16 5.5l10 6H6Z" fill="#fff" />
      <path d="M9.5 13.5h13v4h-13z" fill="#fff" opacity=".55" />
      <path
        d="M11 17.5 8.5 27M21 17.5 23.5 27M10.2 22.5h11.6"
        stroke="#fff"
        strokeWidth="2.2"
        strokeLinecap="round"
        fill="none"
      />
    </svg>
  )
}
