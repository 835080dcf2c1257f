/** The mark of the product: a door with its keyhole. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 48 48" aria-hidden="true">
      <rect class="mark-door" x="9" y="4" width="30" height="40" rx="6" />
      <path class="mark-keyhole" d="M24 17a5 5 0 0 1 2.6 9.3L28 34h-8l1.4-7.7A5 5 0 0 1 24 17z" />
    </svg>
  );
}
