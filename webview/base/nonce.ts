/**
 * Must be imported first: the controls' library tries a `<style>` element when it is loaded, and the page's policy only
 * lets it where it bears the nonce of our script, which the library looks up in this element.
 */
const nonce = document.currentScript?.nonce;
if (nonce) {
  const meta = document.createElement('meta');
  meta.setAttribute('property', 'csp-nonce');
  meta.content = nonce;
  document.head.append(meta);
}
