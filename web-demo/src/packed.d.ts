/** Where a file is that is packed with gzip: see `plugins/packed.ts`. */
declare module "*?packed" {
  const url: string;
  export default url;
}
