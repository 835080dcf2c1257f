/** The mark of the product: a door with its keyhole. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path class="mark-door" d="M5 30V13a11 11 0 0 1 22 0v17z" />
      <path
        class="mark-keyhole"
        d="M16 10.5a3.6 3.6 0 0 1 1.9 6.66L19.4 23h-6.8l1.5-5.84A3.6 3.6 0 0 1 16 10.5z"
      />
    </svg>
  );
}
