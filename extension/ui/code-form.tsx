import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useLate } from './late.ts';
import { clockTime, useSecondsUntil } from './remaining-time.ts';
import { sixDigits } from './six-digits.ts';

type Props = {
  label: string;
  button: string;
  busyText: string;
  /** Said beside the field when what stands in it cannot be a code. */
  malformed: string;
  /** What went wrong the last time, said beside the field. */
  error: string | null;
  /** Until when no code is taken (this machine's clock), why, and how to say so. */
  waitUntil: number | null;
  waitReason: string;
  waitText: (time: string) => string;
  /** Whether the sixth digit sends the code. */
  auto?: boolean;
  /** Whether the field takes the focus at once. */
  focus?: boolean;
  /** A set-up code or a recovery code has letters, and no keyboard of digits. */
  freeText?: boolean;
  dangerous?: boolean;
  submit: (code: string) => Promise<void>;
};

/** A field for a code with its button, its error and its wait. */
export function CodeForm(props: Props) {
  const { auto = false, focus = false, freeText = false, dangerous = false } = props;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const underWay = useRef(false);
  const [busy, setBusy] = useState(false);
  const late = useLate(busy);
  const [malformed, setMalformed] = useState(false);
  const seconds = useSecondsUntil(props.waitUntil);
  const waiting = seconds > 0;
  // What was wrong before a wait is past with it, as the code is that it was about.
  const waited = props.waitUntil !== null && !waiting;
  const past = waited ? null : (props.error ?? (waiting ? props.waitReason : null));
  const error = malformed ? props.malformed : past;

  useEffect(() => {
    // Without a scroll: what stands above the field, such as the QR code, is wanted first.
    if (focus) field.current?.focus({ preventScroll: true });
  }, [focus]);
  useEffect(() => {
    // After a refusal the next code is typed over the old one; after a wait the old one is stale.
    if (waiting && field.current) field.current.value = '';
    else if (props.error) field.current?.select();
  }, [props.error, waiting]);

  async function send(): Promise<void> {
    if (underWay.current || waiting) return;
    const typed = field.current?.value ?? '';
    const code = freeText ? typed.trim() : sixDigits(typed);
    setMalformed(!code);
    if (!code) {
      field.current?.focus();
      return;
    }
    underWay.current = true;
    setBusy(true);
    await props.submit(code);
    underWay.current = false;
    setBusy(false);
  }

  return (
    <form
      // Not `disabled`, which would take the focus from where it is.
      class={waiting ? 'code-form waiting' : 'code-form'}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label for={`${id}-code`}>{props.label}</label>
      <input
        ref={field}
        id={`${id}-code`}
        class={freeText ? 'text-input' : 'code-input'}
        type="text"
        inputMode={freeText ? 'text' : 'numeric'}
        autocomplete={freeText ? 'off' : 'one-time-code'}
        autocapitalize={freeText ? 'characters' : 'off'}
        spellcheck={false}
        maxLength={freeText ? 64 : 9}
        readOnly={busy || waiting}
        aria-invalid={error !== null}
        aria-describedby={`${id}-error ${id}-wait`}
        onInput={(event) => {
          setMalformed(false);
          if (auto && sixDigits(event.currentTarget.value)) void send();
        }}
      />
      <p id={`${id}-error`} class="error" role="alert">
        {error}
      </p>
      <p id={`${id}-wait`} class="wait" role="timer">
        {waiting && props.waitText(clockTime(seconds))}
      </p>
      <button
        type="submit"
        class={dangerous ? 'button danger' : 'button primary'}
        aria-disabled={busy || waiting}
      >
        {late ? props.busyText : props.button}
      </button>
    </form>
  );
}
