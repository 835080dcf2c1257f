type Props = {
  url?: string | undefined;
  email?: string | undefined;
  label: string;
  newTab: string;
};

/** Where to turn to; nothing if the platform names nobody. */
export function SupportLinks({ url, email, label, newTab }: Props) {
  return (
    <>
      {url && (
        <a href={url} target="_blank" rel="noreferrer" title={newTab}>
          {label}
        </a>
      )}
      {email && (
        <a href={`mailto:${email}`} target="_blank" rel="noreferrer">
          {email}
        </a>
      )}
    </>
  );
}
