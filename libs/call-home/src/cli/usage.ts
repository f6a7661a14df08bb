/** What `call-home --help` prints. */
export const USAGE = `call-home: what a product that calls home holds in its folder, for whoever runs it

  call-home preview   --folder FOLDER             the report that waits to be sent, byte for byte; else the last one
  call-home history   --folder FOLDER             what was sent, with the receipts, and what waits
  call-home catalogue --product PRODUCT           what each field is for, who reads it, and how long it stays
  call-home export    --folder FOLDER FILE        writes what waits into a signed file, for a site without a network
  call-home mode      --folder FOLDER             what the operator decided
  call-home mode      --folder FOLDER off|local|on   decides: off counts nothing, local sends nothing

The environment goes before the folder's file: HEARTH_CALL_HOME=off|local|on, and DO_NOT_TRACK=1 means local unless the file or
HEARTH_CALL_HOME says on. A running product looks at the file before each sending, and every hour.
`;
