/** What the console shows. `runs` is a number of today. */
export type Pipeline = { name: string; trigger: string; runs: number; running: boolean };

const NAMES = [
  'Orders to ERP',
  'Invoices to tax office',
  'Stock levels',
  'Price list',
  'New customers',
  'Returns',
  'Shipping labels',
  'Carrier status',
  'Payments',
  'Chargebacks',
  'Payroll export',
  'Time sheets',
  'Supplier catalogue',
  'Product photos',
  'Newsletter opt-ins',
  'Support tickets',
  'Sensor readings',
  'Fraud signals',
  'Credit checks',
  'Nightly archive',
];

const TRIGGERS = ['REST', 'Scheduler', 'Event', 'File'];

/** The twenty pipelines of every realm; the numbers look alive but are always the same. */
export const pipelines: readonly Pipeline[] = NAMES.map((name, index) => ({
  name,
  trigger: TRIGGERS[index % TRIGGERS.length] ?? 'REST',
  runs: 40 + ((index * 7919) % 1900),
  running: index % 7 !== 4,
}));
