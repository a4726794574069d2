/**
 * Must be imported first: the controls' library inserts a `<style>` element when it is loaded. The page's
 * policy allows that only with the nonce of our script, which the library looks up in the element made here.
 */
const nonce = document.currentScript?.nonce;
if (nonce) {
  const meta = document.createElement('meta');
  meta.setAttribute('property', 'csp-nonce');
  meta.content = nonce;
  document.head.append(meta);
}
