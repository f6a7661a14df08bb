import type { Category } from '@hearth/policy';

interface ReportField {
  readonly place: 'body' | 'header' | 'connection';
  readonly path: string;
  readonly what: string;
  readonly category: Category;
}

const body = (path: string, category: Category, what: string): ReportField => ({
  place: 'body',
  path,
  category,
  what,
});
const header = (path: string, category: Category, what: string): ReportField => ({
  place: 'header',
  path,
  category,
  what,
});

const INSTALLATION = 'usage.installation';

/** What every report carries beside its product's metrics, and every request beside its body. */
export const REPORT_FIELDS: readonly ReportField[] = [
  body('/schema', INSTALLATION, 'Version of the form of the report.'),
  body('/id', INSTALLATION, 'Id of the report, made by chance and time, so that it counts once.'),
  body('/installationId', INSTALLATION, 'Id of the installation, made by chance on its first start.'),
  body('/sequence', 'usage.coverage', 'Number of the report, so that a gap shows.'),
  body('/product', INSTALLATION, 'The product that reports.'),
  body('/version', INSTALLATION, 'Version of the product.'),
  body('/edition', INSTALLATION, 'Edition of the product.'),
  body('/reason', 'usage.coverage', 'Whether the report is that of a start-up or of a day.'),
  body('/observedAt', 'usage.coverage', 'When the figures were read.'),
  body('/countersSince', 'usage.coverage', 'Since when the counters count.'),
  body('/server/operatingSystem', INSTALLATION, 'Operating system, of which the family is kept.'),
  body('/contact/companyName', 'company.name', 'Name of the company, where the product was told it.'),
  body('/contact/email', 'user.contact.email', 'Address of a contact, where the product was told it.'),
  body('/licenceKey', 'licence.key', 'Ties the report to its agreement.'),
  body('/policyVersion', INSTALLATION, 'Version of the privacy policy that the product came with.'),
  body('/catalogueVersion', INSTALLATION, 'Version of this list that the product came with.'),
  body('/publicKey', INSTALLATION, 'The installation’s public key, which its signatures are checked with.'),
  body('/previous', INSTALLATION, 'Digest of the report before, so that a copied installation shows.'),
  body('/uptimeSeconds', 'usage.coverage', 'How long the process has run, so that a jumping clock shows.'),
  header('host', INSTALLATION, 'Name of the server that is called.'),
  header('connection', INSTALLATION, 'That the connection ends with the answer.'),
  header('content-type', INSTALLATION, 'That the body is JSON.'),
  header('content-length', INSTALLATION, 'Length of the body.'),
  header('content-digest', INSTALLATION, 'Digest of the body.'),
  header('signature-input', INSTALLATION, 'What is signed, when, and the public key again.'),
  header('signature', INSTALLATION, 'The signature.'),
  {
    place: 'connection',
    path: 'address',
    category: 'user.device.ip_address',
    what: 'The network address that the request comes from, which the server sees as every server does.',
  },
];
